import { ScanSearch, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorBoundary } from '../../components/error-boundary.tsx'
import { useView, view, type Selection } from '../../state/view-store.ts'
import { AlertView } from '../../pages/alerts/alert-view.tsx'
import { PersonView } from '../../pages/people/person-view.tsx'
import { RoomView } from '../../pages/rooms/room-view.tsx'
import { EventInspector } from './event-inspector.tsx'
import { PlaceInspector } from './place-inspector.tsx'

/** The right pane: whatever is selected, whole. */
export function InspectorPane() {
  const selection = useView((state) => state.selection)
  return (
    <aside className="inspector" aria-label="Inspector" data-inspector tabIndex={-1}>
      <div className="panel-head">
        <h2>{selection === null ? 'Inspector' : headings[selection.kind]}</h2>
        <span className="spacer" />
        {selection === null ? null : <Button look="quiet" small iconOnly aria-label="Clear the selection" onClick={() => { view.set({ selection: null }) }}><X size={14} aria-hidden="true" /></Button>}
      </div>
      <div className="inspector-scroll scroll">
        <ErrorBoundary key={keyOf(selection)} name="The inspector">
          {selection === null ? <EmptyState icon={ScanSearch} title="Nothing selected.">Choose a person, a room or an event, or a platform or namespace in the tree.</EmptyState>
            : selection.kind === 'alert' ? <AlertView id={selection.id} />
            : selection.kind === 'event' ? <EventInspector seq={selection.seq} />
            : selection.kind === 'person' ? <PersonView person={selection.key} />
            : selection.kind === 'room' ? <RoomView room={{ targetId: selection.targetId, namespace: selection.namespace, room: selection.room }} />
            : <PlaceInspector place={selection} />}
        </ErrorBoundary>
      </div>
    </aside>
  )
}

const headings = { alert: 'Alert', event: 'Event', person: 'Person', target: 'Platform', namespace: 'Namespace', room: 'Room' } as const

function keyOf(selection: Selection | null): string {
  return selection === null ? '' : JSON.stringify(selection)
}
