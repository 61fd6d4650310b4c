import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../shared/ipc.ts'
import type { CatalogEntry } from '../../../shared/user-catalogs.ts'
import { getCatalog, removeCatalog, saveCatalog } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { bringIntoView } from '../../components/into-view.ts'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { CatalogProblem } from './catalog-problem.tsx'

type Text = { readonly ok: true; readonly value: { readonly json: string } } | Failure

function useCatalogText(id: string): Text | null {
  const [answer, setAnswer] = useState<Text | null>(null)
  useEffect(() => {
    let current = true
    void getCatalog(id).then((got) => { if (current) setAnswer(got) })
    return () => { current = false }
  }, [id])
  return answer
}

/** A catalog as JSON text, to be copied or saved. */
export function ExportCatalogDialog({ entry, onClose }: { entry: CatalogEntry; onClose: () => void }) {
  const answer = useCatalogText(entry.id)
  return (
    <Dialog wide title={`Catalog ${entry.name}`} description={`As JSON; save it as ${entry.id}.catalog.json. It holds no address of yours and no secret.`} onClose={onClose} foot={
      <>
        <span className="spacer" />
        <Button onClick={onClose}>Close</Button>
        {answer?.ok === true ? <CopyButton words label="Copy JSON" text={answer.value.json} /> : null}
      </>
    }>
      {answer === null ? <p className="dim">Loading…</p> : answer.ok ? <textarea className="textarea mono" rows={18} readOnly aria-label="Catalog as JSON" value={answer.value.json} /> : <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice>}
    </Dialog>
  )
}

/** Pasted JSON becomes a catalog of the user's own. */
export function ImportCatalogDialog({ entries, onClose, onSaved }: { entries: readonly CatalogEntry[]; onClose: () => void; onSaved: () => void }) {
  return (
    <JsonDialog title="Import a catalog" description="Paste the JSON of a catalog: one that was exported here or elsewhere, or one that you wrote." first="" entries={entries} save="Import" onClose={onClose} onSaved={onSaved} />
  )
}

/** A catalog of the user's own as text that can be changed. */
export function EditCatalogDialog({ entry, entries, onClose, onSaved }: { entry: CatalogEntry; entries: readonly CatalogEntry[]; onClose: () => void; onSaved: () => void }) {
  const answer = useCatalogText(entry.id)
  const used = entry.usedBy.length === 0 ? '' : ` ${entry.usedBy.join(', ')} ${entry.usedBy.length === 1 ? 'is' : 'are'} read by it from the moment you save; what it says of connection and sign-in applies at the next connect.`
  if (answer?.ok !== true) {
    return <Dialog wide title={`Edit ${entry.name}`} onClose={onClose}>{answer === null ? <p className="dim">Loading…</p> : <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice>}</Dialog>
  }
  return <JsonDialog title={`Edit ${entry.name}`} description={`Another id makes another catalog.${used}`} first={answer.value.json} edited={entry.id} entries={entries} save="Save" onClose={onClose} onSaved={onSaved} />
}

interface JsonDialogProps {
  readonly title: string
  readonly description: string
  readonly first: string
  /** The catalog whose text it was: to replace that one needs no question. */
  readonly edited?: string
  readonly entries: readonly CatalogEntry[]
  readonly save: string
  readonly onClose: () => void
  readonly onSaved: () => void
}

function JsonDialog({ title, description, first, edited, entries, save, onClose, onSaved }: JsonDialogProps) {
  const [json, setJson] = useState(first)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const replaced = entries.find((entry) => !entry.builtIn && entry.id !== edited && entry.id === idIn(json))

  async function submit(): Promise<void> {
    setBusy(true)
    const answer = await saveCatalog(json, replaced !== undefined || idIn(json) === edited)
    setBusy(false)
    if (!answer.ok) {
      setFailure(answer)
      return
    }
    onSaved()
    onClose()
  }

  return (
    <Dialog wide title={title} description={description} onClose={onClose} foot={
      <>
        <span className="spacer" />
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" disabled={busy || json.trim() === ''} onClick={() => { void submit() }}>{replaced === undefined ? save : `Replace ${replaced.name}`}</Button>
      </>
    }>
      <textarea className="textarea mono" rows={failure === null ? 16 : 8} spellCheck={false} aria-label="Catalog as JSON" placeholder={'{ "id": "lincoln", … }'} value={json} onChange={(event) => { setJson(event.target.value); setFailure(null) }} />
      {replaced === undefined ? null : <div className="form-outcome"><Notice tone="warning">There is a catalog {replaced.name} with this id. Saving replaces it.</Notice></div>}
      {failure === null ? null : <div className="form-outcome" ref={bringIntoView}><CatalogProblem problem={failure.problem} /></div>}
    </Dialog>
  )
}

/** Names what goes and what stays; focus starts on Cancel. */
export function RemoveCatalogDialog({ entry, onClose, onRemoved }: { entry: CatalogEntry; onClose: () => void; onRemoved: () => void }) {
  const cancel = useRef<HTMLButtonElement>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  async function remove(): Promise<void> {
    const answer = await removeCatalog(entry.id)
    if (!answer.ok) {
      setFailure(answer)
      return
    }
    onRemoved()
    onClose()
  }
  return (
    <Dialog title={`Remove ${entry.name}?`} description="The catalog is deleted from this computer. Export it first if you may want it again." focusFirst={cancel} onClose={onClose} foot={
      <>
        <span className="spacer" />
        <Button ref={cancel} onClick={onClose}>Cancel</Button>
        <Button look="danger" onClick={() => { void remove() }}>Remove catalog</Button>
      </>
    }>
      {failure === null ? <p className="dialog-description">No platform uses it.</p> : <Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice>}
    </Dialog>
  )
}

/** The id that a text gives its catalog, if it is JSON. */
function idIn(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : undefined
  } catch {
    return undefined
  }
}
