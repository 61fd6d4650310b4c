/** What was thrown, in its own words: for details and logs, behind a sentence of ours. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
