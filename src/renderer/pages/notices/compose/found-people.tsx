import { useEffect, useState } from 'react'
import type { AudiencePart, AudienceRule } from '../../../../shared/notices.ts'
import type { PersonRow } from '../../../../shared/presence.ts'
import { findPeople } from '../../../actions.ts'
import { useTargetNames } from '../../../components/platform-name.ts'
import { idOfPerson } from '../../../state/keys.ts'
import type { Side } from './audience-edit.ts'
import { PartLine } from './part-line.tsx'

const FOUND_MAX = 8
const SEARCH_AFTER_MS = 150

/** People whom the text finds; their names are masked as everywhere. */
export function FoundPeople({ text, rule, onToggle }: { text: string; rule: AudienceRule; onToggle: (part: AudiencePart, side: Side) => void }) {
  const names = useTargetNames()
  const [found, setFound] = useState<readonly PersonRow[]>([])
  const needle = text.trim()
  useEffect(() => {
    let current = true
    const timer = setTimeout(() => {
      const search = needle === '' ? Promise.resolve([]) : findPeople(needle, FOUND_MAX).catch(() => [])
      void search.then((rows) => { if (current) setFound(rows.filter((row) => !row.own)) })
    }, SEARCH_AFTER_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [needle])
  if (needle === '' || found.length === 0) return null
  return (
    <ul className="audience-list" aria-label="People found">
      {found.map((row) => <PartLine key={idOfPerson(row.key)} part={{ kind: 'person', key: row.key }} label={row.name === row.key.personId ? row.name : `${row.name} (${row.key.personId})`} note={`${row.role === null ? '' : `${row.role} · `}${names[row.key.targetId] ?? row.key.targetId}`} rule={rule} onToggle={onToggle} />)}
    </ul>
  )
}
