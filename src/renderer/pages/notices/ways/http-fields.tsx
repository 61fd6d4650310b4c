import { Plus, Trash2 } from 'lucide-react'
import type { NoticeSettings } from '../../../../shared/notices.ts'
import { Button } from '../../../components/button.tsx'
import { Select } from '../../../components/select.tsx'
import { Field, invalid } from '../../platforms/field.tsx'
import type { WayErrors } from './way-errors.ts'

interface HttpFieldsProps {
  readonly settings: NoticeSettings
  readonly errors: WayErrors
  /** What was typed; null: as it was. */
  readonly secret: string | null
  readonly onSecret: (secret: string) => void
  readonly onChange: (http: NoticeSettings['http']) => void
}

/** Method, address, body and headers of a platform whose announcements go over HTTP. */
export function HttpFields({ settings: { http }, errors, secret, onSecret, onChange }: HttpFieldsProps) {
  const changeHeader = (index: number, part: Partial<NoticeSettings['http']['headers'][number]>): void => { onChange({ ...http, headers: http.headers.map((each, place) => (place === index ? { ...each, ...part } : each)) }) }
  return (
    <>
      <Field id="f-http-method" label="Method"><Select id="f-http-method" value={http.method} options={[{ value: 'POST', label: 'POST' }, { value: 'PUT', label: 'PUT' }]} onChange={(method) => { onChange({ ...http, method }) }} /></Field>
      <Field id="f-http-url" label="Address" error={errors.url}><input id="f-http-url" className="input mono" spellCheck={false} maxLength={2_000} value={http.url} placeholder="https://live.lincoln.example/api/announcements" onChange={(event) => { onChange({ ...http, url: event.target.value }) }} {...invalid('f-http-url', errors.url)} /></Field>
      <Field id="f-http-body" label="Body" remark="JSON whose strings hold placeholders: {title}, {body}, {texts}, {kind}, {severity}, {noticeId}, {audience}, {payload}, {drill}, {expiresAt}, {digest} and others; “{audience}” alone becomes the audience itself, and “{texts}” the list of languages, each with its title and body."><textarea id="f-http-body" className="textarea mono" rows={5} spellCheck={false} maxLength={20_000} value={http.body} onChange={(event) => { onChange({ ...http, body: event.target.value }) }} /></Field>
      <span className="form-label">Headers</span>
      <div className="form-field">
        {http.headers.map((header, index) => (
          <div key={index} className="row">
            <input className="input mono" aria-label={`Name of header ${index + 1}`} spellCheck={false} maxLength={100} value={header.name} placeholder="X-School" onChange={(event) => { changeHeader(index, { name: event.target.value }) }} />
            <input className="input mono" aria-label={`Value of header ${index + 1}`} spellCheck={false} maxLength={500} value={header.value} onChange={(event) => { changeHeader(index, { value: event.target.value }) }} />
            <Button look="quiet" small iconOnly aria-label={`Remove header ${index + 1}`} onClick={() => { onChange({ ...http, headers: http.headers.filter((_, place) => place !== index) }) }}><Trash2 size={14} aria-hidden="true" /></Button>
          </div>
        ))}
        <div className="row"><Button small disabled={http.headers.length >= 20} onClick={() => { onChange({ ...http, headers: [...http.headers, { name: '', value: '' }] }) }}><Plus size={14} aria-hidden="true" />Add header</Button></div>
      </div>
      <Field id="f-http-secret" label="Secret header" remark={http.hasSecretHeader ? 'One is stored and never shown. Type a new one, or clear the field to take it away.' : 'Stored encrypted, never shown again.'}>
        <div className="row"><input id="f-http-secret" className="input mono" type="password" autoComplete="off" maxLength={4_000} value={secret ?? ''} placeholder={http.hasSecretHeader && secret === null ? '••••••••' : 'Authorization: Bearer …'} onChange={(event) => { onSecret(event.target.value) }} />
          {http.hasSecretHeader && secret === null ? <Button small onClick={() => { onSecret('') }}>Take away</Button> : null}{secret === '' ? <span className="form-remark">It is taken away when you save.</span> : null}</div>
      </Field>
    </>
  )
}
