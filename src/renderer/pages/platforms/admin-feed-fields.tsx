import type { TargetSettings } from '../../../shared/domain.ts'
import { Notice } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { feedCost } from '../../text/feed-words.ts'
import { Field, invalid } from './field.tsx'
import type { Draft, FieldErrors } from './form-model.ts'

interface AdminFeedFieldsProps {
  readonly draft: Draft
  readonly errors: FieldErrors
  readonly secretKept: boolean
  /** Said behind the secret's remark when no keyring keeps it. */
  readonly memory: string
  readonly onChange: (draft: Draft) => void
}

/** The admin feed of a platform; what it costs the server stands there before it is switched on. */
export function AdminFeedFields({ draft, errors, secretKept, memory, onChange }: AdminFeedFieldsProps) {
  const { adminFeed } = draft.settings
  const set = (change: Partial<TargetSettings['adminFeed']>): void => { onChange({ ...draft, settings: { ...draft.settings, adminFeed: { ...adminFeed, ...change } } }) }
  const basic = adminFeed.auth === 'basic'
  return (
    <>
      <span className="form-section">Admin feed</span>
      <label className="form-label" htmlFor="f-feed">Admin feed</label>
      <div className="form-field">
        <div className="row"><Toggle id="f-feed" label="Admin feed" checked={adminFeed.on} onChange={(on) => { set({ on }) }} /><span className="dim">{adminFeed.on ? 'On' : 'Off'}: complete presence from Socket.IO’s own admin namespace</span></div>
        <Notice tone="info">{feedCost}</Notice>
      </div>
      {adminFeed.on ? (
        <>
          <Field id="f-feed-namespace" label="Namespace" error={errors.adminNamespace} remark="As instrument() on the server names it.">
            <input id="f-feed-namespace" className="input mono" spellCheck={false} maxLength={200} value={adminFeed.namespace} onChange={(event) => { set({ namespace: event.target.value }) }} {...invalid('f-feed-namespace', errors.adminNamespace)} />
          </Field>
          <Field id="f-feed-auth" label="Signs in with">
            <Select id="f-feed-auth" value={adminFeed.auth} onChange={(auth) => { set({ auth }) }}
              options={[{ value: 'basic' as const, label: 'User name and password' }, { value: 'token' as const, label: 'A token' }, { value: 'none' as const, label: 'Nothing: the server lets everybody in' }]} />
          </Field>
          {basic ? (
            <Field id="f-feed-user" label="User name" error={errors.adminUsername}>
              <input id="f-feed-user" className="input" autoComplete="off" maxLength={200} value={adminFeed.username} onChange={(event) => { set({ username: event.target.value }) }} {...invalid('f-feed-user', errors.adminUsername)} />
            </Field>
          ) : null}
          {adminFeed.auth === 'none' ? null : (
            <Field id="f-feed-secret" label={basic ? 'Password' : 'Token'} error={errors.adminSecret} remark={(secretKept ? 'Leave empty to keep the stored one. It is sent once, then only its session.' : 'Never shown again after saving. It is sent once, then only its session.') + memory}>
              <input id="f-feed-secret" className={basic ? 'input' : 'input mono'} type="password" autoComplete="new-password" value={draft.adminSecret} onChange={(event) => { onChange({ ...draft, adminSecret: event.target.value }) }} {...invalid('f-feed-secret', errors.adminSecret)} />
            </Field>
          )}
        </>
      ) : null}
    </>
  )
}
