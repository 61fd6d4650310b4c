import type { TargetView } from '../../shared/domain.ts'
import { NOTICE_PARTS_MAX } from '../../shared/limits.ts'
import type { AudienceRule, NoticeDraft, NoticeStep, NoticeWay } from '../../shared/notices.ts'
import { wordsToSend } from '../../shared/words-to-send.ts'
import { counted } from '../answers.ts'
import { partsOn } from '../monitor/people/audience.ts'
import type { TargetAudience } from '../monitor/people/audience.ts'
import { rightsProblem } from './rights.ts'
import { routesOf } from './routes.ts'
import type { Route } from './routes.ts'
import type { Packet } from './way.ts'
import { packetTrouble } from './ways/check-packet.ts'
import { noticeArgs, noticeOf } from './ways/fill.ts'
import { marksLost } from './ways/marks.ts'
import type { NoticeValues } from './ways/fill.ts'
import { httpBodyTrouble } from './ways/http-form.ts'
import { listed, people } from './words.ts'
import type { World } from './world.ts'
import { isTime } from './zone-time.ts'

/** A packet as it would leave now; it becomes a part of a notice when somebody confirms it. */
export interface PlannedPart {
  readonly targetId: string
  readonly targetName: string
  readonly way: NoticeWay
  readonly namespace: string
  readonly room: string | null
  readonly otherRooms: readonly string[]
  readonly event: string
  readonly args: readonly unknown[]
  /** The rule on this platform, with the platform's own ids of people: for a server that resolves it. */
  readonly audience: AudienceRule
  readonly values: NoticeValues
  readonly people: number
  /** Whom the part reaches, as a rule of the window, so that it can be sent to them alone; null: no rule says it. */
  readonly rule: AudienceRule | null
}

export interface Plan {
  /** What would leave now. */
  readonly parts: readonly PlannedPart[]
  /** The same, and of a notice for a time to come what would leave then, to connections that nobody has now: never sent as it is. */
  readonly expected: readonly PlannedPart[]
  readonly tallies: readonly TargetAudience[]
  /** Why it cannot be sent; empty: it can. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  /** Names of platforms whose documents do not cover this sending. */
  readonly undocumented: readonly string[]
}

/** In the place of a room, for the review: it is no name that anything is sent to. */
const CONNECTED_THEN = 'whoever of them is connected then'

/** The id under which one delivery of a notice is known to servers and clients: a step is not taken for a repetition of another. */
export function deliveryId(noticeId: string, step: NoticeStep): string {
  return step === 'announce' ? noticeId : `${noticeId}.${step}`
}

/** What would leave now for one step of a notice, and what stands against it. Nothing is sent or kept. */
export function planOf(draft: NoticeDraft, step: NoticeStep, world: World, nowMs: number): Plan {
  const problems: string[] = []
  const warnings: string[] = []
  const undocumented: string[] = []
  const parts: PlannedPart[] = []
  const expected: PlannedPart[] = []
  const tallies = world.audience(draft.audience, nowMs)
  const views = new Map(world.targets().map((view) => [view.settings.id, view]))
  if (draft.audience.include.length === 0) problems.push('Nobody was chosen.')
  for (const part of [...draft.audience.include, ...draft.audience.exclude]) {
    const targetId = part.kind === 'everybody' ? undefined : part.kind === 'person' ? part.key.targetId : part.targetId
    if (targetId !== undefined && !views.has(targetId)) problems.push('A platform of the audience is no longer there.')
  }
  for (const tally of tallies) {
    const view = views.get(tally.targetId)
    // All of a platform was taken out: nothing goes there.
    if (!view || partsOn(draft.audience.exclude, tally.targetId).some(({ kind }) => kind === 'target' || kind === 'everybody')) continue
    const onTarget = planTarget({ draft, step, view, tally, world, nowMs })
    parts.push(...onTarget.parts)
    expected.push(...onTarget.expected)
    problems.push(...onTarget.problems)
    warnings.push(...onTarget.warnings)
    undocumented.push(...onTarget.undocumented)
  }
  if (expected.length === 0 && problems.length === 0) problems.push('There is nobody in this audience.')
  if (parts.length > NOTICE_PARTS_MAX) problems.push(`It would take ${counted(parts.length, 'packet')}; ${NOTICE_PARTS_MAX} are allowed. Choose a wider audience, or several notices.`)
  if (undocumented.length > 0) warnings.unshift(`No document of ${listed(undocumented)} covers this sending. It is marked so in the audit log.`)
  return { parts: parts.slice(0, NOTICE_PARTS_MAX), expected: expected.slice(0, NOTICE_PARTS_MAX), tallies, problems: [...new Set(problems)], warnings: [...new Set(warnings)], undocumented }
}

interface OnTarget {
  readonly draft: NoticeDraft
  readonly step: NoticeStep
  readonly view: TargetView
  readonly tally: TargetAudience
  readonly world: World
  readonly nowMs: number
}

function planTarget({ draft, step, view, tally, world, nowMs }: OnTarget): Pick<Plan, 'parts' | 'expected' | 'problems' | 'warnings' | 'undocumented'> {
  const { id: targetId, name } = view.settings
  const settings = world.settingsOf(view)
  const { way } = settings
  const refused = (sentence: string) => ({ parts: [], expected: [], problems: [sentence], warnings: [], undocumented: [] })
  if (way === 'none') return refused(`No way out was chosen for ${name}. Choose one under Notices, Ways out.`)
  const rights = rightsProblem(draft.kind, view, settings)
  if (rights !== null) return refused(rights)
  const report = world.report(settings)
  if (!report.ok) return refused(`${name}: ${report.sentence}`)
  const catalog = world.catalogOf(targetId)
  const notice = catalog && noticeOf(catalog, draft.kind)
  if ((!catalog || !notice) && way !== 'http') return refused(`The catalog of ${name} names no event that shows ${draft.kind} notices to its clients.`)
  const values = valuesOf(draft, step, nowMs)
  // A payload holds every language once, joined; a body that wants them one by one asks for them by name.
  const { texts: _, ...joined } = values
  const rule = ruleOn(draft.audience, targetId)
  const { routes, awaited = [], problems, warnings } = routesOf({ rule, way, kind: draft.kind, catalog, settings, view, tally, world, isLater: draft.when.kind === 'at', nowMs })
  const planned = (route: Route): PlannedPart => {
    const args = route.notice ? noticeArgs(route.notice, values) : [joined]
    return { targetId, targetName: name, way, namespace: route.namespace, room: route.rooms[0] ?? null, otherRooms: route.rooms.slice(1), event: route.notice?.event ?? 'notice', args, audience: route.audience, values, people: route.people, rule: route.rule }
  }
  const parts = routes.map(planned)
  const expected = [...parts, ...awaited.map((each) => planned({ notice: each, namespace: each.namespace, rooms: [CONNECTED_THEN], audience: rule, people: 0, rule: null }))]
  for (const part of expected) {
    // A malformed payload ends the process of a real server (PLATFORMS, section 0, fact 6): the way checks it once more.
    const packet = packetOf(part, deliveryId(draft.id, step), 'planned', draft.kind)
    const trouble = packetTrouble(packet, catalog) ?? (way === 'http' ? httpBodyTrouble(settings.http.body, packet) : undefined)
    if (trouble !== undefined && !problems.includes(`${name}: ${trouble}`)) problems.push(`${name}: ${trouble}`)
  }
  if (way !== 'http' && catalog?.events.length === 0) warnings.push(`The catalog of ${name} has no events: the payload is compared with nothing.`)
  warnings.push(...marksLost(draft, name, settings, expected, catalog), ...wayWarnings(name, report, tally))
  // A document may have the event that clients get; that a server is asked to send it, no platform's document has.
  const isDocumented = way === 'admin-feed' && report.events.some(({ kind, documented }) => kind === draft.kind && documented)
  return { parts, expected, problems, warnings, undocumented: isDocumented ? [] : [name] }
}

/** The rule on one target alone: `everybody` is all of it. */
function ruleOn(rule: AudienceRule, targetId: string): AudienceRule {
  const on = (parts: AudienceRule['include']): AudienceRule['include'] => partsOn(parts, targetId).map((part) => (part.kind === 'everybody' ? { kind: 'target', targetId } : part))
  return { include: on(rule.include), exclude: on(rule.exclude) }
}

function valuesOf(draft: NoticeDraft, step: NoticeStep, nowMs: number): NoticeValues {
  const { title, body, language, texts } = wordsToSend(draft, step)
  const { when } = draft
  const iso = (atMs: number | null): string | null => (atMs === null || !isTime(atMs) ? null : new Date(atMs).toISOString())
  return {
    noticeId: deliveryId(draft.id, step), kind: draft.kind, severity: draft.severity, title, body, language, texts, drill: draft.drill, dismissable: draft.dismissable, now: iso(nowMs),
    startsAt: iso(when.kind === 'window' ? when.startMs : nowMs), endsAt: iso(when.kind === 'window' ? when.endMs : draft.expiresAtMs), expiresAt: iso(draft.expiresAtMs),
  }
}

function wayWarnings(name: string, report: ReturnType<World['report']>, tally: TargetAudience): string[] {
  const warnings: string[] = []
  if (report.receipts === 'none') warnings.push(`${name} gives no receipts: who got it will not be known.`)
  if (!tally.observed) warnings.push(`On ${name} Rollcall does not see every connection: more people than counted may get it.`)
  else if (tally.inferred > 0) warnings.push(`On ${name} ${people(tally.inferred)} ${tally.inferred === 1 ? 'is' : 'are'} counted by events alone, not by a connection.`)
  return warnings
}

/** A planned part as the packet that leaves. @param key the part's id */
export function packetOf({ targetId, way, namespace, room, otherRooms, event, args, audience, values }: PlannedPart, noticeId: string, key: string, kind: string): Packet {
  return { key, noticeId, targetId, way, namespace, room, ...(otherRooms.length > 0 && { otherRooms }), event, args, audience: way === 'admin-feed' ? null : audience, values, kind }
}

/** What two plans have in common if they go the same ways: a change of it since the review is reviewed again. */
export function planSignature(parts: readonly PlannedPart[]): string {
  return [...new Set(parts.map(({ targetId, way, namespace, event }) => JSON.stringify([targetId, way, namespace, event])))].sort().join('\n')
}
