import type { ReactNode } from 'react'
import type { AlertRule, RuleCondition, RuleMetric } from '../../../../shared/alerts.ts'
import { Segments } from '../../../components/segments.tsx'
import { Select } from '../../../components/select.tsx'
import { Field } from '../../platforms/field.tsx'
import { NumberInput, SpanInput } from './number-fields.tsx'
import { newCondition, unitOf, type RuleErrors } from './rule-draft.ts'
import { metricFacts, stateFacts, type RuleState } from './rule-facts.ts'
import { figure } from './rule-words.ts'

type Of<K extends RuleCondition['kind']> = Extract<RuleCondition, { kind: K }>

interface ConditionProps {
  readonly rule: AlertRule
  readonly errors: RuleErrors
  readonly onChange: (condition: RuleCondition) => void
}

const kinds = [{ value: 'threshold', label: 'A limit' }, { value: 'absence', label: 'Nothing comes' }, { value: 'state', label: 'A state' }, { value: 'change', label: 'A change' }] as const
const metrics = Object.entries(metricFacts).map(([value, { label }]) => ({ value: value as RuleMetric, label }))
const states = Object.entries(stateFacts).map(([value, { label }]) => ({ value: value as RuleState, label }))
const compares = [{ value: 'above', label: 'Above' }, { value: 'below', label: 'Below' }] as const

/** What is looked at: the kind, and only the fields of that kind. */
export function ConditionFields({ rule, errors, onChange }: ConditionProps) {
  const { condition } = rule
  return (
    <>
      <span className="form-label" id="f-rule-kind-label">Looks at</span>
      <div className="form-field"><span className="row"><Segments label="What the rule looks at" value={condition.kind} options={kinds} onChange={(kind) => { onChange(newCondition(kind)) }} /></span></div>
      <Kind rule={rule} errors={errors} onChange={onChange} />
    </>
  )
}

function Kind({ rule, errors, onChange }: ConditionProps): ReactNode {
  const { condition } = rule
  switch (condition.kind) {
    case 'threshold': return <ThresholdFields condition={condition} errors={errors} onChange={onChange} />
    case 'absence': return <AbsenceFields condition={condition} scheduled={rule.schedule !== null} errors={errors} onChange={onChange} />
    case 'state': return <StateFields condition={condition} errors={errors} onChange={onChange} />
    case 'change': return <ChangeFields condition={condition} errors={errors} onChange={onChange} />
  }
}

function ThresholdFields({ condition, errors, onChange }: { condition: Of<'threshold'>; errors: RuleErrors; onChange: (condition: RuleCondition) => void }) {
  const { metric, compare, value } = condition
  const unit = unitOf(condition)
  const explanation = compare === 'above'
    ? `Once it fired, it stays an alert until the value is ${figure(condition.clearValue)} or less. A gap below ${figure(value)} keeps it from coming and going.`
    : `Once it fired, it stays an alert until the value is ${figure(condition.clearValue)} or more. A gap above ${figure(value)} keeps it from coming and going.`
  return (
    <>
      <Field id="f-rule-metric" label="Value"><Select id="f-rule-metric" value={metric} options={metrics} onChange={(next) => { onChange({ ...condition, metric: next }) }} /></Field>
      <Field id="f-rule-window" label="Measured over" error={errors['condition.windowSeconds']}><SpanInput id="f-rule-window" label="Measured over" value={condition.windowSeconds} error={errors['condition.windowSeconds']} onChange={(windowSeconds) => { onChange({ ...condition, windowSeconds }) }} /></Field>
      <Field id="f-rule-value" label="Fires when" error={errors['condition.value']}>
        <span className="row">
          <Select label="Above or below" value={compare} options={compares} onChange={(next) => { onChange({ ...condition, compare: next, clearValue: mirrored(condition) }) }} />
          <NumberInput id="f-rule-value" value={value} unit={unit} error={errors['condition.value']} onChange={(next) => { onChange({ ...condition, value: next }) }} />
        </span>
      </Field>
      <Field id="f-rule-clear" label="Over at" error={errors['condition.clearValue']} remark={explanation}>
        <NumberInput id="f-rule-clear" value={condition.clearValue} unit={unit} error={errors['condition.clearValue']} onChange={(clearValue) => { onChange({ ...condition, clearValue }) }} />
      </Field>
    </>
  )
}

/** The value at which it is over, as far on the other side of the limit. */
function mirrored({ value, clearValue }: Of<'threshold'>): number {
  return value + (value - clearValue)
}

function AbsenceFields({ condition, scheduled, errors, onChange }: { condition: Of<'absence'>; scheduled: boolean; errors: RuleErrors; onChange: (condition: RuleCondition) => void }) {
  const atEnd = condition.windowSeconds === 0
  return (
    <>
      <Field id="f-rule-absence" label="Fires when" remark={atEnd && !scheduled ? 'Choose a schedule below: the rule is judged at its end.' : undefined} error={atEnd ? errors['condition.windowSeconds'] : undefined}>
        <Select id="f-rule-absence" value={atEnd ? 'schedule' : 'time'} options={[{ value: 'time', label: 'No event came for a time' }, { value: 'schedule', label: 'No event came in the whole schedule' }]} onChange={(way) => { onChange({ ...condition, windowSeconds: way === 'time' ? 300 : 0 }) }} />
      </Field>
      {atEnd ? null : <Field id="f-rule-window" label="Time without" error={errors['condition.windowSeconds']}><SpanInput id="f-rule-window" label="Time without" value={condition.windowSeconds} error={errors['condition.windowSeconds']} onChange={(windowSeconds) => { onChange({ ...condition, windowSeconds }) }} /></Field>}
    </>
  )
}

function StateFields({ condition, errors, onChange }: { condition: Of<'state'>; errors: RuleErrors; onChange: (condition: RuleCondition) => void }) {
  return (
    <>
      <Field id="f-rule-state" label="State"><Select id="f-rule-state" value={condition.what} options={states} onChange={(what) => { onChange({ ...condition, what, value: what === 'roster-below' ? 90 : null }) }} /></Field>
      {condition.what === 'roster-below' ? <Field id="f-rule-value" label="Less than" error={errors['condition.value']}><NumberInput id="f-rule-value" value={condition.value ?? Number.NaN} unit="% of the roster" error={errors['condition.value']} onChange={(value) => { onChange({ ...condition, value }) }} /></Field> : null}
    </>
  )
}

function ChangeFields({ condition, errors, onChange }: { condition: Of<'change'>; errors: RuleErrors; onChange: (condition: RuleCondition) => void }) {
  return (
    <>
      <Field id="f-rule-window" label="Events in" error={errors['condition.windowMinutes']}><SpanInput id="f-rule-window" label="Events in" value={condition.windowMinutes * 60} error={errors['condition.windowMinutes']} onChange={(seconds) => { onChange({ ...condition, windowMinutes: seconds / 60 }) }} /></Field>
      <Field id="f-rule-against" label="Compared with"><Select id="f-rule-against" value={condition.against} options={[{ value: 'yesterday', label: 'The same time yesterday' }, { value: 'last-week', label: 'The same time a week before' }]} onChange={(against) => { onChange({ ...condition, against }) }} /></Field>
      <Field id="f-rule-value" label="Fires when" error={errors['condition.percent']}>
        <span className="row">
          <Select label="Above or below" value={condition.compare} options={compares} onChange={(compare) => { onChange({ ...condition, compare, percent: compare === 'above' ? 500 : 50 }) }} />
          <NumberInput id="f-rule-value" value={condition.percent} unit="% of that" error={errors['condition.percent']} onChange={(percent) => { onChange({ ...condition, percent }) }} />
        </span>
      </Field>
      <Field id="f-rule-floor" label="Only where" error={errors['condition.floor']} remark="A few events more or less are no change worth an alert.">
        <NumberInput id="f-rule-floor" value={condition.floor} unit="events or more were there before" error={errors['condition.floor']} onChange={(floor) => { onChange({ ...condition, floor }) }} />
      </Field>
    </>
  )
}
