/** A closed switch reached a case that the compiler thought impossible. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected: ${JSON.stringify(value)}`)
}
