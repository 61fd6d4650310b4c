const WIDTH_PX = 72
const HEIGHT_PX = 16
const LONE_PX = 3

/** Points of a line through values, highest value at the top; a flat line at the bottom when all are 0. */
export function sparkPoints(values: readonly number[], widthPx: number, heightPx: number): string {
  const highest = Math.max(1, ...values)
  const step = values.length > 1 ? widthPx / (values.length - 1) : widthPx
  return values.map((value, index) => `${(index * step).toFixed(1)},${(heightPx - 1 - (Math.max(0, value) / highest) * (heightPx - 2)).toFixed(1)}`).join(' ')
}

/** The same with gaps: one text of points for each run of values, null is nothing drawn. A lone value is drawn as a dash. */
export function sparkRuns(values: readonly (number | null)[], widthPx: number, heightPx: number): string[] {
  const places = sparkPoints(values.map((value) => value ?? 0), widthPx, heightPx).split(' ')
  const runs: string[][] = []
  values.forEach((value, index) => {
    const place = places[index]
    if (value === null || place === undefined) return
    if (index === 0 || values[index - 1] === null) runs.push([place])
    else runs.at(-1)?.push(place)
  })
  return runs.map((run) => (run.length === 1 && run[0] !== undefined ? `${dashBefore(run[0])} ${run[0]}` : run.join(' ')))
}

/** A point to the left of one, so far that it is seen. */
function dashBefore(place: string): string {
  const [x = '0', y = '0'] = place.split(',')
  return `${Math.max(0, Number(x) - LONE_PX).toFixed(1)},${y}`
}

/** Five minutes as a line; the exact figures stand beside it. null is a gap. */
export function SparkLine({ values, label }: { values: readonly (number | null)[]; label: string }) {
  if (values.every((value) => value === null)) return <span className="spark-none dim">no data</span>
  if (values.every((value) => value === null || value === 0)) return <span className="spark-none dim">quiet</span>
  return (
    <svg className="spark" width={WIDTH_PX} height={HEIGHT_PX} viewBox={`0 0 ${WIDTH_PX} ${HEIGHT_PX}`} role="img" aria-label={label}>
      {sparkRuns(values, WIDTH_PX, HEIGHT_PX).map((points) => <polyline key={points} points={points} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" strokeLinecap="round" />)}
    </svg>
  )
}
