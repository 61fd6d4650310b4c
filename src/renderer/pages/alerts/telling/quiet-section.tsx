import { MoonStar } from 'lucide-react'
import type { TellSettings } from '../../../../shared/alerts.ts'
import { Button } from '../../../components/button.tsx'
import { Toggle } from '../../../components/toggle.tsx'
import { useNow } from '../../../state/clock.ts'
import { Field } from '../../platforms/field.tsx'
import { quietChoices, quietLabel, quietUntil, quietWords } from './tell-words.ts'
import type { ChangeTell } from './telling-part.tsx'

/** Do not disturb, and whether critical alerts go through all the same. */
export function QuietSection({ settings, change }: { settings: TellSettings; change: ChangeTell }) {
  const now = useNow()
  const isOn = settings.quietUntilMs !== null && settings.quietUntilMs > now
  return (
    <section className="tell-section" aria-label="Do not disturb">
      <h3>Do not disturb</h3>
      <div className="form-grid">
        <span className="form-label">Now</span>
        <div className="form-field">
          <p className="row num" role="status" data-testid="quiet-state">{isOn ? <MoonStar size={14} aria-hidden="true" /> : null}{quietWords(settings.quietUntilMs, now)}</p>
          <span className="row wide-row">
            {quietChoices.map((choice) => <Button key={choice} small onClick={() => { void change({ quietUntilMs: quietUntil(choice, Date.now()) }) }}>{quietLabel(choice)}</Button>)}
            <Button small disabled={!isOn} onClick={() => { void change({ quietUntilMs: null }) }}>Switch off</Button>
          </span>
          <span className="form-remark">No notification and no sound. Alerts stay in the inbox, webhooks are sent, and what was not shown is listed below.</span>
        </div>
        <Field id="f-tell-critical" label="Critical alerts" remark="Also outside monitoring hours.">
          <span className="row"><Toggle id="f-tell-critical" label="Critical alerts are always shown" checked={settings.criticalAlways} onChange={(criticalAlways) => { void change({ criticalAlways }) }} />Always shown</span>
        </Field>
      </div>
    </section>
  )
}
