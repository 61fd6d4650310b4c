import { z } from 'zod'

/* Where the window was, so that it opens there again; never where nobody can see it. */

export const windowState = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowState>

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Smallest window, px. */
export const MIN_WIDTH_PX = 1024
export const MIN_HEIGHT_PX = 680
const DEFAULT_WIDTH_PX = 1440
const DEFAULT_HEIGHT_PX = 900
/** A place is used again only where so much of the window is visible. */
const VISIBLE_PX = 64

/** The bounds to open with: the kept ones when a corner of 64 x 64 px is on a display, else centred on the first display. */
export function boundsFor(kept: WindowState | undefined, displays: readonly Area[]): Area {
  if (kept && displays.some((display) => overlap(kept, display))) {
    return { x: kept.x, y: kept.y, width: Math.max(kept.width, MIN_WIDTH_PX), height: Math.max(kept.height, MIN_HEIGHT_PX) }
  }
  const display = displays[0] ?? { x: 0, y: 0, width: DEFAULT_WIDTH_PX, height: DEFAULT_HEIGHT_PX }
  const width = Math.max(MIN_WIDTH_PX, Math.min(DEFAULT_WIDTH_PX, display.width))
  const height = Math.max(MIN_HEIGHT_PX, Math.min(DEFAULT_HEIGHT_PX, display.height))
  return {
    x: display.x + Math.max(0, Math.round((display.width - width) / 2)),
    y: display.y + Math.max(0, Math.round((display.height - height) / 2)),
    width,
    height,
  }
}

function overlap(window: Area, display: Area): boolean {
  const width = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x)
  const height = Math.min(window.y + window.height, display.y + display.height) - Math.max(window.y, display.y)
  return width >= VISIBLE_PX && height >= VISIBLE_PX
}
