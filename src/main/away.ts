/** What the user is told after sleep. Without a known start of the sleep only the reload is said. */
export function awayRemark(suspendedAtMs: number | undefined, resumedAtMs: number): string {
  const at = new Date(resumedAtMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (suspendedAtMs === undefined) return `This computer was asleep. Reloaded at ${at}. Events during that time are not shown.`
  return `You were away ${lengthOf(resumedAtMs - suspendedAtMs)}. Reloaded at ${at}. Events during that time are not shown.`
}

function lengthOf(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return `${Math.max(1, Math.round(ms / 1000))} s`
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
