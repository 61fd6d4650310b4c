import { deliveryId } from '../../main/notices/plan.ts'
import { NOTICE_LATE_MS, NOTICE_UNDO_MS } from '../../shared/limits.ts'
import type { NoticePart, NoticeView } from '../../shared/notices.ts'
import { deliveryOf } from '../../shared/part-id.ts'
import type { Delivery } from './deliveries.ts'
import type { AuditReport, LifeReport } from './orders.ts'
import type { FaultPlatform } from './platform.ts'
import type { Receiver } from './receivers.ts'

/* What the console says, held against what servers sent and clients have. Each function returns what is not true, in sentences. */

const SENDS = /^send (?:notice|drill)$/
/** Some packets of one platform one after the other, on a busy machine. */
const PACE_MS = 20_000

export interface World {
  readonly platforms: readonly FaultPlatform[]
  readonly receivers: readonly Receiver[]
  /** Parts that were about to be written as begun: of others nothing can have left. */
  readonly begun: ReadonlySet<string>
  /** When each life of the console began, by its clock. */
  readonly begins: readonly number[]
}

/** No client and no server has anything twice. */
export function twice({ platforms, receivers }: World): string[] {
  return [
    ...receivers.flatMap(({ name, counts }) => [...counts].flatMap(([id, count]) => (count > 1 ? [`${name} received ${id} ${count} times`] : []))),
    ...platforms.flatMap(({ id, deliveries }) => [...deliveries.asked].flatMap(([key, count]) => (count > 1 ? [`${id} was asked for ${key} ${count} times`] : []))),
    ...platforms.flatMap(({ id, deliveries }) => {
      const places = deliveries.all.map(({ noticeId, namespace }) => `${noticeId} to ${namespace}`)
      return places.flatMap((place, index) => (places.indexOf(place) === index ? [] : [`${id} sent ${place} again`]))
    }),
  ]
}

/** Who does not have what its server sent to it, but for sockets that ended with their server. */
export function missing(platform: FaultPlatform, receivers: readonly Receiver[], sent: readonly Delivery[]): { readonly problems: string[]; readonly arrived: number; readonly lost: number } {
  const problems: string[] = []
  let arrived = 0
  let lost = 0
  for (const { noticeId, namespace, sockets } of sent) {
    for (const socket of sockets) {
      if (receivers.some((receiver) => receiver.platform === platform.id && receiver.namespace === namespace && receiver.got(noticeId, socket))) arrived++
      else if (platform.deliveries.endedSockets.has(socket)) lost++
      else problems.push(`${noticeId} was sent to ${socket} in ${namespace} of ${platform.id}, which does not have it`)
    }
  }
  return { problems, arrived, lost }
}

/** A notice that is over, or was never written. */
export function untrue({ id, view }: LifeReport['notices'][number], world: World): string[] {
  const say = (what: string): string => `${id}: ${what}; ${JSON.stringify(view && { state: view.state, sentence: view.sentence, parts: view.parts.map(({ id: part, targetId, namespace, state, delivered, detail }) => ({ part, targetId, namespace, state, delivered, detail })) })}`
  const receivedBy = world.receivers.filter(({ counts }) => [...counts.keys()].some((each) => noticeOf(each) === id)).length
  const sentBy = world.platforms.filter(({ deliveries }) => deliveries.all.some(({ noticeId }) => noticeOf(noticeId) === id)).length
  // Of a window an earlier step may have left.
  const isFailed = view?.state === 'failed' && view.parts.every(({ state }) => state === 'failed')
  if ((view === null || view.state === 'draft' || isFailed) && receivedBy + sentBy > 0) return [say(`${receivedBy} clients have it`)]
  if (view === null) return []
  const isTimed = view.draft.when.kind !== 'now'
  // A step of which the time has come since.
  const isUnderWay = isTimed && (view.state === 'sending' || view.state === 'undoable')
  if (!isUnderWay && !['sent', 'unknown', 'stopped', 'failed', 'draft', ...(isTimed ? ['scheduled', 'missed', 'cancelled'] : [])].includes(view.state)) return [say('it is in no end')]
  const parts = view.parts.flatMap((part) => [...(isUnderWay && (part.state === 'waiting' || part.state === 'begun') ? [] : untruePart(part, view, world)), ...latePart(part, view, world)])
  if (view.state === 'scheduled' && !view.steps.some(({ state }) => state === 'waiting')) parts.push('it waits for nothing')
  if (view.state === 'missed' && !view.steps.some(({ state }) => state === 'missed')) parts.push('no step was missed')
  const last = Math.max(...view.parts.map(({ id }) => deliveryOf(id)))
  const current = view.parts.filter((part) => deliveryOf(part.id) === last)
  const has = (...states: NoticePart['state'][]): boolean => current.some(({ state }) => states.includes(state))
  if (view.state === 'unknown' && !has('unknown')) parts.push('nothing of it is unknown')
  // A window that was stopped when nothing was left to stop: its further steps are.
  const wereSteps = view.steps.some(({ state }) => state === 'waiting')
  if (view.state === 'stopped' && (has('unknown') || (!has('stopped') && !wereSteps))) parts.push('it was not stopped')
  if (view.state === 'sent' && (has('unknown', 'stopped') || !has('sent', 'confirmed', 'not-confirmed'))) parts.push('it was not sent')
  return parts.map(say)
}

/** A step whose time passed while no console ran, or long ago, is not sent by itself. By hand its time is that of the sending. */
function latePart({ id, step, atMs }: NoticePart, { steps }: NoticeView, { begins }: World): string[] {
  const planned = steps.find((each) => each.step === step)
  if (atMs === null || !planned) return []
  const life = Math.max(...begins.filter((each) => each <= atMs))
  if (planned.atMs < life) return [`${id} was sent by itself, and its time had passed before this life`]
  return atMs - planned.atMs > NOTICE_LATE_MS + NOTICE_UNDO_MS + PACE_MS ? [`${id} was sent ${atMs - planned.atMs} ms after its time`] : []
}

function untruePart(part: NoticePart, { draft, parts }: NoticeView, { platforms, begun }: World): string[] {
  const platform = platforms.find(({ id }) => id === part.targetId)
  if (!platform) return [`${part.id} is of no platform`]
  // The admin feed carries no key: what failed first and left by a second try is that one's.
  const isAnothers = part.way === 'admin-feed' && (part.state === 'failed' || part.state === 'stopped') && parts.some(({ id, step, targetId, namespace, state }) => deliveryOf(id) > deliveryOf(part.id) && step === part.step && targetId === part.targetId && namespace === part.namespace && state !== 'failed' && state !== 'stopped')
  const sent = isAnothers ? [] : platform.deliveries.all.filter(({ noticeId, namespace, key }) => (key === null ? noticeId === deliveryId(draft.id, part.step) && namespace === part.namespace : key === part.id))
  const wrong = (what: string): string[] => [`${part.id} is ${part.state}, but ${what}`]
  switch (part.state) {
    case 'waiting':
    case 'begun':
      return wrong('the notice is over')
    case 'failed':
    case 'stopped':
      return sent.length === 0 ? [] : wrong('its server sent it')
    case 'unknown':
    case 'not-confirmed':
      return begun.has(part.id) ? [] : wrong('it never began')
    case 'sent':
    case 'confirmed': {
      if (!begun.has(part.id)) return wrong('it never began')
      if (sent.length === 0) return wrong('its server never had it')
      const reached = sent.reduce((sum, { sockets }) => sum + sockets.size, 0)
      return part.delivered === null || (part.way === 'admin-feed' ? part.delivered <= reached : part.delivered === reached) ? [] : wrong(`it was sent to ${reached} connections`)
    }
    default:
      return part.state satisfies never
  }
}

/** `n-1.reminder` is a step of `n-1`. */
function noticeOf(noticeId: string): string {
  return noticeId.split('.')[0] ?? ''
}

/** The log is whole, every record has its end, and none says that nothing left where something did. */
export function untrueAudit({ ok, sentence, records }: AuditReport, notices: LifeReport['notices'], { platforms }: World): string[] {
  const problems = ok ? [] : [`the audit log: ${sentence}`]
  const views = new Map(notices.map(({ id, view }) => [id, view]))
  const recordsOf = new Map<string, number>()
  for (const { action, scope, result } of records) {
    if (!['confirmed', 'sent', 'failed', 'unknown'].includes(result)) problems.push(`the audit record "${action}" of ${scope} has no end: ${result}`)
    const id = SENDS.test(action) ? /notice (\S+);/.exec(scope)?.[1] : undefined
    if (id !== undefined) recordsOf.set(id, (recordsOf.get(id) ?? 0) + 1)
  }
  for (const { action, scope, result } of records) {
    const id = SENDS.test(action) ? /notice (\S+);/.exec(scope)?.[1] : undefined
    if (id === undefined || recordsOf.get(id) !== 1) continue
    const sent = platforms.some(({ deliveries }) => deliveries.all.some(({ noticeId }) => noticeOf(noticeId) === id))
    const view = views.get(id)
    if (result === 'failed' && sent) problems.push(`the audit log says that ${id} failed, and it was sent`)
    if (result === 'confirmed' && view?.parts.some(({ state }) => state !== 'confirmed') !== false) problems.push(`the audit log says that ${id} was confirmed, and it is ${view?.state ?? 'not there'}`)
  }
  for (const platform of platforms) for (const { noticeId } of platform.deliveries.all) if (!recordsOf.has(noticeOf(noticeId))) problems.push(`${noticeId} was sent by ${platform.id} and is not in the audit log`)
  return problems
}
