import { FileDown, History, ShieldCheck, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AuditChoices } from '../../../shared/audit.ts'
import { auditResult, type AuditResult } from '../../../shared/presence.ts'
import { auditChoices } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { openDialog } from '../../state/view-store.ts'
import { auditResultWord } from '../../text/presence-words.ts'
import { changeAsk, firstAsk, focusSearch, useAsk, type AuditTime } from './audit-ask.ts'

const ANY = ''
const times: readonly { readonly value: AuditTime; readonly label: string }[] = [
  { value: 'any', label: 'Any time' }, { value: 'today', label: 'Today' }, { value: 'week', label: 'Last 7 days' }, { value: 'month', label: 'Last 30 days' }, { value: 'between', label: 'Between two days' },
]

interface AuditFiltersProps {
  /** What is shown, in words. */
  readonly shown: string
  /** Changes when records came: then there may be more to choose from. */
  readonly newestId: string
  readonly checking: boolean
  readonly onVerify: () => void
  readonly onKeep: () => void
  readonly onPurge: () => void
}

/** Search box, filters, and what can be done with the log as a whole. */
export function AuditFilters({ shown, newestId, checking, onVerify, onKeep, onPurge }: AuditFiltersProps) {
  const ask = useAsk()
  const choices = useChoices(newestId)
  const changed = JSON.stringify(ask) !== JSON.stringify(firstAsk)
  return (
    <div className="list-bar">
      <div className="list-bar-line" data-screen-search>
        <SearchBox
          label="Search the audit log" placeholder="Who, whom, why, result" value={ask.text} maxLength={200}
          onChange={(text) => { changeAsk({ text }) }}
          onLeave={() => { document.querySelector<HTMLElement>('[data-screen-list] [tabindex="0"]')?.focus() }}
        />
        <span className="events-count num" role="status" data-testid="audit-count">{shown}</span>
        <span className="spacer" />
        <Button disabled={checking} onClick={onVerify} title="Walks along the chain and finds a changed, missing or reordered record"><ShieldCheck size={16} aria-hidden="true" />{checking ? 'Checking…' : 'Verify'}</Button>
        <Button iconOnly aria-label="How long records are kept…" title="How long records are kept…" onClick={onKeep}><History size={16} aria-hidden="true" /></Button>
        <Button aria-label="Purge older records…" title="Purge older records…" onClick={onPurge}><Trash2 size={16} aria-hidden="true" />Purge…</Button>
        <Button title="Export to a file (Ctrl+E)" onClick={() => { openDialog({ name: 'export-audit' }) }}><FileDown size={16} aria-hidden="true" />Export…</Button>
      </div>
      <div className="list-bar-line filters">
        <Choice label="Action" any="Any action" value={ask.action} values={choices.actions} onChange={(action) => { changeAsk({ action }) }} />
        <Choice label="Who" any="Anybody" value={ask.who} values={choices.whos} onChange={(who) => { changeAsk({ who }) }} />
        <Choice label="Platform" any="All platforms" value={ask.platform} values={choices.platforms} onChange={(platform) => { changeAsk({ platform }) }} />
        <Select<AuditResult | ''> label="Result" value={ask.result ?? ANY} options={[{ value: ANY, label: 'Any result' }, ...auditResult.options.map((value) => ({ value, label: auditResultWord(value) }))]} onChange={(result) => { changeAsk({ result: result === ANY ? null : result }) }} />
        <Select label="Time" value={ask.time} options={times} onChange={(time) => { changeAsk({ time }) }} />
        {ask.time === 'between' ? (
          <span className="audit-dates">
            <input type="date" className="input audit-date" aria-label="From day" value={ask.from} onChange={(event) => { changeAsk({ from: event.target.value }) }} />
            <input type="date" className="input audit-date" aria-label="To day" value={ask.to} onChange={(event) => { changeAsk({ to: event.target.value }) }} />
          </span>
        ) : null}
        {ask.time === 'between' && ask.from !== '' && ask.to !== '' && ask.from > ask.to ? <span className="form-error" role="alert">The first day is after the last.</span> : null}
        {changed ? <Button small look="quiet" onClick={() => { changeAsk(firstAsk); focusSearch() }}>Clear filters</Button> : null}
      </div>
    </div>
  )
}

function Choice({ label, any, value, values, onChange }: { label: string; any: string; value: string | null; values: readonly string[]; onChange: (value: string | null) => void }) {
  const all = value === null || values.includes(value) ? values : [...values, value]
  return <Select label={label} value={value ?? ANY} options={[{ value: ANY, label: any }, ...all.map((each) => ({ value: each, label: each }))]} onChange={(chosen) => { onChange(chosen === ANY ? null : chosen) }} />
}

function useChoices(newestId: string): AuditChoices {
  const [choices, setChoices] = useState<AuditChoices>({ actions: [], whos: [], platforms: [] })
  useEffect(() => {
    // An empty log has nothing to choose from; with each new record there may be more.
    if (newestId === '') return undefined
    let current = true
    auditChoices().then((value) => { if (current) setChoices(value) }, (error: unknown) => { console.error('audit:choices failed', error) })
    return () => { current = false }
  }, [newestId])
  return choices
}
