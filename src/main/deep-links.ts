import { app } from 'electron'
import type { BrowserWindow } from 'electron'
import { LINK_SCHEME, readDeepLink } from '../shared/deep-link.ts'
import type { DeepLinkPlace } from '../shared/deep-link.ts'

export interface DeepLinkParts {
  readonly window: () => BrowserWindow | undefined
  /** Whether a target is watched here. */
  readonly watches: (targetId: string) => boolean
  readonly go: (place: DeepLinkPlace) => void
  /** Why a link was not followed, for the window. */
  readonly remark: (sentence: string) => void
}

/** Follows links into Rollcall that the system or a second start hands over. Returns what follows the first link among texts, for the command line. */
export function followDeepLinks({ window, watches, go, remark }: DeepLinkParts): (texts: readonly string[]) => void {
  const follow = (texts: readonly string[]): void => {
    const place = texts.map(readDeepLink).find((each) => each !== undefined)
    if (!place) return
    if (watches(place.key.targetId)) go(place)
    else remark('The link names a platform that Rollcall does not watch here. Nothing was opened.')
  }
  app.on('second-instance', (_event, argv) => {
    const shown = window()
    if (shown?.isMinimized()) shown.restore()
    shown?.focus()
    follow(argv)
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    follow([url])
  })
  // From source the system would register Electron itself for all its apps.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  return follow
}
