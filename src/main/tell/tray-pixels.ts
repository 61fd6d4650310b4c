import type { DesktopState } from './desktop-state.ts'

export type TrayShape = DesktopState['tray']

/** As in the window: a shape of its own for each, so that colour is never alone. */
const colours: Record<TrayShape, readonly [red: number, green: number, blue: number]> = {
  normal: [46, 125, 80],
  warning: [201, 131, 0],
  critical: [200, 40, 40],
  offline: [120, 124, 130],
}

/** Points that each pixel is tried at, in both directions: smooth edges. */
const SAMPLES = 4

/**
 * One icon as raw BGRA with premultiplied alpha, row by row from the top, as Electron's `nativeImage.createFromBitmap` takes
 * it: a ring (normal), a triangle (warning), a full diamond with a bar (critical), a crossed ring (offline).
 * @param template black alone: macOS colours it itself
 */
export function trayPixels(shape: TrayShape, sizePx: number, template = false): Buffer {
  const [red, green, blue] = template ? [0, 0, 0] : colours[shape]
  const pixels = Buffer.alloc(sizePx * sizePx * 4)
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      let hits = 0
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
        const u = (x + ((sample % SAMPLES) + 0.5) / SAMPLES) / sizePx
        const v = (y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / sizePx
        if (isInside(shape, u * 2 - 1, v * 2 - 1)) hits++
      }
      const alpha = hits / (SAMPLES * SAMPLES)
      pixels.set([blue * alpha, green * alpha, red * alpha, 255 * alpha].map(Math.round), (y * sizePx + x) * 4)
    }
  }
  return pixels
}

/** @param x to the right, @param y down, both -1..1 */
function isInside(shape: TrayShape, x: number, y: number): boolean {
  const radius = Math.hypot(x, y)
  switch (shape) {
    case 'normal':
      return radius <= 0.85 && radius >= 0.5
    case 'warning':
      return y <= 0.8 && y >= -0.85 && Math.abs(x) <= ((y + 0.85) / 1.65) * 0.95 && !(Math.abs(x) <= 0.13 && y >= -0.25 && y <= 0.5)
    case 'critical':
      return Math.abs(x) + Math.abs(y) <= 0.98 && !(Math.abs(x) <= 0.14 && ((y >= -0.55 && y <= 0.15) || (y >= 0.32 && y <= 0.58)))
    case 'offline':
      return (radius <= 0.85 && radius >= 0.62) || (radius <= 0.85 && Math.abs(x + y) <= 0.22)
  }
}
