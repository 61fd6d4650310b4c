import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'
import { noticeWay, type NoticeSettings, type WayReport } from '../../../../shared/notices.ts'
import { saveWay, testWay } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { Select } from '../../../components/select.tsx'
import { Toggle } from '../../../components/toggle.tsx'
import { Field, invalid } from '../../platforms/field.tsx'
import { wayWord } from '../notice-words.ts'
import { tellNews, type WayOfTarget } from '../use-notices.ts'
import { EventTable } from './event-table.tsx'
import { HttpFields } from './http-fields.tsx'
import { RightsTable } from './rights-table.tsx'
import { keepUnsaved, unsavedOf } from './unsaved.ts'
import { wayErrors } from './way-errors.ts'
import { reportOf } from './way-report.ts'

const FIRST_QUIET = { from: '21:00', to: '06:30' }

/** The ways that are not chosen, as they are now. */
function OtherWays({ reports }: { reports: readonly WayReport[] }) {
  return <ul className="way-lines" aria-label="Other ways">{reports.map(({ way, ok, sentence }) => <li key={way} className={ok ? 'dim' : 'way-closed'}>{ok ? 'Can be used too. ' : 'Not now. '}{sentence}</li>)}</ul>
}

/** A platform's way out: how it is sent, who may, when not, and what the school is called. */
export function WayForm({ way, name }: { way: WayOfTarget; name: string }) {
  // `replaced`: what was there when it was saved; as soon as the main process tells something else, that holds.
  const { targetId } = way.settings
  const [edited, setEdited] = useState<{ readonly settings: NoticeSettings; readonly replaced: NoticeSettings | null } | null>(() => {
    const before = unsavedOf(targetId)
    return before === undefined ? null : { settings: before, replaced: null }
  })
  const settings = edited === null || (edited.replaced !== null && edited.replaced !== way.settings) ? way.settings : edited.settings
  const [secret, setSecret] = useState<string | null>(null)
  const [tested, setTested] = useState<WayReport | null>(null)
  const [problem, setProblem] = useState<Failure['problem'] | null>(null)
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const errors = wayErrors(settings)
  const change = (part: Partial<NoticeSettings>): void => {
    setSaid('')
    setTested(null)
    const next = { ...settings, ...part }
    keepUnsaved(targetId, next)
    setEdited({ settings: next, replaced: null })
  }
  const discard = (): void => {
    keepUnsaved(targetId, null)
    setEdited(null)
    setSecret(null)
    setTested(null)
    setProblem(null)
  }
  const report = tested ?? reportOf(way, settings.way)
  const wrong = errors.namespace ?? errors.event ?? errors.url ?? errors.schoolName ?? errors.zone ?? errors.quietHours
  const isChanged = secret !== null || (edited !== null && edited.replaced === null && JSON.stringify(edited.settings) !== JSON.stringify(way.settings))

  async function test(): Promise<void> {
    setBusy(true)
    const answer = await testWay(settings)
    setBusy(false)
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) setTested(answer.value)
  }
  async function save(): Promise<void> {
    setBusy(true)
    const answer = await (secret === null ? saveWay(settings) : saveWay(settings, secret))
    setBusy(false)
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    keepUnsaved(targetId, null)
    setEdited({ settings, replaced: way.settings })
    setSaid('Saved.')
    setSecret(null)
    tellNews()
  }

  return (
    <>
      <div className="detail-title"><h2>{name}</h2></div>
      <div data-testid="way-report"><Notice tone={report.ok ? 'ok' : settings.way === 'none' ? 'info' : 'warning'} role="status">{report.sentence}{tested === null ? '' : ' (Tested now; nothing was sent to people.)'}</Notice></div>
      <OtherWays reports={way.reports.filter((each) => each.way !== settings.way)} />
      <div className="form-grid">
        <Field id="f-way" label="Way out"><Select id="f-way" value={settings.way} options={[{ value: 'none', label: 'None: nothing is sent there' }, ...noticeWay.options.map((value) => ({ value, label: wayWord(value) }))]} onChange={(value) => { change({ way: value }) }} /></Field>
        {settings.way === 'application-socket' ? (
          <>
            <Field id="f-way-namespace" label="Namespace" error={errors.namespace}><input id="f-way-namespace" className="input mono" spellCheck={false} maxLength={200} value={settings.socket.namespace} onChange={(event) => { change({ socket: { ...settings.socket, namespace: event.target.value } }) }} {...invalid('f-way-namespace', errors.namespace)} /></Field>
            <Field id="f-way-event" label="Event" error={errors.event} remark="An event that the server answers with what it delivered; docs/server-contract.md says how."><input id="f-way-event" className="input mono" spellCheck={false} maxLength={200} value={settings.socket.event} onChange={(event) => { change({ socket: { ...settings.socket, event: event.target.value } }) }} {...invalid('f-way-event', errors.event)} /></Field>
          </>
        ) : null}
        {settings.way === 'http' ? <HttpFields settings={settings} errors={errors} secret={secret} onSecret={(value) => { setSaid(''); setSecret(value) }} onChange={(http) => { change({ http }) }} /> : null}
        <h3 className="form-section">School</h3>
        <Field id="f-way-school" label="School’s name" error={errors.schoolName} remark="Typed before a notice to more than 100 people."><input id="f-way-school" className="input" maxLength={80} value={settings.schoolName} onChange={(event) => { change({ schoolName: event.target.value }) }} {...invalid('f-way-school', errors.schoolName)} /></Field>
        <Field id="f-way-zone" label="Time zone" error={errors.zone}><input id="f-way-zone" className="input" list="notice-zones" spellCheck={false} maxLength={60} value={settings.zone} onChange={(event) => { change({ zone: event.target.value }) }} {...invalid('f-way-zone', errors.zone)} /></Field>
        <label className="form-label" htmlFor="f-way-quiet">Quiet hours</label>
        <div className="form-field">
          <div className="row">
            <Toggle id="f-way-quiet" label="Quiet hours" checked={settings.quietHours !== null} onChange={(on) => { change({ quietHours: on ? FIRST_QUIET : null }) }} />
            {settings.quietHours === null ? <span className="form-remark">None</span> : (
              <>
                <input className="input num clock-input" aria-label="Quiet from" {...invalid('f-way-quiet', errors.quietHours)} value={settings.quietHours.from} onChange={(event) => { change({ quietHours: { from: event.target.value, to: settings.quietHours?.to ?? '' } }) }} /> to
                <input className="input num clock-input" aria-label="Quiet until" {...invalid('f-way-quiet', errors.quietHours)} value={settings.quietHours.to} onChange={(event) => { change({ quietHours: { from: settings.quietHours?.from ?? '', to: event.target.value } }) }} />
              </>
            )}
          </div>
          {errors.quietHours === undefined ? null : <span className="form-error" id="f-way-quiet-error" role="alert"><CircleAlert size={14} aria-hidden="true" />{errors.quietHours}</span>}
          <span className="form-remark">In the school’s time. Urgent and emergency notices go out all the same.</span>
        </div>
      </div>
      <datalist id="notice-zones">{Intl.supportedValuesOf('timeZone').map((zone) => <option key={zone} value={zone}>{zone}</option>)}</datalist>
      <RightsTable settings={settings} onChange={(rights) => { change({ rights }) }} />
      <EventTable report={report} />
      {problem === null ? null : <Notice tone="critical" role="alert"><ProblemText problem={problem} /></Notice>}
      <div className="row way-foot"><Button disabled={busy || settings.way === 'none' || Object.keys(errors).length > 0} onClick={() => { void test() }}>Test the way</Button><Button look="primary" disabled={busy || Object.keys(errors).length > 0} onClick={() => { void save() }}>Save</Button>{isChanged ? <Button look="quiet" disabled={busy} onClick={discard}>Discard changes</Button> : null}<span className="dim" role="status">{wrong ?? (said !== '' ? said : isChanged ? 'Not saved yet.' : '')}</span></div>
    </>
  )
}
