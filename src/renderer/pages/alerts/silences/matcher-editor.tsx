import { Plus, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { SilenceMatcher } from '../../../../shared/alerts.ts'
import { listAlerts, listRules } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { useTargetNames } from '../../../components/platform-name.ts'
import { Select } from '../../../components/select.tsx'
import { firstAlertFilter } from '../../../state/view-store.ts'
import { severitiesWorstFirst } from '../alert-words.ts'
import { useKnownNames } from '../rules/known-names.tsx'
import { fieldWord, matcherFields } from './silence-words.ts'

const MATCHERS_MAX = 10
const fields = matcherFields.map((value) => ({ value, label: fieldWord(value) }))

/** The conditions of a silence: all of them must hold. */
export function MatcherEditor({ matchers, error, onChange }: { matchers: readonly SilenceMatcher[]; error: string | undefined; onChange: (matchers: readonly SilenceMatcher[]) => void }) {
  const known = useKnownValues()
  const set = (index: number, change: Partial<SilenceMatcher>): void => { onChange(matchers.map((each, at) => (at === index ? { ...each, ...change } : each))) }
  const unused = matcherFields.find((field) => !matchers.some((matcher) => matcher.field === field)) ?? 'title'
  return (
    <fieldset className="matchers">
      <legend className="visually-hidden">Silence alerts of which all of this holds</legend>
      {matchers.map((matcher, index) => (
        <div key={index} className="matcher">
          <Select label={`Field of condition ${index + 1}`} value={matcher.field} options={fields} onChange={(field) => { set(index, { field }) }} />
          <Select label={`Is or is not, condition ${index + 1}`} value={matcher.not ? 'not' : 'is'} options={[{ value: 'is', label: 'is' }, { value: 'not', label: 'is not' }]} onChange={(way) => { set(index, { not: way === 'not' }) }} />
          <ValueInput index={index} matcher={matcher} known={known} invalid={error !== undefined && matcher.is.trim() === ''} onChange={(is) => { set(index, { is }) }} />
          <Button small look="quiet" iconOnly aria-label={`Remove condition ${index + 1}`} onClick={() => { onChange(matchers.filter((_, at) => at !== index)) }}><X size={14} aria-hidden="true" /></Button>
        </div>
      ))}
      <div><Button small disabled={matchers.length >= MATCHERS_MAX} onClick={() => { onChange([...matchers, { field: unused, is: '', not: false }]) }}><Plus size={14} aria-hidden="true" />{matchers.length === 0 ? 'Add a condition' : 'And another condition'}</Button></div>
    </fieldset>
  )
}

type Known = Readonly<Partial<Record<SilenceMatcher['field'], readonly string[]>>>
const seenKinds = { namespace: 'ns', event: 'event', room: 'room' } as const

function ValueInput({ index, matcher, known, invalid, onChange }: { index: number; matcher: SilenceMatcher; known: Known; invalid: boolean; onChange: (is: string) => void }) {
  const [active, setActive] = useState(false)
  const { field, is } = matcher
  const seen = useKnownNames(field === 'namespace' || field === 'event' || field === 'room' ? seenKinds[field] : 'event', is, active && field in seenKinds)
  const offered = field in seenKinds ? seen : (known[field] ?? [])
  const id = `f-matcher-${index}`
  return (
    <>
      <input id={id} className="input" list={`${id}-known`} aria-label={`${fieldWord(field)} of condition ${index + 1}`} aria-invalid={invalid ? true : undefined} spellCheck={false} autoComplete="off" maxLength={200} value={is} placeholder={field === 'room' ? 'class-*' : ''}
        onFocus={() => { setActive(true) }} onBlur={() => { setActive(false) }} onChange={(event) => { onChange(event.target.value) }} />
      <datalist id={`${id}-known`}>{offered.map((value) => <option key={value} value={value}>{value}</option>)}</datalist>
    </>
  )
}

/** Values that alerts and rules have now, by field; asked for once. */
function useKnownValues(): Known {
  const schools = Object.values(useTargetNames())
  const [causes, setCauses] = useState<readonly string[]>([])
  const [rules, setRules] = useState<readonly string[]>([])
  useEffect(() => {
    listAlerts(firstAlertFilter).then((list) => { setCauses([...new Set(list.groups.map((group) => group.cause))].sort()) }, (error: unknown) => { console.error('alerts:list failed', error) })
    listRules().then((list) => { setRules([...new Set(list.rules.map((rule) => rule.name))].sort()) }, (error: unknown) => { console.error('rules:list failed', error) })
  }, [])
  return { school: schools, cause: causes, severity: severitiesWorstFirst, rule: rules }
}
