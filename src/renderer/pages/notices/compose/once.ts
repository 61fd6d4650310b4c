/** Runs a task that must not run twice at the same time: a second call while the first is under way does nothing. */
export function onlyOnce<A extends readonly unknown[]>(task: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  let running = false
  return async (...args) => {
    if (running) return
    running = true
    try {
      await task(...args)
    } finally {
      running = false
    }
  }
}

/** Enter and a key that is held down never press a button that sends; Space and the pointer do. */
export function refuseEnter(event: { readonly key: string; readonly repeat: boolean; preventDefault(): void }): void {
  if (event.key === 'Enter' || event.repeat) event.preventDefault()
}
