import { settings as settingsSchema } from '../../shared/ipc.ts'
import type { Settings } from '../../shared/ipc.ts'
import type { JsonDocument } from './document.ts'

const defaults: Settings = {
  theme: 'system',
  density: 'compact',
  screen: 'overview',
  treePercent: 18,
  inspectorPercent: 26,
  treeOpen: true,
  inspectorOpen: true,
  rateWindowMinutes: 15,
  singleKeyShortcuts: true,
  pinnedRooms: [],
}

/** What the user chose. A field that is missing or unreadable takes its default; the others are kept. */
export class SettingsStore {
  readonly #document: JsonDocument
  #settings: Settings

  constructor(document: JsonDocument) {
    this.#document = document
    this.#settings = readSettings(document.read())
  }

  get(): Settings {
    return this.#settings
  }

  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings {
    this.#settings = settingsSchema.parse({ ...this.#settings, ...withoutUndefined(change) })
    this.#document.write(this.#settings)
    return this.#settings
  }
}

function readSettings(raw: unknown): Settings {
  if (typeof raw !== 'object' || raw === null) return defaults
  let settings = defaults
  for (const key of settingsSchema.keyof().options) {
    if (!Object.hasOwn(raw, key)) continue
    const tried = settingsSchema.safeParse({ ...settings, [key]: (raw as Record<string, unknown>)[key] })
    if (tried.success) settings = tried.data
  }
  return settings
}

function withoutUndefined(change: object): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}
