import { Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Failure } from '../../../shared/ipc.ts'
import { NAME_CHARS_MAX } from '../../../shared/limits.ts'
import type { SavedView } from '../../../shared/presence.ts'
import { listViews, removeView, saveView } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { freshId } from '../../state/keys.ts'
import { openDialog, view } from '../../state/view-store.ts'
import { Field } from '../platforms/field.tsx'

/** Keeps filters, sorting, grouping and columns of the People list under a name. */
export function SaveViewDialog() {
  const [name, setName] = useState('')
  const [views, setViews] = useState<readonly SavedView[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const reload = (): void => { listViews().then(setViews, (error: unknown) => { console.error('views:list failed', error) }) }
  useEffect(reload, [])

  async function save(): Promise<void> {
    const { peopleQuery: query, peopleColumns } = view.get()
    const same = views.find((each) => each.name === name.trim())
    const answer = await saveView({ id: same?.id ?? freshId(), name: name.trim(), query, columns: [...peopleColumns] })
    if (answer.ok) openDialog(null)
    else setFailure(answer)
  }

  async function remove(id: string): Promise<void> {
    const answer = await removeView(id)
    if (!answer.ok) setFailure(answer)
    reload()
  }

  return (
    <Dialog title="Saved views" description="A view is the search, filters, sorting, grouping and columns of the People list." onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
        <Button look="primary" disabled={name.trim() === ''} onClick={() => { void save() }}>Save this view</Button>
      </>
    }>
      <form className="form-grid" onSubmit={(event) => { event.preventDefault(); if (name.trim() !== '') void save() }}>
        <Field id="f-view-name" label="Name" remark={views.some((each) => each.name === name.trim()) ? 'Replaces the view of this name.' : undefined}>
          <input id="f-view-name" className="input" maxLength={NAME_CHARS_MAX} value={name} placeholder="Teachers who flap" onChange={(event) => { setName(event.target.value) }} />
        </Field>
      </form>
      {views.length === 0 ? null : (
        <ul className="plain-list">
          {views.map((each) => (
            <li key={each.id}><span className="truncate">{each.name}</span><Button look="quiet" small aria-label={`Remove the view ${each.name}`} onClick={() => { void remove(each.id) }}><Trash2 size={14} aria-hidden="true" />Remove</Button></li>
          ))}
        </ul>
      )}
      {failure === null ? null : <div className="form-outcome"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
    </Dialog>
  )
}
