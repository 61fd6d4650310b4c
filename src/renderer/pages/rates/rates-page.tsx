/** Rates of all platforms. */
export function RatesPage() {
  return <section aria-label="Rates" />
}
