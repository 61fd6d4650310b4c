/** The name that a save dialog suggests: `rollcall-alerts-2026-11-02T08-15-00Z.csv`. The time is UTC; no system minds its characters. */
export function exportName(what: 'alerts' | 'audit' | 'events', nowMs: number, extension: string): string {
  return `rollcall-${what}-${new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-')}Z.${extension}`
}
