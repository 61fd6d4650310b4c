import { Tabs, Tooltip } from 'radix-ui'
import { useEffect, useState } from 'react'
import { messageOf } from '../shared/message-of.ts'
import { setView } from './actions.ts'
import { EmptyState } from './components/empty-state.tsx'
import { ErrorBoundary } from './components/error-boundary.tsx'
import { Notice } from './components/notice.tsx'
import { useFrame } from './frame-store.ts'
import { AlertAnnouncer } from './shell/alert-announcer.tsx'
import { AlertSound } from './shell/alert-sound.tsx'
import { feedRowsOf } from './pages/events/feed-rows.ts'
import { Dialogs } from './shell/dialogs.tsx'
import { Remarks } from './shell/remarks.tsx'
import { screensInOrder } from './shell/shortcuts.ts'
import { StatusBar } from './shell/status-bar.tsx'
import { TopBar } from './shell/top-bar.tsx'
import { useShortcuts } from './shell/use-shortcuts.ts'
import { Workspace } from './shell/workspace.tsx'
import { goTo, openAlertPage, openPersonPage, openRoomPage } from './state/navigate.ts'
import { loadPreferences, usePreferences } from './state/settings-store.ts'
import { useThemeOnPage } from './state/theme.ts'
import { useView } from './state/view-store.ts'

const TIP_DELAY_MS = 500
/** The window waits so long for its settings, which come at once as a rule, before it shows its skeleton without them. */
const SETTINGS_PATIENCE_MS = 1_000

/** The window. */
export function App() {
  const screen = useView((state) => state.screen)
  const loaded = usePreferences((value) => value.loaded)
  const { broken, late } = useStart()
  useThemeOnPage()
  useShortcuts()
  useReportView(loaded)
  useLinks(loaded)
  if (!loaded && broken === null && !late) return null
  return (
    <Tooltip.Provider delayDuration={TIP_DELAY_MS}>
      <Tabs.Root className="app" value={screen} onValueChange={(value) => {
        const next = screensInOrder.find((each) => each === value)
        if (next !== undefined) goTo(next)
      }}>
        <TopBar />
        {broken === null ? null : <div className="app-notice"><Notice tone="critical" role="alert">Rollcall’s own core does not answer ({broken}). What you see may be old. Close and start Rollcall again.</Notice></div>}
        <Remarks />
        <main className="main"><Workspace /></main>
        <ErrorBoundary name="The status bar"><StatusBar /></ErrorBoundary>
        <ErrorBoundary name="The dialog"><Dialogs /></ErrorBoundary>
        <ErrorBoundary name="The alert sound"><AlertSound /><AlertAnnouncer /></ErrorBoundary>
      </Tabs.Root>
    </Tooltip.Provider>
  )
}

/** Loads settings; gives back why that failed, or that it takes long. */
function useStart(): { readonly broken: string | null; readonly late: boolean } {
  const [broken, setBroken] = useState<string | null>(null)
  const [late, setLate] = useState(false)
  useEffect(() => {
    loadPreferences(window.location.search).catch((error: unknown) => { setBroken(messageOf(error)) })
    const timer = setTimeout(() => { setLate(true) }, SETTINGS_PATIENCE_MS)
    return () => { clearTimeout(timer) }
  }, [])
  return { broken, late }
}

/** Tells the main process what this window looks at, so that nothing else is sent. */
function useReportView(loaded: boolean): void {
  const screen = useView((state) => state.screen)
  const rateWindowMinutes = useView((state) => state.rateWindowMinutes)
  const rateTargetId = useView((state) => state.rateTargetId)
  useEffect(() => {
    if (!loaded) return
    setView({ screen, rateWindowMinutes, rateTargetId, feedRows: feedRowsOf(window.screen.height) }).catch((error: unknown) => { console.error('view:set failed', error) })
  }, [loaded, screen, rateWindowMinutes, rateTargetId])
}

/** Follows a link that was opened: each once. */
function useLinks(loaded: boolean): void {
  const go = useFrame((state) => state.go)
  const id = go?.id
  useEffect(() => {
    if (!loaded || go === undefined) return
    switch (go.place.kind) {
      case 'room': openRoomPage(go.place.key); break
      case 'person': openPersonPage(go.place.key); break
      case 'alert': openAlertPage(go.place.key.alertId); break
    }
    // The id tells one link from the next; the object is new with every frame that carries it.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [loaded, id])
}

/** Shown when the preload script did not run: a designed page, not a blank one. */
export function NoBridge() {
  return (
    <div className="no-bridge">
      <EmptyState title="Rollcall’s window has no connection to its core.">
        The window was opened outside the app, or its preload script did not load. Nothing is being collected by this window. Start Rollcall with “npm start”.
      </EmptyState>
    </div>
  )
}
