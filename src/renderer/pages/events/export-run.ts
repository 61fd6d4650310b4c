import type { ExportRequest, ExportState } from '../../../shared/feed-tools.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { cancelExport, exportProgress, startExport } from '../../actions.ts'
import { createStore, useSelected } from '../../state/store.ts'

const POLL_MS = 300

interface ExportRun {
  /** The export that runs or ran last, as far as this window saw it run. */
  readonly state: ExportState | null
  /** The system asks where to write. */
  readonly choosing: boolean
  readonly failure: Failure | null
}

const exportRun = createStore<ExportRun>({ state: null, choosing: false, failure: null })

export function useExportRun(): ExportRun {
  return useSelected(exportRun, (state) => state)
}

/** Starts an export; the system asks first where to write. */
export async function beginExport(request: ExportRequest): Promise<void> {
  exportRun.set({ choosing: true, failure: null })
  const answer = await startExport(request)
  exportRun.set({ choosing: false, failure: answer.ok ? null : answer })
  if (!answer.ok || answer.value === null) return
  exportRun.set({ state: answer.value })
  poll()
}

export async function endExport(): Promise<void> {
  const { state } = exportRun.get()
  if (state === null) return
  await cancelExport(state.id)
  await renew()
}

/** Puts away what is said of an export that ended. */
export function forgetExport(): void {
  exportRun.set({ state: null, failure: null })
}

/** A window that was reloaded finds the export that still runs. */
export async function findExport(): Promise<void> {
  if (exportRun.get().state !== null) return
  try {
    const state = await exportProgress()
    if (state?.state !== 'running' || exportRun.get().state !== null) return
    exportRun.set({ state })
    poll()
  } catch (error) {
    console.error('export:state failed', error)
  }
}

let timer: ReturnType<typeof setTimeout> | undefined

function poll(): void {
  clearTimeout(timer)
  if (exportRun.get().state?.state !== 'running') return
  timer = setTimeout(() => {
    void renew().then(poll)
  }, POLL_MS)
}

async function renew(): Promise<void> {
  try {
    exportRun.set({ state: await exportProgress() })
  } catch (error) {
    console.error('export:state failed', error)
  }
}
