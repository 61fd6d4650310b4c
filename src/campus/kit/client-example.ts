import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { createContext, runInContext } from 'node:vm'

/* For tests: runs the client code that a platform's document prints, as it stands. */

export interface ExampleOptions {
  /** Replaced in the code before it runs: the document's URL and token placeholders. */
  readonly replace?: Readonly<Record<string, string>>
  /** What the code takes as given: `io`, `socket`, `console`, DOM and React. */
  readonly globals: Readonly<Record<string, unknown>>
  /** Names that the code declares and the test wants to have. */
  readonly wanted?: readonly string[]
}

/** The code blocks of a Markdown file, by the heading above them. */
export function readExamples(file: URL): ReadonlyMap<string, string> {
  const blocks = readFileSync(file, 'utf8').matchAll(/^## (.+)\n\n```\w+\n([\s\S]*?)\n```$/gm)
  return new Map([...blocks].map(([, heading = '', code = '']) => [heading, code]))
}

/**
 * Runs one example. Only imports, types and the words `export` are taken out. Top-level `await` works; the result holds
 * the wanted names. Throws for a replacement that does not occur: the example would then not test what it seems to.
 */
export async function runExample(example: string | undefined, { replace = {}, globals, wanted = [] }: ExampleOptions): Promise<Readonly<Record<string, unknown>>> {
  if (example === undefined) throw new Error('no such example')
  let code = example
  for (const [from, to] of Object.entries(replace)) {
    if (!code.includes(from)) throw new Error(`"${from}" is not in the example`)
    code = code.replaceAll(from, to)
  }
  code = code.replace(/^import .*$/gm, '').replace(/^export /gm, '')
  const script = stripTypeScriptTypes(`(async () => {\n${code}\nreturn { ${wanted.join(', ')} }\n})()`)
  return (await runInContext(script, createContext({ ...globals }))) as Readonly<Record<string, unknown>>
}

/** A console that keeps what is logged. */
export class LogRecorder {
  readonly lines: (readonly unknown[])[] = []
  readonly log = (...args: readonly unknown[]): void => void this.lines.push(args)
  readonly error = this.log
  readonly warn = this.log
}
