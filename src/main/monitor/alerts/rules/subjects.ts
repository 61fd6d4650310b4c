import type { AlertRule, AlertSubject } from '../../../../shared/alerts.ts'
import { hashOf } from '../text-hash.ts'
import { isGroup, MEANING, metricFacts, SOCKET_CONNECT } from './conditions.ts'
import { nameTest, placeKey } from './measures.ts'
import type { MeasuredTarget, Measures, Place } from './measures.ts'
import { subjectOf } from './words.ts'

/** Who is meant by what is of this console and no platform. */
const CONSOLE: MeasuredTarget = { id: '', name: 'Rollcall', namespaces: [], servers: [] }

/** What one rule looks at: each can become an alert of its own. */
export interface RuleSubject {
  readonly place: Place
  readonly subject: AlertSubject
  readonly school: string
  readonly fingerprint: string
}

/** The subjects of a rule now, at most `most`; `leftOut` is how many more there are. */
export function subjectsOf(rule: AlertRule, measures: Measures, most: number): { readonly subjects: readonly RuleSubject[]; readonly leftOut: number } {
  const subjects: RuleSubject[] = []
  let leftOut = 0
  for (const [target, place] of placesOf(rule, measures)) {
    if (subjects.length >= most) {
      leftOut++
      continue
    }
    const subject = subjectOf(place)
    subjects.push({ place, subject, school: target.name, fingerprint: fingerprintOf(rule.id, place, subject) })
  }
  return { subjects, leftOut }
}

function* placesOf(rule: AlertRule, measures: Measures): Generator<[MeasuredTarget, Place]> {
  const { scope, condition, per } = rule
  const place = (target: MeasuredTarget, change: Partial<Place>): [MeasuredTarget, Place] => [target, { targetId: target.id, namespace: scope.namespace, event: scope.event, room: scope.room, role: scope.role, serverId: null, ...change }]
  if (condition.kind === 'threshold' && metricFacts[condition.metric].console) {
    yield place(CONSOLE, {})
    return
  }
  for (const target of measures.targets()) {
    if (scope.targetId !== null && scope.targetId !== target.id) continue
    const inScope = (namespace: string): boolean => scope.namespace === null || scope.namespace === namespace
    if (condition.kind === 'state' && condition.what === 'node-stale') {
      for (const serverId of target.servers) yield place(target, { serverId })
      continue
    }
    switch (per) {
      case 'target':
        if (scope.namespace === null || target.namespaces.includes(scope.namespace)) yield place(target, {})
        break
      case 'namespace':
        for (const namespace of target.namespaces) if (inScope(namespace)) yield place(target, { namespace })
        break
      case 'event': {
        // An exact name is watched for before its first event.
        if (scope.event !== null && !scope.event.includes('*') && !isGroup(scope.event) && scope.event !== SOCKET_CONNECT) {
          if (scope.namespace === null || target.namespaces.includes(scope.namespace)) yield place(target, {})
          break
        }
        const meaning = isGroup(scope.event) ? scope.event?.slice(MEANING.length) : undefined
        const fits = scope.event === null || meaning !== undefined ? () => true : nameTest(scope.event)
        for (const { namespace, name, meaning: its } of measures.events(target.id)) if (inScope(namespace) && fits(name) && (meaning === undefined || its === meaning)) yield place(target, { namespace, event: name })
        break
      }
      case 'room': {
        const named = condition.kind === 'state' ? measures.rosters(target.id) : measures.rooms(target.id)
        const fits = scope.room === null ? () => true : nameTest(scope.room)
        for (const { namespace, name } of named) if (inScope(namespace) && fits(name)) yield place(target, { namespace, room: name })
        break
      }
    }
  }
}

/** The rule and where; a name that is masked in it has a digest beside, so that two of them are two alerts. */
function fingerprintOf(ruleId: string, place: Place, subject: AlertSubject): string {
  const parts = [ruleId, subject.targetId, subject.namespace, subject.event, subject.room, subject.role, subject.serverId]
  const isMasked = place.namespace !== subject.namespace || place.event !== subject.event || place.room !== subject.room || place.serverId !== subject.serverId
  const text = JSON.stringify(parts)
  return isMasked ? `${text} ${hashOf(placeKey(place))}` : text
}
