import { AUDIENCE_GROWTH_MAX, REPEATS_SHOWN_MAX, REVIEW_VALID_MS, TYPED_NAME_ABOVE } from '../../shared/limits.ts'
import type { NoticeDraft, NoticeReview } from '../../shared/notices.ts'
import { firstStep } from '../../shared/words-to-send.ts'
import { stepsOf } from '../../shared/planned-steps.ts'
import { audienceCount, frozen, grewBeyond } from './audience.ts'
import type { FrozenAudience } from './audience.ts'
import type { KeptNotice } from '../store/notice-store.ts'
import { isPlainRetraction, stepsToCome } from './follow-up.ts'
import { deliveryId, packetOf, planOf, planSignature } from './plan.ts'
import type { Plan, PlannedPart } from './plan.ts'
import type { Repeat, Repeats } from './repeats.ts'
import { quietHours } from './rights.ts'
import { whenProblems } from './schedule.ts'
import { checkTexts } from './text-check.ts'
import { whatLeaves } from './ways/what-leaves.ts'
import { listed, number, people } from './words.ts'
import type { World } from './world.ts'
import { timeText } from './zone-time.ts'

/** Reviews that wait for their confirmation: one window, so few. */
const REVIEWS_MAX = 20
const PACKETS_SHOWN_MAX = 20
/** Of one packet's JSON on the screen: a payload and a list of languages at their limits. */
const JSON_CHARS_MAX = 140_000

/** What was shown, and holds until it is confirmed. */
export interface KeptReview {
  readonly draft: NoticeDraft
  readonly review: NoticeReview
  readonly frozen: FrozenAudience
  readonly signature: string
  /** Keys of all repeats that were known. */
  readonly repeats: ReadonlySet<string>
}

/** Checks notices before they are confirmed. A review is of this run alone: after a restart everything is looked at again. */
export class Reviews {
  readonly #world: World
  readonly #repeats: Repeats
  readonly #firstOf: (draft: NoticeDraft) => KeptNotice | undefined
  readonly #newId: () => string
  readonly #kept = new Map<string, KeptReview>()

  /** @param firstOf the notice that a draft corrects, takes back or sends again */
  constructor(world: World, repeats: Repeats, firstOf: (draft: NoticeDraft) => KeptNotice | undefined, newId: () => string) {
    this.#world = world
    this.#firstOf = firstOf
    this.#repeats = repeats
    this.#newId = newId
  }

  /** Freezes the audience. Nothing leaves. Throws SQLite's error where earlier notices cannot be read. */
  review(draft: NoticeDraft, nowMs: number): NoticeReview {
    const plan = planOf(draft, firstStep(draft), this.#world, nowMs)
    const { problems, warnings } = remarksOf(draft, plan, this.#world, nowMs)
    const repeats = this.#repeatsOf(draft, plan, nowMs)
    const audience = frozen(plan.tallies)
    const schools = schoolsOf(plan, this.#world)
    const first = this.#firstOf(draft)
    // Taking it back in Rollcall's own words, to the same people, must not wait for anybody.
    const isPlain = first !== undefined && isPlainRetraction(draft, first)
    const toCome = first && draft.corrects?.how !== 'resend' ? stepsToCome(first) : undefined
    if (toCome !== undefined) warnings.push(toCome)
    if (isPlain && draft.kind === 'emergency') warnings.push('This takes an emergency back in Rollcall’s own words, to the same people: it needs no second person and no typed name.')
    const isBlind = plan.tallies.some(({ observed }) => !observed)
    const review: NoticeReview = {
      reviewId: this.#newId(),
      sentence: sentenceOf(draft, audience.online, schools),
      button: `${draft.when.kind === 'at' ? 'Schedule' : 'Send'} ${draft.drill ? 'DRILL ' : ''}${draft.when.kind === 'at' ? 'for' : 'to'} ${number(audience.online)}`,
      count: audienceCount(plan.tallies, this.#world, plan.problems),
      typeToConfirm: !isPlain && needsTyping(draft, audience, isBlind) ? nameToType(schools) : null,
      needsApproval: draft.kind === 'emergency' && !isPlain,
      warnings,
      repeats: repeats.slice(0, REPEATS_SHOWN_MAX).map(({ sentence }) => sentence),
      problems,
      packets: plan.expected.slice(0, PACKETS_SHOWN_MAX).map((part) => shownPacket(draft, part, this.#world)),
      packetsLeftOut: Math.max(0, plan.expected.length - PACKETS_SHOWN_MAX),
      validUntilMs: nowMs + REVIEW_VALID_MS,
    }
    this.#kept.set(review.reviewId, { draft, review, frozen: audience, signature: planSignature(plan.expected), repeats: new Set(repeats.map(({ key }) => key)) })
    for (const id of this.#kept.keys()) {
      if (this.#kept.size <= REVIEWS_MAX) break
      this.#kept.delete(id)
    }
    return review
  }

  /** undefined: not known, used, or too old. A clock that was set back does not make it younger. */
  get(reviewId: string, nowMs: number): KeptReview | undefined {
    const kept = this.#kept.get(reviewId)
    if (!kept) return undefined
    const left = kept.review.validUntilMs - nowMs
    return left > 0 && left <= REVIEW_VALID_MS ? kept : undefined
  }

  used(reviewId: string): void {
    this.#kept.delete(reviewId)
  }

  /** Why what would leave now is not what was reviewed; undefined: it is. And the plan of now. @param guests people whom Rollcall itself brought since */
  compare({ draft, frozen: before, signature, repeats: known }: KeptReview, nowMs: number, guests = 0): { readonly plan: Plan; readonly why: string | undefined } {
    const plan = planOf(draft, firstStep(draft), this.#world, nowMs)
    const { problems } = remarksOf(draft, plan, this.#world, nowMs)
    const now = frozen(plan.tallies)
    if (problems.length > 0) return { plan, why: problems.join(' ') }
    if (grewBeyond(before.online, now.online - guests, AUDIENCE_GROWTH_MAX)) return { plan, why: `The audience grew from ${people(before.online)} to ${people(now.online)} since the review.` }
    if (signature !== planSignature(plan.expected)) return { plan, why: 'It would go another way than was reviewed: the settings of a platform changed.' }
    return { plan, why: this.#repeatsOf(draft, plan, nowMs).find(({ key }) => !known.has(key))?.sentence }
  }

  #repeatsOf(draft: NoticeDraft, plan: Plan, nowMs: number): Repeat[] {
    return this.#repeats.of(draft, new Set(plan.expected.map(({ targetId }) => targetId)), nowMs)
  }
}

function shownPacket(draft: NoticeDraft, part: PlannedPart, world: World): NoticeReview['packets'][number] {
  const { targetId, targetName, way, namespace, room, otherRooms, event } = part
  const view = world.targets().find(({ settings }) => settings.id === targetId)
  // The key is given when somebody confirms.
  const packet = packetOf(part, deliveryId(draft.id, firstStep(draft)), '(given when it leaves)', draft.kind)
  const json = JSON.stringify(whatLeaves(packet, view && world.settingsOf(view)), null, 2) ?? ''
  return { targetName, way, namespace, room: room !== null && otherRooms.length > 0 ? `${room} and ${otherRooms.length} more` : room, event, json: json.slice(0, JSON_CHARS_MAX) }
}

/** Everything that is to be said of a draft at a time. */
function remarksOf(draft: NoticeDraft, plan: Plan, world: World, nowMs: number): { readonly problems: string[]; readonly warnings: string[] } {
  const texts = checkTexts(draft)
  const problems = [...texts.problems, ...whenProblems(draft.when, nowMs), ...plan.problems]
  const warnings = [...texts.warnings, ...plan.warnings]
  const { when } = draft
  const steps = stepsOf(when, nowMs)
  for (const targetId of new Set(plan.expected.map((part) => part.targetId))) {
    const view = world.targets().find(({ settings }) => settings.id === targetId)
    if (!view) continue
    const quiet = quietHours(draft, steps, world.settingsOf(view))
    problems.push(...quiet.problems)
    warnings.push(...quiet.warnings)
  }
  const online = plan.tallies.reduce((total, tally) => total + tally.online, 0)
  if (plan.expected.length > 0 && online === 0) {
    // Where the feed does not show everybody, or the time is another, nobody now is not nobody.
    const mayBe = when.kind !== 'now' || plan.tallies.some(({ observed }) => !observed)
    if (mayBe) warnings.push('Rollcall sees nobody of this audience online now.')
    else problems.push('There is nobody in this audience now.')
  }
  if (draft.kind === 'emergency' && when.kind !== 'now') problems.push('An emergency notice is sent now, not later.')
  if (when.kind === 'window' && draft.kind !== 'maintenance') problems.push('A window with steps is for maintenance. Choose a time, or the kind Maintenance.')
  if (when.kind === 'window' && when.reminderMinutes !== null && !steps.some(({ step }) => step === 'reminder')) warnings.push('The time of the reminder is past: none is sent.')
  if (when.kind === 'window' && draft.drill) problems.push('A drill is sent now or at a time; it has no maintenance window.')
  if (draft.expiresAtMs !== null && draft.expiresAtMs <= Math.max(nowMs, when.kind === 'at' ? when.atMs : when.kind === 'window' ? when.endMs : nowMs)) problems.push('It would expire before it is sent.')
  return { problems: [...new Set(problems)], warnings: [...new Set(warnings)] }
}

function needsTyping(draft: NoticeDraft, audience: FrozenAudience, isBlind: boolean): boolean {
  const known = draft.when.kind === 'now' ? audience.online : Math.max(audience.online, audience.known ?? 0)
  const isWide = draft.audience.include.some(({ kind }) => kind === 'everybody' || kind === 'target' || kind === 'namespace')
  // Where not everybody is seen, everybody of a platform is more than a hundred until somebody knows better.
  return known > TYPED_NAME_ABOVE || (isBlind && isWide)
}

/** `Send **URGENT** to **1,288 people** at **Lincoln High** now.` */
function sentenceOf(draft: NoticeDraft, online: number, schools: readonly string[]): string {
  const what = `${draft.drill ? 'DRILL: ' : ''}${draft.kind.toUpperCase()}`
  const { when } = draft
  const at = when.kind === 'now' ? 'now' : when.kind === 'at' ? `at **${timeText(when.atMs, when.zone)}**` : `now, and its steps from **${timeText(when.startMs, when.zone)}** to **${timeText(when.endMs, when.zone)}**`
  // Nobody was chosen yet: there is no school to name.
  const where = schools.length === 0 ? '' : ` at **${plain(listed(schools.slice(0, 5)))}${schools.length > 5 ? ` and ${schools.length - 5} more` : ''}**`
  return `${when.kind === 'at' ? 'Schedule' : 'Send'} **${what}** to **${people(online)}**${where} ${at}.`
}

function nameToType(schools: readonly string[]): string {
  return schools.length === 1 ? (schools[0] ?? '') : `${schools.length} schools`
}

/** Names of schools, as they were entered; two platforms may be of one school. */
function schoolsOf(plan: Plan, world: World): string[] {
  const names = new Set<string>()
  for (const { targetId } of plan.expected.length > 0 ? plan.expected : plan.tallies) {
    const view = world.targets().find(({ settings }) => settings.id === targetId)
    if (view) names.add(world.settingsOf(view).schoolName)
  }
  return [...names]
}

/** A name cannot end the bold part. */
function plain(text: string): string {
  return text.replaceAll('*', '')
}
