import { z } from 'zod'
import { targetSettings } from '../shared/domain.ts'
import type { TargetSettings } from '../shared/domain.ts'

/* Platforms as a file to hand on: without ids, without secrets. */

const entry = targetSettings.omit({ id: true })
const file = z.object({ rollcall: z.literal('targets'), version: z.literal(1), targets: z.array(z.unknown()).max(1_000) })

export type TargetEntry = z.infer<typeof entry>
export type ReadTargetFile =
  | { readonly ok: true; readonly targets: readonly TargetEntry[]; /** One sentence an entry that was left out. */ readonly skipped: readonly string[] }
  | { readonly ok: false; readonly what: string }

/** The demo's targets are left out: their servers live only as long as this run. */
export function writeTargetFile(targets: readonly TargetSettings[]): string {
  const entries = targets.filter(({ environment }) => environment !== 'demo').map((target) => entry.strip().parse(target))
  return `${JSON.stringify({ rollcall: 'targets', version: 1, targets: entries }, undefined, 2)}\n`
}

/** The platforms of a file that can be added, and why each of the others cannot, in words. */
export function readTargetFile(text: string, known: readonly TargetSettings[], catalogIds: readonly string[]): ReadTargetFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return { ok: false, what: `This is no JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.` }
  }
  const parsed = file.safeParse(json)
  if (!parsed.success) return { ok: false, what: 'This JSON is no list of Rollcall platforms: it must come from "Export" of the Platforms screen.' }
  const targets: TargetEntry[] = []
  const skipped: string[] = []
  for (const [index, raw] of parsed.data.targets.entries()) {
    const read = entry.safeParse(raw)
    if (!read.success) {
      const issue = read.error.issues[0]
      skipped.push(`Entry ${index + 1}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'cannot be read'}.`)
    } else if (!catalogIds.includes(read.data.catalogId)) skipped.push(`${read.data.name}: this Rollcall has no catalog "${read.data.catalogId}".`)
    else if ([...known, ...targets].some((target) => target.url === read.data.url && target.path === read.data.path && target.name === read.data.name)) skipped.push(`${read.data.name}: is here already.`)
    else targets.push(read.data)
  }
  return { ok: true, targets, skipped }
}
