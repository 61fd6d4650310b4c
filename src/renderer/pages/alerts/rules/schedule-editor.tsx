import { useState } from 'react'
import type { Schedule } from '../../../../shared/alerts.ts'
import { Select } from '../../../components/select.tsx'
import { useNow } from '../../../state/clock.ts'
import { Field, invalid } from '../../platforms/field.tsx'
import type { RuleErrors } from './rule-draft.ts'
import { asTimeOfDay, hereWords, hoursWords, weekdays } from './schedule-words.ts'
import { localZone } from './wall-time.ts'

/** A school day in this computer's zone: where an editor starts. */
export const schoolDay: Schedule = { days: [1, 2, 3, 4, 5], from: '08:00', to: '15:00', zone: 'local' }

const MINUTE_MS = 60_000

interface ScheduleEditorProps {
  readonly idPrefix: string
  readonly schedule: Schedule
  /** By place: `schedule.from`. */
  readonly errors: RuleErrors
  readonly onChange: (schedule: Schedule) => void
}

/** Days, hours and zone, as lines of a form grid; with another zone the hours of this computer are shown too. */
export function ScheduleEditor({ idPrefix, schedule, errors, onChange }: ScheduleEditorProps) {
  const now = useNow()
  const here = hereWords(schedule, Math.floor(now / MINUTE_MS) * MINUTE_MS)
  const set = (change: Partial<Schedule>): void => { onChange({ ...schedule, ...change }) }
  const hoursError = errors['schedule.from'] ?? errors['schedule.to']
  return (
    <>
      <Field id={`${idPrefix}-days`} label="Days" error={errors['schedule.days']}>
        <fieldset id={`${idPrefix}-days`} className="day-ticks">
          <legend className="visually-hidden">Days</legend>
          {weekdays.map(({ day, short, name }) => (
            <label key={day} className="check">
              <input type="checkbox" className="checkbox" aria-label={name} checked={schedule.days.includes(day)} onChange={(event) => { set({ days: event.target.checked ? [...schedule.days, day] : schedule.days.filter((each) => each !== day) }) }} />{short}
            </label>
          ))}
        </fieldset>
      </Field>
      <Field id={`${idPrefix}-from`} label="Hours" error={hoursError} remark={[schedule.from >= schedule.to ? `${hoursWords(schedule)}.` : '', here === null ? '' : `${here}.`].filter((part) => part !== '').join(' ') || undefined}>
        <span className="row">
          <TimeInput id={`${idPrefix}-from`} label="From" value={schedule.from} error={errors['schedule.from']} onChange={(from) => { set({ from }) }} />
          <span className="dim">to</span>
          <TimeInput id={`${idPrefix}-to`} label="To" value={schedule.to} error={errors['schedule.to']} onChange={(to) => { set({ to }) }} />
        </span>
      </Field>
      <Field id={`${idPrefix}-zone`} label="Time zone" error={errors['schedule.zone']}>
        <ZoneSelect id={`${idPrefix}-zone`} value={schedule.zone} onChange={(zone) => { set({ zone }) }} />
      </Field>
    </>
  )
}

function TimeInput({ id, label, value, error, onChange }: { id: string; label: string; value: string; error: string | undefined; onChange: (value: string) => void }) {
  return <input id={id} className="input num time-input" aria-label={label} inputMode="numeric" autoComplete="off" maxLength={5} placeholder="08:00" value={value} onChange={(event) => { onChange(event.target.value) }} onBlur={() => { const time = asTimeOfDay(value); if (time !== value) onChange(time) }} {...invalid(id, error)} />
}

/** All zones that the browser knows; an unknown one of an imported rule stays to be seen. */
function ZoneSelect({ id, value, onChange }: { id: string; value: string; onChange: (zone: string) => void }) {
  const [options] = useState(() => {
    const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]
    const unknown = value !== 'local' && !zones.includes(value) ? [value] : []
    return [{ value: 'local', label: `This computer’s (${localZone()})` }, ...[...unknown, ...zones].map((zone) => ({ value: zone, label: zone }))]
  })
  return <Select id={id} value={value} options={options} onChange={onChange} />
}
