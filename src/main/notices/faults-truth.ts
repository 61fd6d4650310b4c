import { NOTICE_LATE_MS } from '../../shared/limits.ts'
import type { NoticePart, NoticeView } from '../../shared/notices.ts'
import type { AuditRecord } from '../../shared/presence.ts'
import type { MemoryServer } from './notices-fixture.ts'
import { FOUND_OUT } from './notice-view.ts'
import { outcomeOf } from './state.ts'

/* What the console says of notices, held against what a server in memory has. Each function returns what is not true, in sentences. */

/** Nobody has anything twice: neither the same packet, nor another one for the same people. */
export function twice({ handed, packets }: MemoryServer): string[] {
  const places = packets.map(({ noticeId, targetId, namespace }) => `${noticeId} to ${namespace} of ${targetId}`)
  return [
    ...[...handed].flatMap(([key, count]) => (count > 1 ? [`${key} was handed over ${count} times`] : [])),
    ...places.flatMap((place, index) => (places.indexOf(place) === index ? [] : [`${place} again`])),
  ]
}

/** @param view of a time at which nothing is under way any more */
export function untrueNotice(view: NoticeView, server: MemoryServer, nowMs: number): string[] {
  const { draft, state, parts, steps } = view
  const wrong: string[] = []
  const say = (isWrong: boolean, what: string): void => void (isWrong && wrong.push(`${draft.id} is ${state}, but ${what}: ${JSON.stringify({ sentence: view.sentence, steps, parts: parts.map((part) => [part.id, part.state, part.detail]) })}`))
  for (const { id, state: partState } of parts) {
    const arrived = server.handed.has(id)
    say(partState === 'waiting' || partState === 'begun', `${id} is ${partState}`)
    // Said to have left: it did. Said not to have left: it did not. What nobody knows is called unknown.
    say((partState === 'sent' || partState === 'confirmed' || partState === 'not-confirmed') && !arrived, `${id} is ${partState} and never left`)
    say((partState === 'stopped' || partState === 'failed') && arrived, `${id} is ${partState} and the server has it`)
  }
  const ids = new Set(parts.map(({ id }) => id))
  for (const key of server.handed.keys()) say(noticeOf(key) === draft.id && !ids.has(key), `the server has ${key}, of which it knows nothing`)
  const current = deliveriesOf(parts).at(-1)
  const outcome = current && outcomeOf(current)
  switch (state) {
    case 'undoable':
    case 'sending':
      say(true, 'nothing is under way')
      break
    case 'draft':
      say(parts.length > 0, 'a draft has no parts')
      break
    case 'sent':
    case 'unknown':
    case 'stopped':
    case 'failed':
      // A window that was stopped when nothing was left to stop: its further steps are.
      say(outcome !== state && !(state === 'stopped' && outcome === 'sent' && steps.some((each) => each.state === 'waiting')), `its last delivery is ${outcome ?? 'none'}`)
      break
    case 'scheduled': {
      const next = steps.find((each) => each.state === 'waiting')
      say(!next || next.atMs + NOTICE_LATE_MS < nowMs, 'it waits for nothing')
      // One that failed may be put off as a whole.
      say(outcome !== undefined && outcome !== 'sent' && steps.some((each) => each.state === 'done'), `its last delivery is ${outcome}`)
      break
    }
    case 'missed':
      say(!steps.some((each) => each.state === 'missed'), 'no step was missed')
      break
    case 'cancelled':
      say(steps.some((each) => each.state === 'waiting'), 'a step waits')
      break
    default:
      state satisfies never
  }
  return wrong
}

/** Every record has its end, and a true one. @param records all, in any order @param notices undefined: it was never written */
export function untrueAudit(records: readonly AuditRecord[], notices: ReadonlyMap<string, NoticeView | undefined>, server: MemoryServer): string[] {
  const wrong = records.flatMap(({ id, action, scope, result }) => (result === 'pending' ? [`record ${id} (${action}: ${scope}) has no end`] : []))
  for (const [id, view] of notices) {
    const sends = records.filter((each) => /^send (?:notice|drill)$/.test(each.action) && each.scope.includes(`notice ${id};`)).sort((one, other) => Number(one.id) - Number(other.id))
    const deliveries = deliveriesOf(view?.parts ?? [])
    const say = (what: string): void => void wrong.push(`${what}: ${JSON.stringify({ id, sends: sends.map(({ scope, result, detail }) => [scope.slice(0, 40), result, detail]), parts: view?.parts.map((part) => [part.id, part.state, part.detail]) })}`)
    // Those that were taken back, or never written, have no parts; but for a run that ended between the record and the notice.
    const real = sends.length === deliveries.length ? sends : sends.filter(({ result, detail }) => !(result === 'failed' && /^(?:Undone|Held back|Not sent:|The notice could not)/.test(detail)))
    if (sends.length < deliveries.length) say('a delivery has no record')
    if (real.length !== deliveries.length) {
      if (sends.every(({ result }) => result === 'failed') && deliveries.flat().some((part) => server.handed.has(part.id))) say('all of it is said to have failed')
      continue
    }
    deliveries.forEach((parts, index) => {
      const result = real[index]?.result
      const isFoundOut = parts.some((part) => part.detail.startsWith(FOUND_OUT) || part.detail.includes('later receipt') || records.some(({ action, scope }) => action === 'late answer to notice' && scope.includes(`packet ${part.id}:`)))
      const arrived = parts.some((part) => server.handed.has(part.id))
      if (result === 'failed' && arrived) say(`delivery ${index + 1} is said to have failed`)
      if (result === 'sent' && !arrived) say(`delivery ${index + 1} is said to be sent`)
      if (result === 'confirmed' && parts.some(({ state }) => state !== 'confirmed')) say(`delivery ${index + 1} is said to be confirmed`)
      // One that has no notice is unknown too; where it may be that one, nothing is said of it.
      if (result === 'unknown' && real === sends && !isFoundOut && parts.every(({ state }) => state !== 'unknown')) say(`delivery ${index + 1} is said to be unknown`)
    })
  }
  return wrong
}

/** Parts by delivery, in order: `n-1.2.3` is of the second. */
export function deliveriesOf(parts: readonly NoticePart[]): NoticePart[][] {
  const by = new Map<string, NoticePart[]>()
  for (const part of parts) {
    const delivery = part.id.replace(/\.\d+$/, '')
    by.set(delivery, [...(by.get(delivery) ?? []), part])
  }
  return [...by.values()]
}

function noticeOf(key: string): string {
  return key.replace(/\.\d+\.\d+$/, '')
}
