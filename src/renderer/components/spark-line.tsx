const WIDTH_PX = 72
const HEIGHT_PX = 16

/** Points of a line through values, highest value at the top; a flat line at the bottom when all are 0. */
export function sparkPoints(values: readonly number[], widthPx: number, heightPx: number): string {
  const highest = Math.max(1, ...values)
  const step = values.length > 1 ? widthPx / (values.length - 1) : widthPx
  return values.map((value, index) => `${(index * step).toFixed(1)},${(heightPx - 1 - (Math.max(0, value) / highest) * (heightPx - 2)).toFixed(1)}`).join(' ')
}

/** Five minutes of a room as a line; the exact figures stand beside it. */
export function SparkLine({ values, label }: { values: readonly number[]; label: string }) {
  if (values.every((value) => value === 0)) return <span className="spark-none dim">quiet</span>
  return (
    <svg className="spark" width={WIDTH_PX} height={HEIGHT_PX} viewBox={`0 0 ${WIDTH_PX} ${HEIGHT_PX}`} role="img" aria-label={label}>
      <polyline points={sparkPoints(values, WIDTH_PX, HEIGHT_PX)} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  )
}
