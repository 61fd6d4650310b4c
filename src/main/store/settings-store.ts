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
  /** Removed in this run. */
  readonly #gone = new Set<string>()

  constructor(document: JsonDocument) {
    this.#document = document
    this.#settings = readSettings(document.read())
  }

  get(): Settings {
    return this.#settings
  }

  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings {
    const next = settingsSchema.parse({ ...this.#settings, ...withoutUndefined(change) })
    // The window knows pins by heart, those of removed platforms as well.
    this.#settings = { ...next, pinnedRooms: next.pinnedRooms.filter(({ targetId }) => !this.#gone.has(targetId)) }
    this.#document.write(this.#settings)
    return this.#settings
  }

  /** The user removed a platform: its rooms are pinned no longer. */
  targetRemoved(targetId: string): void {
    this.#gone.add(targetId)
    if (this.#settings.pinnedRooms.some((room) => room.targetId === targetId)) this.set({})
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
