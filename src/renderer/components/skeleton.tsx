/** A place that waits for its first value: never a zero. Width in px or percent. */
export function Skeleton({ width, height = 10 }: { width: number | string; height?: number }) {
  return <span className="skeleton" style={{ width, height }} aria-hidden="true" />
}
