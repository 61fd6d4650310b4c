import { useState } from 'react'
import type { TargetView } from '../../../shared/domain.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { signIn } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { useAppInfo } from '../../state/settings-store.ts'
import { openDialog } from '../../state/view-store.ts'
import { minute } from '../../text/times.ts'
import { Field } from './field.tsx'

/** Asks for the secret again after a sign-in ended; everything on screen stays. */
export function SignInDialog({ target }: { target: TargetView }) {
  const [secret, setSecret] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const memory = useAppInfo()?.secretsIn === 'memory'
  const byPassword = target.settings.signIn === 'password'
  const ended = target.signedOutAtMs === null ? '' : `Your sign-in ended at ${minute(target.signedOutAtMs)}. Your view is kept.`

  async function submit(): Promise<void> {
    setBusy(true)
    const answer = await signIn(target.settings.id, byPassword ? { password: secret } : { token: secret.trim() })
    if (answer.ok) {
      openDialog(null)
      return
    }
    setFailure(answer)
    setBusy(false)
  }

  return (
    <Dialog title={`Sign in to ${target.settings.name}`} {...(ended === '' ? {} : { description: ended })} onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Cancel</Button>
        <Button look="primary" disabled={busy || secret.trim() === ''} onClick={() => { void submit() }}>{busy ? 'Signing in…' : 'Sign in'}</Button>
      </>
    }>
      <form className="form-grid" onSubmit={(event) => { event.preventDefault(); if (secret.trim() !== '' && !busy) void submit() }}>
        {byPassword ? <><span className="form-label">E-mail</span><div className="form-field"><div className="row">{target.settings.email}</div></div></> : null}
        <Field id="f-secret" label={byPassword ? 'Password' : 'Token'} remark={memory ? "Kept in this run's memory only: no keyring found." : 'Stored encrypted, never shown again.'}>
          <input id="f-secret" className={byPassword ? 'input' : 'input mono'} type="password" autoComplete="off" value={secret} onChange={(event) => { setSecret(event.target.value) }} />
        </Field>
      </form>
      {failure === null ? null : <div className="form-outcome"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
    </Dialog>
  )
}
