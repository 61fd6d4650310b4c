import { useState } from 'react'
import { schedule as scheduleForm, type Schedule, type TellSettings } from '../../../../shared/alerts.ts'
import { Button } from '../../../components/button.tsx'
import { Toggle } from '../../../components/toggle.tsx'
import { Field } from '../../platforms/field.tsx'
import type { RuleErrors } from '../rules/rule-draft.ts'
import { ScheduleEditor, schoolDay } from '../rules/schedule-editor.tsx'
import { scheduleWords } from '../rules/schedule-words.ts'
import type { ChangeTell } from './telling-part.tsx'

const sentences: RuleErrors = { days: 'Choose at least one day.', from: 'Write the time as 08:00.', to: 'Write the time as 15:00.', zone: 'Choose a time zone.' }

/** What is wrong with the hours, by the places that the editor knows. */
export function hoursErrors(schedule: Schedule): RuleErrors {
  const errors: Record<string, string> = {}
  for (const issue of scheduleForm.safeParse(schedule).error?.issues ?? []) {
    const place = String(issue.path[0] ?? '')
    errors[`schedule.${place}`] ??= sentences[place] ?? issue.message
  }
  if (Object.keys(errors).length === 0 && schedule.from === schedule.to) errors['schedule.to'] = 'They begin and end at the same time. For all day, every day, switch monitoring hours off.'
  return errors
}

/** When somebody looks at this console; outside nothing is shown. Typed hours are saved by a button, because half a time is none. */
export function HoursSection({ settings, change }: { settings: TellSettings; change: ChangeTell }) {
  const kept = settings.monitoringHours
  const [draft, setDraft] = useState<Schedule | null>(null)
  const shown = draft ?? kept
  const errors = draft === null ? {} : hoursErrors(draft)
  const isSame = draft === null || (kept !== null && JSON.stringify(sorted(draft)) === JSON.stringify(sorted(kept)))
  async function save(hours: Schedule): Promise<void> {
    if ((await change({ monitoringHours: sorted(hours) })) === null) setDraft(null)
  }
  return (
    <section className="tell-section" aria-label="Monitoring hours">
      <h3>Monitoring hours</h3>
      <div className="form-grid">
        <Field id="f-tell-hours" label="Shown" remark={kept === null ? 'Alerts are shown at any time.' : `Notifications and sound only ${scheduleWords(kept)}. The inbox has all of them.`}>
          <span className="row"><Toggle id="f-tell-hours" label="Only in monitoring hours" checked={shown !== null} onChange={(on) => {
            setDraft(on ? schoolDay : null)
            if (!on && kept !== null) void change({ monitoringHours: null })
          }} />Only in monitoring hours</span>
        </Field>
        {shown === null ? null : (
          <>
            <ScheduleEditor idPrefix="f-tell-schedule" schedule={shown} errors={errors} onChange={setDraft} />
            <span className="form-label" />
            <div className="form-field"><span className="row">
              <Button small disabled={isSame || Object.keys(errors).length > 0} onClick={() => { void save(shown) }}>Save hours</Button>
              {isSame ? null : <Button small look="quiet" onClick={() => { setDraft(null) }}>Discard</Button>}
              {isSame ? null : <span className="form-remark" role="status">Not saved yet.</span>}
            </span></div>
          </>
        )}
      </div>
    </section>
  )
}

function sorted(schedule: Schedule): Schedule {
  return { days: [...schedule.days].sort((a, b) => a - b), from: schedule.from, to: schedule.to, zone: schedule.zone }
}
