import { Users } from 'lucide-react'
import type { RoomDetail } from '../../../shared/presence.ts'
import { Button } from '../../components/button.tsx'
import { EvidenceMark } from '../../components/evidence-mark.tsx'
import { PresenceMark } from '../../components/presence-mark.tsx'
import { idOfPerson } from '../../state/keys.ts'
import { inspectPerson, showMembers } from '../../state/navigate.ts'
import { count, counted } from '../../text/numbers.ts'

/** Who is in a room, each with presence. */
export function RoomMembers({ detail }: { detail: RoomDetail }) {
  const { members, membersLeftOut, row } = detail
  return (
    <section className="person-part" aria-label="Members">
      <h4>Members <span className="num dim">{count(row.members)}</span><span className="spacer" /><Button look="quiet" small onClick={() => { showMembers(row.key) }}><Users size={14} aria-hidden="true" />Show in People</Button></h4>
      {members.length === 0 ? <p className="dim">{row.members > 0 ? `The platform counts ${counted(row.members, 'member')} and does not say who.` : 'Nobody that Rollcall knows of.'}</p> : (
        <ul className="member-lines">
          {members.map((member) => (
            <li key={idOfPerson(member.key)}>
              <button type="button" className="row-button member-button" onClick={() => { inspectPerson(member.key) }}>
                <PresenceMark status={member.status} wordless />
                <span className="truncate"><span className="strong">{member.name}</span> {member.name === member.key.personId ? null : <span className="mono dim">{member.key.personId}</span>}</span>
                <span className="dim truncate">{member.role}</span>
                {member.evidence === 'inferred' || member.stale ? <EvidenceMark row={member} /> : <span />}
              </button>
            </li>
          ))}
        </ul>
      )}
      {membersLeftOut > 0 ? <p className="dim num">{counted(membersLeftOut, 'more member')} not listed here; People lists them all.</p> : null}
    </section>
  )
}
