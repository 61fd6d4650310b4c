import { X } from 'lucide-react'
import { useState } from 'react'
import type { AudiencePart, AudienceRule, NoticeDraft } from '../../../../shared/notices.ts'
import { useTargetNames } from '../../../components/platform-name.ts'
import { SearchBox } from '../../../components/search-box.tsx'
import { audiencePartWords } from '../notice-words.ts'
import { changeDraft } from '../open-notice.ts'
import { idOfPart, togglePart, withoutPart, type Side } from './audience-edit.ts'
import { AudienceLine } from './audience-line.tsx'
import { AudienceTree } from './audience-tree.tsx'
import { FoundPeople } from './found-people.tsx'
import { FoundGroups } from './group-chips.tsx'
import { PartLine } from './part-line.tsx'

/** Who is to get it: platforms, namespaces, roles, classes and schools, rooms and persons, and who of them is not. */
export function AudienceStep({ draft }: { draft: NoticeDraft }) {
  const [text, setText] = useState('')
  const { audience } = draft
  const toggle = (part: AudiencePart, side: Side): void => { changeDraft((before) => ({ ...before, audience: togglePart(before.audience, part, side) })) }
  return (
    <div className="audience-step">
      <div className="audience-chosen">
        <Chosen title="To" parts={audience.include} none="Nobody yet: add a platform, role, class, room or person below." rule={audience} />
        {audience.exclude.length === 0 ? null : <Chosen title="But not to" parts={audience.exclude} none="" rule={audience} />}
        <AudienceLine audience={audience} draft={draft} />
      </div>
      <div className="audience-search" data-screen-search><SearchBox label="Find a role, class, room or person" placeholder="Role, class, room, namespace or person" value={text} onChange={setText} maxLength={200} /></div>
      {text.trim() !== '' ? null : (
        <ul className="audience-list">
          <PartLine part={{ kind: 'everybody' }} label="Everybody" note="on all platforms that have a way out" rule={audience} onToggle={toggle} />
        </ul>
      )}
      <FoundGroups text={text} rule={audience} onToggle={toggle} />
      <FoundPeople text={text} rule={audience} onToggle={toggle} />
      <AudienceTree text={text} rule={audience} onToggle={toggle} />
      {text.trim() === '' ? null : <p className="audience-none form-remark">Nothing and nobody here is called “{text.trim()}”.</p>}
    </div>
  )
}

function Chosen({ title, parts, none, rule }: { title: string; parts: readonly AudiencePart[]; none: string; rule: AudienceRule }) {
  const names = useTargetNames()
  return (
    <div className="chosen-line">
      <span className="dim">{title}</span>
      {parts.length === 0 ? <span className="dim">{none}</span> : (
        <ul aria-label={title}>
          {parts.map((part) => {
            const words = audiencePartWords(part, names)
            return (
              <li key={idOfPart(part)} className="tag audience-chip"><span className="truncate">{words}</span>
                <button type="button" aria-label={`Take away ${words}`} onClick={() => { changeDraft((draft) => ({ ...draft, audience: withoutPart(rule, part) })) }}><X size={12} aria-hidden="true" /></button>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
