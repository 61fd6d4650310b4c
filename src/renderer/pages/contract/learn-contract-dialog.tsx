import { useEffect, useState } from 'react'
import type { LearnedContract } from '../../../shared/contract-check.ts'
import type { TargetView } from '../../../shared/domain.ts'
import type { Failure } from '../../../shared/ipc.ts'
import type { CatalogEntry } from '../../../shared/user-catalogs.ts'
import { learnContract, listCatalogs, saveCatalog, updateTarget } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { openDialog } from '../../state/view-store.ts'
import { CatalogProblem } from './catalog-problem.tsx'
import { LearnReview, type Draft } from './learn-review.tsx'
import { nameFaults, reviewed } from './learn-model.ts'

type Learned = { readonly ok: true; readonly value: LearnedContract } | Failure

/** A catalog drafted from what is in the log: a person reviews it, saves it, and may use it for the platform at once. */
export function LearnContractDialog({ target }: { target: TargetView }) {
  const { id, name } = target.settings
  const [answer, setAnswer] = useState<Learned | null>(null)
  const [entries, setEntries] = useState<readonly CatalogEntry[]>([])
  const [draft, setDraft] = useState<Draft | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [saved, setSaved] = useState<{ readonly id: string; readonly name: string } | null>(null)
  useEffect(() => {
    let current = true
    void Promise.all([learnContract(id), listCatalogs()]).then(([got, { entries: known }]) => {
      if (!current) return
      setEntries(known)
      setAnswer(got)
      if (got.ok) setDraft({ catalog: got.value.catalog, leftOut: new Set(), id: got.value.catalog.id, name: got.value.catalog.name })
    })
    return () => { current = false }
  }, [id])
  const close = (): void => { openDialog(null) }
  if (saved !== null) return <SavedDialog target={target} saved={saved} before={entries.find((entry) => entry.id === target.settings.catalogId)} />

  const faults = draft === null ? {} : nameFaults(draft.id, draft.name, entries)
  const catalog = draft === null ? null : reviewed(draft.catalog, draft.leftOut, draft.id, draft.name)
  const unfit = catalog === null || faults.id !== undefined || faults.name !== undefined || catalog.events.length === 0

  async function save(): Promise<void> {
    if (catalog === null) return
    setBusy(true)
    const said = await saveCatalog(JSON.stringify(catalog), faults.replaces !== undefined)
    setBusy(false)
    if (said.ok) setSaved(said.value)
    else setFailure(said)
  }

  return (
    <Dialog wide title={`Contract learned from ${name}`} description="A draft from the traffic that is still in the log. Leave out what does not belong, and say what may be shown: a text stays masked until somebody says otherwise." onClose={close} foot={
      <>
        {catalog === null ? null : <CopyButton words label="Copy JSON" text={JSON.stringify(catalog, null, 2)} />}
        <span className="spacer" />
        <Button onClick={close}>Cancel</Button>
        {catalog === null ? null : <Button look="primary" disabled={busy || unfit} onClick={() => { void save() }}>{faults.replaces === undefined ? 'Save catalog' : `Replace ${faults.replaces.name}`}</Button>}
      </>
    }>
      {answer === null ? <p className="dim">Loading…</p> : !answer.ok ? <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice> : draft === null ? null : (
        <LearnReview learned={answer.value} draft={draft} faults={faults} onChange={(next) => { setDraft(next); setFailure(null) }} />
      )}
      {failure === null ? null : <div className="form-outcome"><CatalogProblem problem={failure.problem} /></div>}
    </Dialog>
  )
}

/** Saved, and then: does the platform use it from now on? */
function SavedDialog({ target, saved, before }: { target: TargetView; saved: { readonly id: string; readonly name: string }; before: CatalogEntry | undefined }) {
  const { id: targetId, ...settings } = target.settings
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const used = settings.catalogId === saved.id
  const close = (): void => { openDialog(null) }
  async function use(): Promise<void> {
    setBusy(true)
    const answer = await updateTarget(targetId, { settings: { ...settings, catalogId: saved.id }, secrets: {} })
    setBusy(false)
    if (answer.ok) close()
    else setFailure(answer)
  }
  return (
    <Dialog title={`${saved.name} is saved`} onClose={close} foot={
      <>
        <span className="spacer" />
        <Button onClick={close}>{used ? 'Close' : 'Not now'}</Button>
        {used ? null : <Button look="primary" disabled={busy} onClick={() => { void use() }}>Use</Button>}
      </>
    }>
      <Notice tone="ok" role="status">{used ? `Saved. ${settings.name} is read by it from now on.` : `Saved. Use it for ${settings.name} now?`}</Notice>
      {used ? null : (
        <p className="dialog-description learn-note">
          {settings.name} connects anew, with the sign-in that it has; an event that is not in the catalog counts as drift from then on.
          {before !== undefined && before.events > 0 ? ` The rooms, people and alerts that ${before.name} knows are not in a learned catalog.` : ''}
        </p>
      )}
      {failure === null ? null : <div className="form-outcome"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
    </Dialog>
  )
}
