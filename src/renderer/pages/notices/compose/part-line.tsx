import type { AudiencePart, AudienceRule } from '../../../../shared/notices.ts'
import { sideOf, type Side } from './audience-edit.ts'

/** Something that can be included or excluded. */
export function PartLine({ part, label, note, rule, mono = false, onToggle }: { part: AudiencePart; label: string; note: string; rule: AudienceRule; mono?: boolean; onToggle: (part: AudiencePart, side: Side) => void }) {
  const side = sideOf(rule, part)
  return (
    <li className={side === null ? 'audience-line' : `audience-line ${side}`}>
      <span className={mono ? 'mono truncate' : 'truncate'}>{label}</span><span className="dim truncate">{note}</span>
      <span className="audience-sides">
        <button type="button" aria-pressed={side === 'include'} aria-label={`Send to ${label}`} onClick={() => { onToggle(part, 'include') }}>Send to</button>
        {part.kind === 'everybody' ? null : <button type="button" aria-pressed={side === 'exclude'} aria-label={`Not to ${label}`} onClick={() => { onToggle(part, 'exclude') }}>Not to</button>}
      </span>
    </li>
  )
}
