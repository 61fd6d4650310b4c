import { BellRing, Play } from 'lucide-react'
import type { TellSettings } from '../../../../shared/alerts.ts'
import { Select } from '../../../components/select.tsx'
import { Field } from '../../platforms/field.tsx'
import { minuteChoices } from '../alert-ask.ts'
import { notifyChoices, soundChoices, soundFromChoices } from './tell-words.ts'
import type { ChangeTell } from './telling-part.tsx'
import { TestButton } from './test-button.tsx'

/** Native notifications, sound, and how long an acknowledgement holds. */
export function NotifySection({ settings, change }: { settings: TellSettings; change: ChangeTell }) {
  return (
    <section className="tell-section" aria-label="Notifications and sound">
      <h3>Notifications and sound</h3>
      <div className="form-grid">
        <Field id="f-tell-notify" label="Notifications" remark="One for each school and cause, replaced and not stacked. No student’s name.">
          <span className="row wide-row">
            <Select id="f-tell-notify" value={settings.notifyFrom} options={notifyChoices} onChange={(notifyFrom) => { void change({ notifyFrom }) }} />
            <TestButton way="notification" severity="warning" label="Test the notification"><BellRing size={14} aria-hidden="true" />Test</TestButton>
          </span>
        </Field>
        <Field id="f-tell-sound" label="Sound" remark="Once for information, twice for a warning, three times for critical.">
          <span className="row wide-row">
            <Select id="f-tell-sound" value={settings.sound} options={soundChoices} onChange={(sound) => { void change({ sound }) }} />
            <TestButton way="sound" severity={settings.soundFrom} label="Play the sound" disabled={settings.sound === 'off'}><Play size={14} aria-hidden="true" />Play</TestButton>
          </span>
        </Field>
        {settings.sound === 'off' ? null : <Field id="f-tell-sound-from" label="Sound for"><Select id="f-tell-sound-from" value={settings.soundFrom} options={soundFromChoices} onChange={(soundFrom) => { void change({ soundFrom }) }} /></Field>}
        <Field id="f-tell-minutes" label="Acknowledged for" remark="Then an alert that is not resolved is open again.">
          <Select id="f-tell-minutes" value={String(settings.acknowledgeMinutes)} options={minuteChoices(settings.acknowledgeMinutes).map(({ minutes, label }) => ({ value: String(minutes), label }))} onChange={(value) => { void change({ acknowledgeMinutes: Number(value) }) }} />
        </Field>
      </div>
    </section>
  )
}
