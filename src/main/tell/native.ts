import { app, Menu, nativeImage, Notification, Tray } from 'electron'
import type { BrowserWindow, NativeImage } from 'electron'
import type { Desktop, DesktopEvents, Notice } from '../tell-desk.ts'
import type { DesktopState } from './desktop-state.ts'
import { trayPixels } from './tray-pixels.ts'

export interface NativeDesktopParts {
  readonly window: () => BrowserWindow | undefined
  /** Sends the window to an alert. */
  readonly open: (place: NonNullable<Notice['place']>) => void
}

/** Notifications that are held; the oldest is closed for one more. Electron forgets one that nobody holds. */
const HELD_MAX = 50
/** A desktop that shows a notification says so at once. */
const SHOWN_PATIENCE_MS = 5_000
const HOUR_MS = 60 * 60_000
const TRAY_PX = process.platform === 'linux' ? 22 : 16
const OVERLAY_PX = 16
/** Buttons of a notification; where the desktop has none, a click opens. */
const hasButtons = process.platform === 'darwin' || process.platform === 'win32'
const ACKNOWLEDGE = 1

/**
 * What Electron can show. It cannot know whether the system's own do-not-disturb hides a notification: neither macOS nor
 * Windows nor Linux tells an app through Electron. A desktop without a tray or without numbers on icons is nothing to
 * complain about: the window shows the same.
 */
export function nativeDesktop({ window, open }: NativeDesktopParts): Desktop {
  let events: DesktopEvents | undefined
  const held = new Map<string, Notification>()
  let tray: Tray | undefined
  let noTray = false
  let shown: DesktopState | undefined
  let failure = ''
  // Unpackaged, Windows shows toasts only under the program's own path (Electron, "Notifications").
  if (process.platform === 'win32' && !app.isPackaged) app.setAppUserModelId(process.execPath)

  function toFront(): void {
    const target = window()
    if (!target || target.isDestroyed()) return
    if (target.isMinimized()) target.restore()
    target.show()
    target.focus()
  }

  function close(key: string): void {
    const old = held.get(key)
    held.delete(key)
    old?.removeAllListeners()
    old?.close()
  }

  function notify(notice: Notice): string {
    if (!Notification.isSupported()) return 'this desktop shows no notifications'
    const { key, title, body, severity, alertIds, place } = notice
    close(key)
    const oldest = held.keys().next().value
    if (held.size >= HELD_MAX && oldest !== undefined) {
      close(oldest)
      events?.gone(oldest)
    }
    const notification = new Notification({
      title,
      body,
      // Rollcall's own sound is played by the window, or none.
      silent: true,
      urgency: severity === 'critical' ? 'critical' : 'normal',
      ...(hasButtons && place && { actions: [{ type: 'button' as const, text: 'Open' }, ...(alertIds.length > 0 ? [{ type: 'button' as const, text: 'Acknowledge' }] : [])] }),
    })
    const gone = (): void => {
      if (held.get(key) !== notification) return
      close(key)
      events?.gone(key)
    }
    const follow = (): void => {
      toFront()
      if (place) open(place)
      // A desktop takes away what was clicked, and not each of them says so.
      gone()
    }
    notification.on('click', follow)
    notification.on('action', (details, index) => {
      // Newer versions say it in the event, older ones beside it.
      if ((details.actionIndex ?? index) !== ACKNOWLEDGE) {
        follow()
        return
      }
      events?.acknowledge(alertIds)
      gone()
    })
    notification.on('close', gone)
    let showing = true
    let refusedAtOnce = ''
    const fail = (why: string): void => {
      clearTimeout(patience)
      if (held.get(key) !== notification) return
      held.delete(key)
      failure = why
      if (showing) refusedAtOnce = why
      else events?.failed(key, why)
    }
    const patience = setTimeout(() => fail('the desktop did not say that it showed it'), SHOWN_PATIENCE_MS)
    notification.on('failed', (_event, why) => fail(why === '' ? 'the desktop refused it' : `the desktop refused it: ${why.slice(0, 200)}`))
    notification.on('show', () => {
      clearTimeout(patience)
      failure = ''
    })
    held.set(key, notification)
    // On Linux a failure is told before this returns, on macOS and Windows after.
    notification.show()
    showing = false
    return refusedAtOnce
  }

  function showTray({ tray: shape, word, quiet }: DesktopState): void {
    if (noTray) return
    try {
      const image = picture(shape, TRAY_PX, process.platform === 'darwin')
      if (tray) tray.setImage(image)
      else {
        tray = new Tray(image)
        tray.on('click', toFront)
      }
      tray.setToolTip(`Rollcall. ${word}`)
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: word, enabled: false },
          { type: 'separator' },
          { label: 'Open Rollcall', click: toFront },
          quiet ? { label: 'End do not disturb', click: () => events?.quietFor(0) } : { label: 'Do not disturb for 1 hour', click: () => events?.quietFor(HOUR_MS) },
          { type: 'separator' },
          { label: 'Quit Rollcall', click: () => app.quit() },
        ]),
      )
    } catch {
      noTray = true
    }
  }

  return {
    listen: (given) => {
      events = given
    },
    notify,
    withdraw: close,
    show: (state) => {
      if (shown && shown.badge === state.badge && shown.word === state.word && shown.quiet === state.quiet && shown.tray === state.tray) return
      shown = state
      // false where the desktop has no numbers on icons, as on most of Linux: the tray's words hold the same number.
      app.setBadgeCount(state.badge)
      showTray(state)
      const target = window()
      if (process.platform === 'win32' && target && !target.isDestroyed()) {
        target.setOverlayIcon(state.tray === 'normal' ? null : picture(state.tray, OVERLAY_PX, false), state.tray === 'normal' ? '' : state.word)
      }
    },
    trouble: () => {
      if (!Notification.isSupported()) return 'This desktop shows no notifications. Alerts are shown in this window, and sound and webhooks work.'
      return failure === '' ? '' : `The last notification was not shown: ${failure}. Allow notifications of Rollcall in the system’s settings.`
    },
    close: () => {
      for (const key of held.keys()) close(key)
      tray?.destroy()
      tray = undefined
      noTray = true
    },
  }
}

/** Sharp on screens of 1x and 2x. */
function picture(shape: DesktopState['tray'], sizePx: number, template: boolean): NativeImage {
  const image = nativeImage.createFromBitmap(trayPixels(shape, sizePx, template), { width: sizePx, height: sizePx })
  const double = sizePx * 2
  image.addRepresentation({ scaleFactor: 2, width: double, height: double, buffer: trayPixels(shape, double, template) })
  image.setTemplateImage(template)
  return image
}
