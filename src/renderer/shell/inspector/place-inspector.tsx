import { Filter, SlidersHorizontal } from 'lucide-react'
import type { TargetView } from '../../../shared/domain.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useFrame } from '../../frame-store.ts'
import { useNow } from '../../state/clock.ts'
import { fieldFilter } from '../../pages/events/filter-text.ts'
import { showEventsOf } from '../../state/navigate.ts'
import { changeSettings } from '../../state/settings-store.ts'
import { view, type PlaceSelection } from '../../state/view-store.ts'
import { count } from '../../text/numbers.ts'
import { countdown, duration, since } from '../../text/times.ts'
import { feedState } from '../../text/feed-words.ts'
import { environmentWord, roomsWords, secretsWords } from '../../text/words.ts'

type Place = Exclude<PlaceSelection, { kind: 'room' }>

/** What is known of a platform or a namespace chosen in the tree. */
export function PlaceInspector({ place }: { place: Place }) {
  const target = useFrame((state) => state.targets?.find((each) => each.settings.id === place.targetId))
  if (target === undefined) return <EmptyState title="This platform was removed.">Choose another one in the tree.</EmptyState>
  switch (place.kind) {
    case 'target': return <TargetFacts target={target} />
    case 'namespace': return <NamespaceFacts target={target} namespace={place.namespace} />
    default: {
      const never: never = place
      return never
    }
  }
}

function TargetFacts({ target }: { target: TargetView }) {
  const now = useNow()
  return (
    <div className="inspector-body">
      <h3 className="inspector-title">{target.settings.name}</h3>
      <p className="inspector-line"><StateMark state={target.state} /><span className="dim num">for {duration(now - target.sinceMs)}</span></p>
      {target.problem === null ? null : <Notice tone={target.state === 'offline' ? 'critical' : 'warning'}><ProblemText problem={target.problem} /></Notice>}
      <dl className="facts">
        <dt>Platform</dt><dd>{target.catalogName}</dd>
        <dt>Address</dt><dd className="mono">{target.settings.url}{target.settings.path}</dd>
        <dt>Environment</dt><dd>{environmentWord(target.settings.environment)}{target.settings.readOnly ? ' · read-only' : ''}</dd>
        <dt>Transport</dt><dd>{target.transport ?? 'none now'}</dd>
        <dt>Signed in as</dt><dd>{target.signedInAs === null ? 'nobody' : `${target.signedInAs.id} (${target.signedInAs.role})`}</dd>
        <dt>Sign-in ends</dt><dd className="num">{target.tokenEndsAtMs === null ? 'not stated' : `${since(target.tokenEndsAtMs, now)} (${countdown(target.tokenEndsAtMs, now)})`}</dd>
        <dt>Secrets</dt><dd>{secretsWords(target.secrets)}</dd>
        <dt>Rooms</dt><dd className="num">{roomsWords(target.rooms)}</dd>
        <dt>Admin feed</dt><dd>{feedState(target)}</dd>
        <dt>Round trip</dt><dd className="num">{target.roundTripMs === null ? 'not measured' : `${count(target.roundTripMs)} ms`}</dd>
      </dl>
      {target.notes.length === 0 ? null : (
        <>
          <div className="inspector-section"><h3>What this platform cannot tell</h3></div>
          <ul className="notes">{target.notes.map((note) => <li key={note}>{note}</li>)}</ul>
        </>
      )}
      <div className="inspector-actions">
        <Button small onClick={() => {
          view.set({ screen: 'platforms', platformId: target.settings.id })
          changeSettings({ screen: 'platforms' })
        }}><SlidersHorizontal size={14} aria-hidden="true" />Open in Platforms</Button>
      </div>
    </div>
  )
}

function NamespaceFacts({ target, namespace }: { target: TargetView; namespace: string }) {
  const now = useNow()
  const entry = useFrame((state) => state.tree?.find((each) => each.targetId === target.settings.id && each.namespace === namespace))
  const found = target.namespaces.find((each) => each.name === namespace)
  if (found === undefined) return <EmptyState title="This namespace is gone.">It is no longer part of {target.settings.name}.</EmptyState>
  return (
    <div className="inspector-body">
      <h3 className="inspector-title mono">{found.name}</h3>
      <p className="inspector-line">{found.title}</p>
      <p className="inspector-line"><StateMark state={found.state} /><span className="dim num">for {duration(now - found.sinceMs)}</span></p>
      {found.problem === null ? null : <Notice tone={found.state === 'offline' ? 'critical' : 'warning'}><ProblemText problem={found.problem} /></Notice>}
      <dl className="facts">
        <dt>Platform</dt><dd>{target.settings.name}</dd>
        <dt>Events</dt><dd className="num">{entry === undefined ? 'none yet' : count(entry.events)}</dd>
        <dt>Rooms seen</dt><dd className="num">{entry === undefined ? 'none yet' : count(entry.rooms.length + entry.roomsLeftOut)}</dd>
        <dt>Attempts</dt><dd className="num">{count(found.attempts)}</dd>
        {found.nextTryAtMs === null ? null : <><dt>Next try</dt><dd className="num">{countdown(found.nextTryAtMs, now)}</dd></>}
      </dl>
      <ShowEvents filter={`${fieldFilter('target', target.settings.name)} ${fieldFilter('ns', found.name)}`} />
    </div>
  )
}

function ShowEvents({ filter }: { filter: string }) {
  return (
    <div className="inspector-actions">
      <Button small onClick={() => { showEventsOf(filter) }}><Filter size={14} aria-hidden="true" />Show its events</Button>
    </div>
  )
}
