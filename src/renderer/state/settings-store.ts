import { screenName, type AppInfo, type Settings } from '../../shared/ipc.ts'
import { getAppInfo, getSettings, setSettings } from '../actions.ts'
import { createStore, useSelected } from './store.ts'
import { view } from './view-store.ts'

/** Dragging a separator gives many sizes a second; the last one is kept. */
const SAVE_AFTER_MS = 400

export interface Preferences extends Settings {
  /** false until the main process answered. */
  readonly loaded: boolean
}

/** Values before the main process answered: those of a first run. */
const firstRunSettings: Settings = {
  theme: 'system', density: 'compact', screen: 'overview', treePercent: 19, inspectorPercent: 28, treeOpen: true, inspectorOpen: true,
  rateWindowMinutes: 15, singleKeyShortcuts: true, pinnedRooms: [],
}

export const preferences = createStore<Preferences>({ ...firstRunSettings, loaded: false })
export const appInfo = createStore<{ info: AppInfo | null }>({ info: null })

export function usePreferences<S>(select: (value: Preferences) => S): S {
  return useSelected(preferences, select)
}

export function useAppInfo(): AppInfo | null {
  return useSelected(appInfo, (value) => value.info)
}

let waiting: Partial<Settings> = {}
let timer: ReturnType<typeof setTimeout> | undefined

/** Changes settings at once in this window and, after a moment of quiet, on disk. */
export function changeSettings(change: Partial<Settings>): void {
  preferences.set(change)
  waiting = { ...waiting, ...change }
  clearTimeout(timer)
  timer = setTimeout(() => {
    const toSave = waiting
    waiting = {}
    setSettings(toSave).catch((error: unknown) => {
      console.error('settings:set failed', error)
    })
  }, SAVE_AFTER_MS)
}

/** Asks for settings and facts about the app; `search` may override theme and screen (used for screenshots). */
export async function loadPreferences(search: string): Promise<void> {
  const [settings, info] = await Promise.all([getSettings(), getAppInfo()])
  const wanted = readOverrides(search)
  preferences.set({ ...settings, ...(wanted.theme === undefined ? {} : { theme: wanted.theme }), loaded: true })
  appInfo.set({ info })
  view.set({ screen: wanted.screen ?? settings.screen, rateWindowMinutes: settings.rateWindowMinutes })
}

/** `?theme=dark&screen=events`; anything else is ignored. */
export function readOverrides(search: string): { theme?: Settings['theme']; screen?: Settings['screen'] } {
  const params = new URLSearchParams(search)
  const theme = params.get('theme')
  const known = screenName.safeParse(params.get('screen'))
  return {
    ...(theme === 'light' || theme === 'dark' || theme === 'system' ? { theme } : {}),
    ...(known.success ? { screen: known.data } : {}),
  }
}
