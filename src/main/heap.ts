import { setFlagsFromString } from 'node:v8'
import { app } from 'electron'

/**
 * V8 lets a heap grow to several times what lives in it before it collects: at 50,000 events a second the main process took 200 MB more
 * after ten minutes than after two, of which nothing lived (docs/performance.md). A collection of what Rollcall keeps takes some
 * hundredths of a second, most of it beside the main thread, so it may happen when the heap has grown by this share.
 */
const HEAP_GROWING_PERCENT = 30

/** To be called before Electron is ready: for this process at once, for the window when it is made. A V8 that does not know the flag says so and goes on. */
export function keepHeapsSmall(): void {
  const flag = `--heap-growing-percent=${HEAP_GROWING_PERCENT}`
  setFlagsFromString(flag)
  app.commandLine.appendSwitch('js-flags', flag)
}
