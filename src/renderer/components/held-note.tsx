import { Lock } from 'lucide-react'

/** The order of a list stays while it is read. Always takes its room: coming and going must not move what is read. */
export function HeldNote({ held }: { held: boolean }) {
  return <span className={held ? 'held-note on' : 'held-note'} title="The order stays while the pointer is in the list; what the rows say goes on." aria-hidden={!held}><Lock size={12} aria-hidden="true" />{held ? 'order held' : ''}</span>
}
