/* The program that started the campus, where there is one: the console (Electron utilityProcess) or a test (child_process). */

/** Electron's `process.parentPort` in a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
}

export interface Parent {
  post(message: unknown): void
}

const ORPHAN_CHECK_MS = 1_000

/**
 * The parent's channel, undefined when the campus was started from a shell.
 *
 * @param onEnd called when the parent asks to stop, or is gone: a campus does not outlive the console
 */
export function joinParent(onEnd: () => void): Parent | undefined {
  const port = (process as unknown as { parentPort?: ParentPort }).parentPort
  const onMessage = (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop') onEnd()
  }
  if (port) {
    port.on('message', ({ data }) => onMessage(data))
    port.on('close', onEnd)
    watchParent(onEnd)
    return { post: (message) => port.postMessage(message) }
  }
  if (!process.send) return undefined
  process.on('message', onMessage)
  process.on('disconnect', onEnd)
  watchParent(onEnd)
  return {
    post: (message) => {
      // The channel may close at any moment; that is noticed by 'disconnect'.
      if (process.connected) process.send?.(message, () => {})
    },
  }
}

/** A parent that was killed closes no channel in every case; its child is then handed to another process. */
function watchParent(onEnd: () => void): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) onEnd()
  }, ORPHAN_CHECK_MS).unref()
}
