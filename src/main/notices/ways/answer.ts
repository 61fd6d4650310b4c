import type { PacketOutcome } from '../way.ts'

/* What a server answers, by acknowledgement or HTTP: `{success: true, delivered}` or `{success: false, error: {code, message}}`. Any value may come. */

const DELIVERED_MAX = 100_000_000
const WORDS_MAX = 120
/** The server cannot tell another person from another notice of this console. */
export const DUPLICATE_DETAIL = 'Somebody sent these very words to the same people less than a minute ago, in another notice or from another console. They were sent once; nothing of this one left.'

/**
 * Reads an answer. An answer of another form is no confirmation: the notice may have arrived.
 * @param needsSuccess an acknowledgement must say so; of an HTTP answer the status says it
 */
export function readAnswer(answer: unknown, noticeId: string, needsSuccess: boolean): PacketOutcome {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    if (!needsSuccess) return { result: 'confirmed', delivered: null, detail: 'The server took it. It does not say how many people it reached.' }
    return { result: 'not-confirmed', delivered: null, detail: answer === undefined ? 'The server acknowledged it without a word: whether it was delivered is not known.' : 'The server answered, but not in the form that confirms a notice.' }
  }
  const fields = answer as Readonly<Record<string, unknown>>
  const success = own(fields, 'success')
  const errors = own(fields, 'errors')
  // No refusal: of a server of several nodes one may have ended in the middle (docs/server-contract.md).
  if (success === false && codeOf(own(fields, 'error')) === 'UNKNOWN') return { result: 'unknown', delivered: null, detail: 'The server does not know whether it was sent: it may have arrived.' }
  // GraphQL: errors beside a result are of some fields alone.
  if (!needsSuccess && success !== false && Array.isArray(errors) && errors.length > 0 && hasResult(own(fields, 'data'))) return { result: 'unknown', delivered: null, detail: 'The server answered with errors and a result beside them: it may have arrived.' }
  if (success === false || (!needsSuccess && Array.isArray(errors) && errors.length > 0)) return refused(own(fields, 'error') ?? (Array.isArray(errors) ? errors[0] : undefined))
  if (success !== true && needsSuccess) return { result: 'not-confirmed', delivered: null, detail: 'The server answered, but not in the form that confirms a notice.' }
  const id = own(fields, 'noticeId')
  if (id !== undefined && id !== noticeId) return { result: 'not-confirmed', delivered: null, detail: 'The server confirmed another notice, not this one.' }
  const delivered = deliveredOf(own(fields, 'delivered'))
  const words = delivered === null ? 'It does not say how many people it reached' : `Delivered to ${delivered.toLocaleString('en-US')} ${delivered === 1 ? 'connection' : 'connections'}`
  return { result: 'confirmed', delivered, detail: delivered === null ? `The server took it. ${words}.` : `The server confirmed it. ${words}.` }
}

/** Whether an answer says that these words were delivered under another key (docs/server-contract.md). */
export function isDuplicate(answer: unknown): boolean {
  return codeOf(field(answer, 'error')) === 'DUPLICATE'
}

/** The code only: a message is the server's free text and may hold names. */
function refused(error: unknown): PacketOutcome {
  const code = codeOf(error)
  if (code === 'DUPLICATE') return { result: 'refused', delivered: null, detail: DUPLICATE_DETAIL }
  return { result: 'refused', delivered: null, detail: `The server refused it${/^[\w.-]+$/.test(code) ? `: ${code.slice(0, WORDS_MAX)}` : ''}.` }
}

function hasResult(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some((value) => value !== null && value !== undefined && value !== false)
}

function codeOf(error: unknown): string {
  const code = field(error, 'code')
  return typeof code === 'string' ? code : ''
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? own(value as Readonly<Record<string, unknown>>, name) : undefined
}

function deliveredOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= DELIVERED_MAX ? value : null
}

function own(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}
