import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { TellSettings } from '../../../../shared/alerts.ts'
import { Button } from '../../../components/button.tsx'
import { Field } from '../../platforms/field.tsx'
import { withOwner } from './tell-words.ts'
import type { ChangeTell } from './telling-part.tsx'

const OWNERS_MAX = 50

/** Names that are offered when an alert is acknowledged for somebody or handed over. */
export function OwnersSection({ settings, me, change }: { settings: TellSettings; me: string; change: ChangeTell }) {
  const [typed, setTyped] = useState('')
  const { owners } = settings
  const full = owners.length >= OWNERS_MAX
  const next = withOwner(owners, typed)
  async function add(): Promise<void> {
    if (next === undefined || full) return
    if ((await change({ owners: [...next] })) === null) setTyped('')
  }
  return (
    <section className="tell-section" aria-label="Owners">
      <h3>Owners</h3>
      <div className="form-grid">
        <span className="form-label">Offered</span>
        <div className="form-field">
          <ul className="owner-list" aria-label="Names offered as owners">
            <li className="tag filter-tag">{me} (this computer)</li>
            {owners.map((owner) => (
              <li key={owner} className="tag filter-tag"><span className="truncate">{owner}</span><button type="button" aria-label={`Remove ${owner}`} onClick={() => { void change({ owners: owners.filter((each) => each !== owner) }) }}><X size={12} aria-hidden="true" /></button></li>
            ))}
          </ul>
        </div>
        <Field id="f-tell-owner" label="Add" remark={full ? 'There are 50 already: remove one first.' : typed.trim() !== '' && next === undefined ? 'This name is there already.' : undefined}>
          <span className="row">
            <input id="f-tell-owner" className="input owner-input" maxLength={80} autoComplete="off" placeholder="Ms. Ortiz" value={typed} onChange={(event) => { setTyped(event.target.value) }} onKeyDown={(event) => { if (event.key === 'Enter') void add() }} />
            <Button small disabled={next === undefined || full} onClick={() => { void add() }}><Plus size={14} aria-hidden="true" />Add owner</Button>
          </span>
        </Field>
      </div>
    </section>
  )
}
