import { Send } from 'lucide-react'
import { useState } from 'react'
import type { TellView } from '../../../../shared/alerts.ts'
import type { Answer, Failure } from '../../../../shared/ipc.ts'
import { setWebhook } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { counted } from '../../../text/numbers.ts'
import { severityWord } from '../../../text/words.ts'
import { Field, invalid } from '../../platforms/field.tsx'
import { severitiesWorstFirst } from '../alert-words.ts'
import { webhookError } from './tell-words.ts'
import { TestButton } from './test-button.tsx'

type Webhook = TellView['webhooks'][number]
type OnSaved = (answer: Answer<'tell:webhook'>) => Failure | null

/** Where alerts of each severity are sent, so that an on-call tool can be reached. */
export function WebhooksSection({ webhooks, onSaved }: { webhooks: readonly Webhook[]; onSaved: OnSaved }) {
  return (
    <section className="tell-section" aria-label="Webhooks">
      <h3>Webhooks</h3>
      <p className="form-remark">One address for each severity, told of the beginning and the end of alerts, do not disturb or not. Messages are signed with the secret and tried again until they arrive.</p>
      {severitiesWorstFirst.map((severity) => {
        const webhook = webhooks.find((each) => each.severity === severity)
        return webhook === undefined ? null : <WebhookForm key={severity} webhook={webhook} onSaved={onSaved} />
      })}
    </section>
  )
}

interface WebhookDraft {
  readonly url: string
  readonly secret: string
  readonly names: boolean
}

function WebhookForm({ webhook, onSaved }: { webhook: Webhook; onSaved: OnSaved }) {
  const { severity, hasSecret } = webhook
  const [draft, setDraft] = useState<WebhookDraft | null>(null)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const shown = draft ?? { url: webhook.url, secret: '', names: webhook.names }
  const wrong = tried ? webhookError({ ...shown, hasSecret }) : undefined
  const wrongOf = (field: 'url' | 'secret'): string | undefined => (wrong?.field === field ? wrong.sentence : undefined)
  const word = severityWord(severity)
  const id = `f-webhook-${severity}`
  const isSame = draft === null || (draft.url === webhook.url && draft.secret === '' && draft.names === webhook.names)
  const set = (change: Partial<WebhookDraft>): void => {
    setDraft({ ...shown, ...change })
    setFailure(null)
  }

  async function send(form: { readonly url: string; readonly secret?: string; readonly names: boolean }): Promise<void> {
    setBusy(true)
    const failed = onSaved(await setWebhook({ severity, ...form }))
    setBusy(false)
    setFailure(failed)
    if (failed === null) {
      setDraft(null)
      setTried(false)
    }
  }

  async function save(): Promise<void> {
    setTried(true)
    if (busy || webhookError({ ...shown, hasSecret }) !== undefined) return
    await send({ url: shown.url.trim(), names: shown.names, ...(shown.secret === '' ? {} : { secret: shown.secret }) })
  }

  const state = [webhook.last, webhook.waiting === 0 ? '' : `${counted(webhook.waiting, 'message')} waiting.`].filter((part) => part !== '').join(' ')
  return (
    <section className="webhook" aria-label={`Webhook for ${word}`}>
      <h4><SeverityMark severity={severity} />{webhook.url === '' ? <span className="dim">no address</span> : null}</h4>
      <div className="form-grid">
        <Field id={`${id}-url`} label="Address" error={wrongOf('url')}>
          <input id={`${id}-url`} className="input mono" type="text" inputMode="url" spellCheck={false} autoComplete="off" maxLength={2_000} placeholder="https://oncall.example/hooks/rollcall" value={shown.url} onChange={(event) => { set({ url: event.target.value }) }} {...invalid(`${id}-url`, wrongOf('url'))} />
        </Field>
        <Field id={`${id}-secret`} label="Secret" error={wrongOf('secret')} remark={hasSecret ? 'Kept on this computer, and never shown. Type another one to replace it.' : 'At least 8 characters, the same as at the receiver. It is never shown again.'}>
          <input id={`${id}-secret`} className="input mono" type="password" autoComplete="new-password" maxLength={500} placeholder={hasSecret ? '••••••••' : ''} value={shown.secret} onChange={(event) => { set({ secret: event.target.value }) }} {...invalid(`${id}-secret`, wrongOf('secret'))} />
        </Field>
        <span className="form-label">Names</span>
        <div className="form-field">
          <span className="row"><label className="check"><input type="checkbox" className="checkbox" checked={shown.names} onChange={(event) => { set({ names: event.target.checked }) }} />May hold the name of the person that an alert is about</label></span>
          {shown.names ? <Notice tone="warning">Names of students then leave this computer. Do this only where the receiver is allowed to have them.</Notice> : null}
        </div>
        {state === '' ? null : <><span className="form-label">Last try</span><div className="form-field"><p className="webhook-state num wrap-anywhere" role="status">{state}</p></div></>}
        <span className="form-label" />
        <div className="form-field">
          <span className="row wide-row">
            <Button small disabled={isSame || busy} aria-label={`Save the webhook for ${word}`} onClick={() => { void save() }}>Save</Button>
            {webhook.url === '' ? null : <Button small disabled={busy} aria-label={`Remove the webhook for ${word}`} onClick={() => { void send({ url: '', names: false }) }}>Remove</Button>}
            {isSame ? null : <Button small look="quiet" onClick={() => { setDraft(null); setTried(false); setFailure(null) }}>Discard</Button>}
            <TestButton way="webhook" severity={severity} label={`Test the webhook for ${word}`} disabled={webhook.url === '' || !isSame}><Send size={14} aria-hidden="true" />Test</TestButton>
          </span>
          {failure === null ? null : <Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice>}
        </div>
      </div>
    </section>
  )
}
