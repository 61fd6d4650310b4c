import { CircleAlert } from 'lucide-react'
import { markPlace } from './filter-text.ts'
import type { FilterFault } from './use-filter.ts'

/** What is wrong with a filter: its text again with the wrong part marked, and the sentence. */
export function FilterFaultLine({ id, fault }: { id: string; fault: FilterFault }) {
  const parts = fault.at === null ? null : markPlace(fault.text, fault.at)
  return (
    <div id={id} className="filter-fault" role="status">
      <CircleAlert size={16} aria-hidden="true" />
      <div>
        {parts === null ? null : <p className="filter-fault-text mono"><span className="visually-hidden">In the filter: </span>{parts.before}<mark>{parts.marked}</mark>{parts.after}</p>}
        <p>{fault.sentence}</p>
      </div>
    </div>
  )
}
