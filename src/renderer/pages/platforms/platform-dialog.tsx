import { useState } from 'react'
import type { TargetView } from '../../../shared/domain.ts'
import type { Failure, TestReport } from '../../../shared/ipc.ts'
import { addTarget, testTarget, updateTarget } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useFocusWrong } from '../../components/focus-wrong.ts'
import { bringIntoView } from '../../components/into-view.ts'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { openDialog, view } from '../../state/view-store.ts'
import { catalogs, useCatalog } from './catalogs.ts'
import { connectsAlike, draftOf, fieldErrors, formOf, newDraft, type Draft, type FieldErrors } from './form-model.ts'
import { PlatformFields } from './platform-fields.tsx'
import { TestResult } from './test-result.tsx'

/** The outcome stands below the last field: the reader should not have to look for it. */
/** Add a platform, or edit one. Sentences stand next to the fields once somebody tried to save or test. */
export function PlatformDialog({ target }: { target: TargetView | null }) {
  const first = catalogs[0]
  const [draft, setDraft] = useState<Draft | null>(() => (target !== null ? draftOf(target.settings) : first === undefined ? null : newDraft(first)))
  const focusWrong = useFocusWrong()
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState<'testing' | 'saving' | null>(null)
  const [test, setTest] = useState<{ ok: true; value: TestReport } | Failure | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const before = useCatalog(target?.settings.catalogId ?? first?.id ?? '')
  const chosen = useCatalog(draft?.settings.catalogId ?? '')
  if (draft === null) return null
  // A platform that signs in otherwise needs its own secrets.
  const sameCatalog = target !== null && (target.settings.catalogId === draft.settings.catalogId || connectsAlike(before, chosen))
  const secretsKept = sameCatalog && target.secrets !== 'none' && target.settings.signIn === draft.settings.signIn
  const adminSecretKept = target !== null && target.secrets !== 'none' && target.settings.adminFeed.on && target.settings.adminFeed.auth === draft.settings.adminFeed.auth
  const errors: FieldErrors = tried ? fieldErrors(draft, secretsKept, adminSecretKept) : {}

  function ready(current: Draft): boolean {
    setTried(true)
    setFailure(null)
    const wrong = Object.keys(fieldErrors(current, secretsKept, adminSecretKept)).length
    if (wrong > 0) focusWrong()
    return wrong === 0
  }

  async function runTest(current: Draft): Promise<void> {
    if (!ready(current)) return
    setBusy('testing')
    setTest(null)
    setTest(await testTarget(target?.settings.id ?? null, formOf(current)))
    setBusy(null)
  }

  async function save(current: Draft): Promise<void> {
    if (!ready(current)) return
    setBusy('saving')
    const form = formOf(current)
    if (target === null) {
      const answer = await addTarget(form)
      if (answer.ok) {
        view.set({ dialog: null, screen: 'platforms', platformId: answer.value.targetId, selection: { kind: 'target', targetId: answer.value.targetId } })
        return
      }
      setFailure(answer)
    } else {
      const answer = await updateTarget(target.settings.id, form)
      if (answer.ok) {
        openDialog(null)
        return
      }
      setFailure(answer)
    }
    setBusy(null)
  }

  const title = target === null ? 'Add platform' : `Edit ${target.settings.name}`
  return (
    <Dialog title={title} wide onClose={() => { openDialog(null) }} foot={
      <>
        <Button disabled={busy !== null} onClick={() => { void runTest(draft) }}>{busy === 'testing' ? 'Testing…' : 'Test'}</Button>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Cancel</Button>
        <Button look="primary" disabled={busy !== null} onClick={() => { void save(draft) }}>{target === null ? 'Add platform' : 'Save'}</Button>
      </>
    }>
      <PlatformFields draft={draft} errors={errors} secretsKept={secretsKept} adminSecretKept={adminSecretKept} onChange={(next) => { setDraft(next); setTest(null) }} />
      {test === null ? null : <div className="form-outcome" ref={bringIntoView}><TestResult result={test} /></div>}
      {failure === null ? null : <div className="form-outcome" ref={bringIntoView}><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
    </Dialog>
  )
}
