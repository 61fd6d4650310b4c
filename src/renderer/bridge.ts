import type { RollcallBridge } from '../shared/ipc.ts'

declare global {
  interface Window {
    /** Put there by the preload script; missing when that script did not run. */
    readonly rollcall?: RollcallBridge
  }
}

/** The bridge to the main process; only frame-store and actions may call this. */
export function bridge(): RollcallBridge | undefined {
  return window.rollcall
}
