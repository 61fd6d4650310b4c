import { useState } from 'react'
import { understandPaste } from '../../actions.ts'
import { Select } from '../../components/select.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { useAppInfo } from '../../state/settings-store.ts'
import { authWayWord, environmentWord } from '../../text/words.ts'
import { AdminFeedFields } from './admin-feed-fields.tsx'
import { loadCatalog, useCatalog, useCatalogChoices } from './catalogs.ts'
import { Field, invalid } from './field.tsx'
import { isFeedOnly, withCatalog, withEnvironment, withPaste, type Draft, type FieldErrors, type FormSettings } from './form-model.ts'

interface FieldsProps {
  readonly draft: Draft
  readonly errors: FieldErrors
  readonly secretsKept: boolean
  readonly adminSecretKept: boolean
  readonly onChange: (draft: Draft) => void
}

/** All fields of the add and edit dialogs. */
export function PlatformFields({ draft, errors, secretsKept, adminSecretKept, onChange }: FieldsProps) {
  const { settings } = draft
  const catalog = useCatalog(settings.catalogId)
  const choices = useCatalogChoices(settings.catalogId)
  const secretsIn = useAppInfo()?.secretsIn
  const set = (change: Partial<FormSettings>): void => { onChange({ ...draft, settings: { ...settings, ...change } }) }
  const kept = secretsKept ? 'Leave empty to keep the stored one. It is never shown again.' : 'Never shown again after saving.'
  const memory = secretsIn === 'memory' ? " Kept in this run's memory only: no keyring found." : ''
  const feedOnly = catalog !== undefined && isFeedOnly(catalog)
  const feedFields = <AdminFeedFields draft={draft} errors={errors} secretKept={adminSecretKept} memory={memory} onChange={onChange} />
  return (
    <div className="form-grid">
      <PasteField draft={draft} onChange={onChange} />
      <Field id="f-catalog" label="Platform" error={errors.catalogId} remark={catalog?.summary}>
        <Select id="f-catalog" value={settings.catalogId} options={choices} onChange={(id) => {
          void loadCatalog(id).then((chosen) => { if (chosen !== undefined) onChange(withCatalog(draft, chosen, catalog)) })
        }} />
      </Field>
      <Field id="f-name" label="Name" error={errors.name}>
        <input id="f-name" className="input" value={settings.name} placeholder="Lincoln Production" onChange={(event) => { set({ name: event.target.value }) }} {...invalid('f-name', errors.name)} />
      </Field>
      <Field id="f-url" label="Address" error={errors.url}>
        <input id="f-url" className="input mono" spellCheck={false} value={settings.url} placeholder={catalog?.connection.exampleUrl.replace(/^ws/, 'http') ?? 'https://'} onChange={(event) => { set({ url: event.target.value }) }} {...invalid('f-url', errors.url)} />
      </Field>
      <Field id="f-path" label="Path" error={errors.path}>
        <input id="f-path" className="input mono" spellCheck={false} value={settings.path} onChange={(event) => { set({ path: event.target.value }) }} {...invalid('f-path', errors.path)} />
      </Field>
      <span className="form-label" id="f-transports">Transports</span>
      <div className="form-field">
        <div className="row wide" role="group" aria-labelledby="f-transports">
          {(['websocket', 'polling'] as const).map((transport) => (
            <label key={transport} className="check">
              <input type="checkbox" className="checkbox" checked={settings.transports.includes(transport)}
                onChange={(event) => { set({ transports: event.target.checked ? [...settings.transports, transport] : settings.transports.filter((each) => each !== transport) }) }} />
              {transport === 'websocket' ? 'WebSocket' : 'HTTP long-polling'}
            </label>
          ))}
        </div>
        {errors.transports === undefined ? null : <span className="form-error" role="alert">{errors.transports}</span>}
      </div>
      <Field id="f-environment" label="Environment" remark={settings.readOnly ? 'Read-only: Rollcall joins rooms and listens, and sends nothing else.' : 'Rollcall may send here.'}>
        <div className="row">
          <Select id="f-environment" value={settings.environment} options={(['production', 'test', 'demo'] as const).map((value) => ({ value, label: environmentWord(value) }))} onChange={(value) => { onChange(withEnvironment(draft, value)) }} />
          <label className="check" htmlFor="f-read-only">Read-only</label>
          <Toggle id="f-read-only" label="Read-only" checked={settings.readOnly} onChange={(on) => { set({ readOnly: on }) }} />
        </div>
      </Field>
      {feedOnly ? feedFields : null}
      <span className="form-section">{feedOnly ? 'A socket of Rollcall’s own, beside the admin feed' : 'Sign-in'}</span>
      <Field id="f-sign-in" label="How" remark={feedOnly && settings.signIn === 'none' ? 'Not needed: the admin feed shows people, rooms and events by itself.' : undefined}>
        <Select id="f-sign-in" value={settings.signIn} onChange={(value) => { set({ signIn: value }) }}
          options={[
            ...(catalog === undefined || catalog.auth.signIn.length > 0 ? [{ value: 'password' as const, label: 'E-mail and password' }] : []),
            { value: 'token' as const, label: 'A token that I have' },
            { value: 'none' as const, label: 'No sign-in' },
          ]} />
      </Field>
      {settings.signIn === 'password' ? (
        <>
          <Field id="f-email" label="E-mail" error={errors.email}>
            <input id="f-email" className="input" type="email" autoComplete="off" value={settings.email} onChange={(event) => { set({ email: event.target.value }) }} {...invalid('f-email', errors.email)} />
          </Field>
          <Field id="f-password" label="Password" error={errors.password} remark={kept + memory}>
            <input id="f-password" className="input" type="password" autoComplete="new-password" value={draft.password} onChange={(event) => { onChange({ ...draft, password: event.target.value }) }} {...invalid('f-password', errors.password)} />
          </Field>
        </>
      ) : null}
      {settings.signIn === 'token' ? (
        <Field id="f-token" label="Token" error={errors.token} remark={kept + memory}>
          <input id="f-token" className="input mono" type="password" autoComplete="new-password" value={draft.token} onChange={(event) => { onChange({ ...draft, token: event.target.value }) }} {...invalid('f-token', errors.token)} />
        </Field>
      ) : null}
      {settings.signIn === 'none' ? null : (
        <Field id="f-way" label="Token travels as">
          <Select id="f-way" value={settings.authWay} options={[...(catalog?.auth.ways ?? (['auth.token', 'query', 'header'] as const))].map((value) => ({ value, label: authWayWord(value) }))} onChange={(value) => { set({ authWay: value }) }} />
        </Field>
      )}
      {feedOnly ? null : feedFields}
      <span className="form-section">Encryption</span>
      <Field id="f-ca" label="CA certificate" error={errors.caCertificate} remark="Only when the server’s certificate comes from your own authority. Trusted for this platform alone.">
        <textarea id="f-ca" className="textarea mono" rows={2} spellCheck={false} placeholder="-----BEGIN CERTIFICATE-----" value={settings.caCertificate} onChange={(event) => { set({ caCertificate: event.target.value }) }} {...invalid('f-ca', errors.caCertificate)} />
      </Field>
    </div>
  )
}

/** Takes `wss://host/socket.io`, `Bearer x`, or both on several lines, and puts each where it belongs. */
function PasteField({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const [text, setText] = useState('')
  const [remarks, setRemarks] = useState<readonly string[]>([])
  async function understand(pasted: string): Promise<void> {
    const understood = await understandPaste(pasted)
    onChange(withPaste(draft, understood, pasted))
    const taken = [understood.url === null ? null : 'address', understood.path === null ? null : 'path', understood.namespace === null ? null : 'namespace', understood.token ? 'token' : null].filter((part) => part !== null)
    setRemarks([...(taken.length === 0 ? [] : [`Understood: ${taken.join(', ')}.`]), ...understood.remarks])
    // A pasted token must not stay readable on screen.
    setText(understood.token ? '' : pasted)
  }
  return (
    <Field id="f-paste" label="Paste" remark={remarks.length === 0 ? 'An address, a wss:// link or a “Bearer …” line: Rollcall fills in the fields.' : remarks.join(' ')}>
      <input id="f-paste" className="input mono" spellCheck={false} autoComplete="off" placeholder="wss://live.lincoln.example/socket.io" value={text}
        onChange={(event) => { setText(event.target.value) }}
        onPaste={(event) => {
          event.preventDefault()
          understand(event.clipboardData.getData('text/plain')).catch((error: unknown) => { console.error('paste:understand failed', error) })
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || text.trim() === '') return
          event.preventDefault()
          understand(text).catch((error: unknown) => { console.error('paste:understand failed', error) })
        }} />
    </Field>
  )
}
