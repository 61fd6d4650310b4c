import { z } from 'zod'
import { screenName } from '../shared/ipc.ts'
import type { ScreenName } from '../shared/ipc.ts'

/** What the command line asks for; everything else on it belongs to Electron and Chromium. */
export interface LaunchOptions {
  /** Write a PNG of the live window to this absolute path and exit 0. */
  readonly screenshot?: string
  readonly screen?: ScreenName
  readonly theme?: 'light' | 'dark'
  /** Size of the window's content in px. */
  readonly size?: { readonly width: number; readonly height: number }
  /** Seconds to wait after the window shows its first data. */
  readonly afterSeconds: number
  /** Folder for settings and secrets instead of the system's own. */
  readonly dataFolder?: string
  /** `always` starts the demo campus beside configured targets, `never` shows the empty first run. */
  readonly demo: 'when-empty' | 'always' | 'never'
  /** Events per second of the demo campus. */
  readonly demoEventsPerSecond: number
}

const SCREENSHOT_AFTER_SECONDS = 8

const schema = z.object({
  screenshot: z.string().min(1, 'give a file: --screenshot overview.png').optional(),
  screen: screenName.optional(),
  theme: z.enum(['light', 'dark']).optional(),
  size: z
    .string()
    .regex(/^\d{3,4}x\d{3,4}$/, 'give width and height: --size 1280x800')
    .optional(),
  after: z.coerce.number('give seconds: --after 10').min(0).max(600).optional(),
  'data-folder': z.string().min(1).optional(),
  demo: z.enum(['when-empty', 'always', 'never']).optional(),
  'demo-events-per-second': z.coerce.number().min(0).max(100_000).optional(),
})

export type ParsedLaunch = { readonly ok: true; readonly options: LaunchOptions } | { readonly ok: false; readonly sentence: string }

/** Reads `--name value` and `--name=value`; unknown names are left to Electron. */
export function parseLaunchOptions(argv: readonly string[]): ParsedLaunch {
  const given: Record<string, string> = {}
  for (const [index, word] of argv.entries()) {
    const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(word)
    const name = match?.[1]
    if (name === undefined || !Object.hasOwn(schema.shape, name)) continue
    given[name] = match?.[2] ?? argv[index + 1] ?? ''
  }
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { ok: false, sentence: `--${String(issue?.path[0] ?? '')}: ${issue?.message ?? 'not understood'}` }
  }
  const { screenshot, screen, theme, size, after, demo } = parsed.data
  const dataFolder = parsed.data['data-folder']
  const [width = 0, height = 0] = (size ?? '').split('x').map(Number)
  return {
    ok: true,
    options: {
      ...(screenshot !== undefined && { screenshot }),
      ...(screen !== undefined && { screen }),
      ...(theme !== undefined && { theme }),
      ...(size !== undefined && { size: { width, height } }),
      ...(dataFolder !== undefined && { dataFolder }),
      afterSeconds: after ?? (screenshot === undefined ? 0 : SCREENSHOT_AFTER_SECONDS),
      demo: demo ?? 'when-empty',
      demoEventsPerSecond: parsed.data['demo-events-per-second'] ?? 50,
    },
  }
}
