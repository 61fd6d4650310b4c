/* Where the crosshair of a chart stands. Under the pointer it keeps its place on screen, set by key or click its time. */

export type Crosshair = { readonly by: 'pointer'; /** 0 left edge .. 1 right edge of the plot. */ readonly share: number } | { readonly by: 'time'; readonly atMs: number }

/** The step that a crosshair stands at, the nearest one; null: no crosshair, or nothing to stand at. */
export function crosshairIndex(timesMs: readonly number[], crosshair: Crosshair | null): number | null {
  const from = timesMs[0]
  const to = timesMs.at(-1)
  if (crosshair === null || from === undefined || to === undefined) return null
  const atMs = crosshair.by === 'time' ? crosshair.atMs : from + Math.min(1, Math.max(0, crosshair.share)) * (to - from)
  let low = 0
  let high = timesMs.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((timesMs[middle] ?? 0) < atMs) low = middle + 1
    else high = middle
  }
  return low > 0 && atMs - (timesMs[low - 1] ?? 0) < (timesMs[low] ?? 0) - atMs ? low - 1 : low
}

/** Place of a step in the plot, 0..1; steps that are missing take room too, because time does. */
export function shareOf(timesMs: readonly number[], index: number): number {
  const from = timesMs[0] ?? 0
  const span = (timesMs.at(-1) ?? 0) - from
  return span <= 0 ? 0 : ((timesMs[index] ?? from) - from) / span
}

const PAGE_STEPS = 10

/** The step after a key: arrows by one, Page by ten, Home and End to the ends; undefined: not a key of the crosshair. Without one it begins at the newest. */
export function stepCrosshair(count: number, index: number | null, key: string): number | undefined {
  if (count === 0) return undefined
  const last = count - 1
  const by = (steps: number): number => (index === null ? last : Math.min(last, Math.max(0, index + steps)))
  switch (key) {
    case 'ArrowLeft': case 'ArrowDown': return by(-1)
    case 'ArrowRight': case 'ArrowUp': return by(1)
    case 'PageDown': return by(-PAGE_STEPS)
    case 'PageUp': return by(PAGE_STEPS)
    case 'Home': return 0
    case 'End': return last
    default: return undefined
  }
}
