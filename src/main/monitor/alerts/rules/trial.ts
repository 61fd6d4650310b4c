import type { AlertRule, RuleTrial } from '../../../../shared/alerts.ts'
import { isGroup, metricFacts, SOCKET_CONNECT, stateFacts } from './conditions.ts'
import { RuleEngine } from './engine.ts'
import type { BeforeReader, Counted, CountReader, Measures, Place } from './measures.ts'
import { placeKey } from './measures.ts'
import { subjectsOf } from './subjects.ts'
import { placeInWords } from './words.ts'

export type TrialSpan = 'hour' | 'day' | 'week'

/** Places of one rule that are tried; a trial is an answer within a second or two, not a report. */
const TRIAL_PLACES_MAX = 200
/** Firings that are listed; the rest is a number. */
const TRIAL_FIRINGS_MAX = 100
/** Steps between two pauses for everybody else: some 5 ms at 200 places. */
const STEPS_AT_ONCE = 100

const trialSpans: Readonly<Record<TrialSpan, { readonly ms: number; readonly stepMs: number; readonly words: string }>> = {
  hour: { ms: 60 * 60_000, stepMs: 10_000, words: 'the last hour' },
  day: { ms: 24 * 60 * 60_000, stepMs: 60_000, words: 'the last 24 hours' },
  week: { ms: 7 * 24 * 60 * 60_000, stepMs: 60_000, words: 'the last 7 days' },
}

/** Where a trial reads what was. */
export interface TrialSources {
  /** Places as they are now. */
  readonly places: Measures
  /** Events of a place from fromMs on, also before: windows reach back. undefined: not kept. */
  counts(place: Place, fromMs: number, toMs: number): Promise<CountReader | undefined>
  before(place: Place, against: 'yesterday' | 'last-week', fromMs: number, toMs: number): Promise<BeforeReader | undefined>
  /** Lets others work. */
  pause(): Promise<void>
}

/** Why a rule cannot be tried over a span; undefined: it can. */
function whyNotTried({ condition, scope, per }: AlertRule, over: TrialSpan): string | undefined {
  if (condition.kind === 'state') return `Cannot be tried: what was "${stateFacts[condition.what].words}" before is not kept as numbers. The rule is evaluated from the moment it is saved.`
  if (condition.kind === 'threshold' && condition.metric !== 'rate' && condition.metric !== 'count') return `Cannot be tried: earlier values of "${metricFacts[condition.metric].words}" are not kept. The rule is evaluated from the moment it is saved.`
  if (over === 'hour') return undefined
  if (scope.room !== null || per === 'room') return 'Cannot be tried over this time: counts of rooms are kept for the last hours of a run only. Try the last hour.'
  if (scope.event === SOCKET_CONNECT || isGroup(scope.event)) return `Cannot be tried over this time: history has no counts of ${scope.event ?? ''}. Try the last hour.`
  return undefined
}

/**
 * Runs the engine over what was: the same code, with the times of then. Pending and recovery are known to a step only. A
 * rule must have passed checkRule().
 */
export async function tryRule(rule: AlertRule, over: TrialSpan, nowMs: number, sources: TrialSources): Promise<RuleTrial> {
  const { ms, stepMs, words } = trialSpans[over]
  const toMs = Math.floor(nowMs / stepMs) * stepMs
  const fromMs = toMs - ms
  const stepSeconds = stepMs / 1000
  const why = whyNotTried(rule, over)
  if (why !== undefined) return { sentence: why, firings: [], leftOut: 0, stepSeconds, covered: 0 }
  const tried: AlertRule = { ...rule, enabled: true, noData: 'ignore' }
  const { subjects, leftOut: placesLeftOut } = subjectsOf(tried, sources.places, TRIAL_PLACES_MAX)
  if (subjects.length === 0) return { sentence: 'Cannot be tried: there is no place now that the rule looks at.', firings: [], leftOut: 0, stepSeconds, covered: 0 }
  const past = await load(tried, subjects.map(({ place }) => place), fromMs, toMs, sources)
  const firings: Firing[] = []
  const open = new Map<string, Firing>()
  const engine = new RuleEngine({
    measures: new PastMeasures(sources.places, past, rule),
    sink: {
      receive: () => undefined,
      ruleState: ({ fingerprint, school, subject, value }, phase, atMs) => {
        const firing = open.get(fingerprint)
        if (phase === 'firing' && !firing) {
          const begun: Firing = { fromMs: atMs, toMs: null, subject: placeInWords(school, subject), value }
          open.set(fingerprint, begun)
          firings.push(begun)
        } else if (phase === 'resolved' && firing) {
          firing.toMs = atMs
          open.delete(fingerprint)
        }
      },
    },
  })
  engine.setRules([tried], fromMs)
  let steps = 0
  for (let atMs = fromMs + stepMs; atMs <= toMs; atMs += stepMs) {
    engine.evaluate(atMs)
    if (++steps % STEPS_AT_ONCE === 0) await sources.pause()
  }
  const covered = coveredShare([...past.values()], fromMs, toMs)
  return { sentence: sentenceOf(firings.length, words, covered, placesLeftOut), firings: firings.slice(0, TRIAL_FIRINGS_MAX), leftOut: Math.max(0, firings.length - TRIAL_FIRINGS_MAX), stepSeconds, covered }
}

interface Firing {
  readonly fromMs: number
  toMs: number | null
  readonly subject: string
  readonly value: string
}

interface Past {
  readonly counts: CountReader | undefined
  readonly before: BeforeReader | undefined
}

async function load(rule: AlertRule, places: readonly Place[], fromMs: number, toMs: number, sources: TrialSources): Promise<Map<string, Past>> {
  const past = new Map<string, Past>()
  const { condition } = rule
  const windowMs = condition.kind === 'change' ? condition.windowMinutes * 60_000 : condition.kind === 'state' ? 0 : condition.windowSeconds === 0 ? 24 * 60 * 60_000 : condition.windowSeconds * 1000
  for (const place of places) {
    const counts = await sources.counts(place, fromMs - windowMs, toMs)
    const before = condition.kind === 'change' ? await sources.before(place, condition.against, fromMs - windowMs, toMs) : undefined
    past.set(placeKey(place), { counts, before })
  }
  return past
}

/** The places of now, the numbers of then. */
class PastMeasures implements Measures {
  readonly #places: Measures
  readonly #past: ReadonlyMap<string, Past>
  readonly #shape: string
  readonly #rule: AlertRule

  constructor(places: Measures, past: ReadonlyMap<string, Past>, rule: AlertRule) {
    this.#places = places
    this.#past = past
    this.#shape = places.shape()
    this.#rule = rule
  }

  /** Places are those of the beginning of the trial, for all of it. */
  shape(): string {
    return this.#shape
  }

  targets = (): ReturnType<Measures['targets']> => this.#places.targets()
  events = (targetId: string): ReturnType<Measures['events']> => this.#places.events(targetId)
  rooms = (targetId: string): ReturnType<Measures['rooms']> => this.#places.rooms(targetId)
  rosters = (): [] => []
  hadEvents = (place: Place): boolean => this.#rule.scope.event !== null || this.#places.hadEvents(place)
  other = (): undefined => undefined
  state = (): undefined => undefined
  counts = (place: Place): CountReader | undefined => this.#past.get(placeKey(place))?.counts
  before = (place: Place): BeforeReader | undefined => this.#past.get(placeKey(place))?.before
}

/** Mean share of the time that was watched, 0..1. */
function coveredShare(past: readonly Past[], fromMs: number, toMs: number): number {
  let share = 0
  for (const { counts } of past) {
    const counted: Counted = { count: 0, seconds: 0 }
    counts?.(fromMs, toMs, counted)
    share += Math.min(1, (counted.seconds * 1000) / (toMs - fromMs))
  }
  return past.length === 0 ? 0 : share / past.length
}

function sentenceOf(firings: number, span: string, covered: number, placesLeftOut: number): string {
  if (covered === 0) return `Nothing is kept of ${span} that the rule could be tried on.`
  const percent = Math.round(covered * 100)
  const fired = firings === 0 ? `Would not have fired in ${span}.` : `Would have fired ${firings === 1 ? 'once' : `${firings.toLocaleString('en')} times`} in ${span}.`
  const parts = [fired]
  if (percent < 95) parts.push(`Only ${Math.max(1, percent)} % of that time was watched.`)
  if (placesLeftOut > 0) parts.push(`${placesLeftOut.toLocaleString('en')} of its places were not tried.`)
  return parts.join(' ')
}
