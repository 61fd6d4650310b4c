import type { AlertRule } from '../../../../shared/alerts.ts'
import type { Severity } from '../../../../shared/catalog.ts'
import { useTargetNames } from '../../../components/platform-name.ts'
import { Segments } from '../../../components/segments.tsx'
import { Select } from '../../../components/select.tsx'
import { Toggle } from '../../../components/toggle.tsx'
import { severityWord } from '../../../text/words.ts'
import { Field, invalid } from '../../platforms/field.tsx'
import { severitiesWorstFirst } from '../alert-words.ts'
import { ConditionFields } from './condition-fields.tsx'
import { KnownNameInput, type KnownKind } from './known-names.tsx'
import { SpanInput } from './number-fields.tsx'
import { fitted, isJudgedAtEnd, type RuleErrors } from './rule-draft.ts'
import { isOfConsole, perOf, perWord, scopeFieldsOf, type ScopeField } from './rule-facts.ts'
import { scheduleRemark } from './rule-words.ts'
import { ScheduleEditor, schoolDay } from './schedule-editor.tsx'

const ANY = ''

interface RuleFieldsProps {
  readonly rule: AlertRule
  readonly errors: RuleErrors
  readonly onChange: (rule: AlertRule) => void
}

/** All fields of a rule, in groups: what, where, when, how long, without data, what to do. */
export function RuleFields({ rule, errors, onChange }: RuleFieldsProps) {
  const set = (change: Partial<AlertRule>): void => { onChange(fitted({ ...rule, ...change })) }
  return (
    <div className="form-grid">
      <Field id="f-rule-name" label="Name" error={errors['name']}>
        <input id="f-rule-name" className="input" maxLength={80} autoComplete="off" value={rule.name} placeholder="Gradebook is quiet" onChange={(event) => { set({ name: event.target.value }) }} {...invalid('f-rule-name', errors['name'])} />
      </Field>
      <span className="form-label">Severity</span>
      <div className="form-field"><span className="row"><Segments<Severity> label="Severity" value={rule.severity} options={severitiesWorstFirst.map((value) => ({ value, label: severityWord(value) }))} onChange={(severity) => { set({ severity }) }} /></span></div>

      <h3 className="form-section">What</h3>
      <ConditionFields rule={rule} errors={errors} onChange={(condition) => { set({ condition }) }} />

      <h3 className="form-section">Where</h3>
      <WhereFields rule={rule} errors={errors} onChange={onChange} />

      <h3 className="form-section">When</h3>
      <Field id="f-rule-scheduled" label="Schedule" remark={scheduleRemark(rule)}>
        <span className="row"><Toggle id="f-rule-scheduled" label="Only at certain times" checked={rule.schedule !== null} onChange={(on) => { set({ schedule: on ? schoolDay : null }) }} />Only at certain times</span>
      </Field>
      {rule.schedule === null ? null : <ScheduleEditor idPrefix="f-rule-schedule" schedule={rule.schedule} errors={errors} onChange={(schedule) => { set({ schedule }) }} />}

      <h3 className="form-section">How long</h3>
      {isJudgedAtEnd(rule.condition) ? null : <Field id="f-rule-pending" label="Fires after" error={errors['pendingSeconds']} remark="It must hold so long without a break; 0: at once.">
        <SpanInput id="f-rule-pending" label="Fires after" value={rule.pendingSeconds} error={errors['pendingSeconds']} onChange={(pendingSeconds) => { set({ pendingSeconds }) }} />
      </Field>}
      <Field id="f-rule-recover" label="Resolved after" error={errors['recoverSeconds']} remark="It must be over so long; until then it is recovering.">
        <SpanInput id="f-rule-recover" label="Resolved after" value={rule.recoverSeconds} error={errors['recoverSeconds']} onChange={(recoverSeconds) => { set({ recoverSeconds }) }} />
      </Field>

      <h3 className="form-section">Without data</h3>
      <Field id="f-rule-no-data" label="No data is" remark={rule.noData === 'alert' ? 'Not known is not the same as fine: an alert of its own.' : undefined}>
        <Select id="f-rule-no-data" value={rule.noData} options={[{ value: 'ignore', label: 'Nothing' }, { value: 'alert', label: 'An alert of its own' }]} onChange={(noData) => { set({ noData }) }} />
      </Field>
      {rule.noData === 'ignore' ? null : (
        <Field id="f-rule-no-data-after" label="After" error={errors['noDataSeconds']}><SpanInput id="f-rule-no-data-after" label="After" value={rule.noDataSeconds} error={errors['noDataSeconds']} onChange={(noDataSeconds) => { set({ noDataSeconds }) }} /></Field>
      )}

      <h3 className="form-section">What to do</h3>
      <Field id="f-rule-advice" label="Advice" error={errors['advice']} remark="Shown with each alert of the rule. Leave people’s names out.">
        <textarea id="f-rule-advice" className="textarea" rows={3} maxLength={1_000} value={rule.advice} placeholder="Ask the gradebook team whether sign-ins work." onChange={(event) => { set({ advice: event.target.value }) }} {...invalid('f-rule-advice', errors['advice'])} />
      </Field>
    </div>
  )
}

const scopeTexts: Readonly<Record<ScopeField, { readonly label: string; readonly kind: KnownKind; readonly placeholder: string; readonly max: number; readonly remark?: string }>> = {
  namespace: { label: 'Namespace', kind: 'ns', placeholder: 'all', max: 200 },
  event: { label: 'Event', kind: 'event', placeholder: 'all', max: 200, remark: 'Stars stand for anything: grade.*' },
  room: { label: 'Room', kind: 'room', placeholder: 'all', max: 300, remark: 'Stars stand for anything: class-*' },
  role: { label: 'Role', kind: 'role', placeholder: 'student', max: 100 },
}

function WhereFields({ rule, errors, onChange }: RuleFieldsProps) {
  const names = useTargetNames()
  const { scope, condition, per } = rule
  const setScope = (change: Partial<AlertRule['scope']>): void => { onChange({ ...rule, scope: { ...scope, ...change } }) }
  const offered = perOf(condition)
  if (isOfConsole(condition)) return <p className="form-remark whole-line">Of this console as a whole, whatever the platform.</p>
  const gone = scope.targetId !== null && names[scope.targetId] === undefined ? [{ value: scope.targetId, label: 'A platform that is not here' }] : []
  return (
    <>
      <Field id="f-rule-target" label="Platform" error={errors['scope.targetId']}>
        <Select id="f-rule-target" value={scope.targetId ?? ANY} options={[{ value: ANY, label: 'All platforms' }, ...Object.entries(names).map(([value, label]) => ({ value, label })), ...gone]} onChange={(id) => { setScope({ targetId: id === ANY ? null : id }) }} />
      </Field>
      {scopeFieldsOf(condition, per).map((field) => {
        const { label, kind, placeholder, max, remark } = scopeTexts[field]
        const id = `f-rule-${field}`
        return (
          <Field key={field} id={id} label={label} error={errors[`scope.${field}`]} remark={remark}>
            <KnownNameInput id={id} kind={kind} placeholder={placeholder} maxLength={max} value={scope[field] ?? ''} error={errors[`scope.${field}`]} onChange={(text) => { setScope({ [field]: text === '' ? null : text }) }} />
          </Field>
        )
      })}
      <Field id="f-rule-per" label="One alert for" error={errors['per']} remark={offered.length === 1 ? 'This is measured by nothing else.' : undefined}>
        <Select id="f-rule-per" value={per} options={offered.map((value) => ({ value, label: `each ${perWord(value)}` }))} onChange={(next) => { onChange(fitted({ ...rule, per: next })) }} />
      </Field>
    </>
  )
}
