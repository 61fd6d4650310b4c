import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { SavedFilter } from '../../../shared/feed-tools.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { NAME_CHARS_MAX } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { useFrame } from '../../frame-store.ts'
import { freshId } from '../../state/keys.ts'
import { goTo } from '../../state/navigate.ts'
import { openDialog, useView, view } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'
import { Field } from '../platforms/field.tsx'
import { dropFilter, forgetHistory, putFilter, useFilterShelf } from './filter-shelf.ts'

/** Keeps the filter of the box under a name; uses, renames and removes those that are kept. */
export function SavedFiltersDialog() {
  const { saved, history } = useFilterShelf()
  const text = useFilterText().trim()
  const mode = useView((state) => state.filterMode) ?? 'hide'
  const [name, setName] = useState('')
  const [said, setSaid] = useState<{ readonly text: string; readonly removed: SavedFilter | null } | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const same = saved.find((each) => each.name === name.trim())

  async function run(request: ReturnType<typeof putFilter>, done: { readonly text: string; readonly removed?: SavedFilter }): Promise<boolean> {
    const answer = await request
    setFailure(answer.ok ? null : answer)
    if (answer.ok) setSaid({ text: done.text, removed: done.removed ?? null })
    return answer.ok
  }
  async function save(): Promise<void> {
    if (await run(putFilter({ id: same?.id ?? freshId(), name, text, mode }), { text: `Saved as “${name.trim()}”.` })) setName('')
  }

  return (
    <Dialog wide title="Saved filters" description="A saved filter is in the list below the filter box and in the command palette." onClose={() => { openDialog(null) }} foot={
      <>
        <Button disabled={history.length === 0} onClick={() => {
          void forgetHistory().then(() => { setSaid({ text: 'The history is forgotten. Saved filters stay.', removed: null }) })
        }}>Forget history ({counted(history.length, 'filter')})</Button>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
      </>
    }>
      {text === '' ? <p className="dim">The filter box is empty. Type a filter there to save it under a name.</p> : (
        <form className="form-grid" onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') void save()
        }}>
          <span className="form-label">Filter</span>
          <p className="mono saved-filter-text">{text}</p>
          <Field id="f-filter-name" label="Name" remark={same === undefined ? undefined : 'Replaces the filter of this name.'}>
            <div className="saved-filter-line">
              <input id="f-filter-name" className="input" maxLength={NAME_CHARS_MAX} value={name} placeholder="Help wanted" onChange={(event) => { setName(event.target.value) }} />
              <Button type="submit" look="primary" disabled={name.trim() === ''}>Save</Button>
            </div>
          </Field>
        </form>
      )}
      {saved.length === 0 ? null : (
        <ul className="plain-list saved-filters">
          {saved.map((filter) => (
            <SavedLine key={`${filter.id} ${filter.name}`} filter={filter}
              onRename={(next) => { void run(putFilter({ ...filter, name: next }), { text: `Renamed to “${next.trim()}”.` }) }}
              onRemove={() => { void run(dropFilter(filter.id), { text: `Removed “${filter.name}”.`, removed: filter }) }} />
          ))}
        </ul>
      )}
      {said === null ? null : (
        <div className="form-outcome">
          <Notice tone="info" role="status" action={said.removed === null ? undefined : <Button small onClick={() => {
            const { removed } = said
            if (removed !== null) void run(putFilter(removed), { text: `“${removed.name}” is back.` })
          }}>Undo</Button>}>{said.text}</Notice>
        </div>
      )}
      {failure === null ? null : <div className="form-outcome"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
    </Dialog>
  )
}

/** What stands in the filter box. */
function useFilterText(): string {
  const typed = useView((state) => state.filterText)
  const held = useFrame((state) => state.feed?.filter.text ?? '')
  return typed ?? held
}

function SavedLine({ filter, onRename, onRemove }: { filter: SavedFilter; onRename: (name: string) => void; onRemove: () => void }) {
  const [name, setName] = useState(filter.name)
  const changed = name.trim() !== '' && name.trim() !== filter.name
  return (
    <li>
      <form className="saved-filter-line" onSubmit={(event) => {
        event.preventDefault()
        if (changed) onRename(name)
      }}>
        <input className="input" aria-label={`Name of the filter ${filter.name}`} maxLength={NAME_CHARS_MAX} value={name} onChange={(event) => { setName(event.target.value) }} />
        {changed ? <Button type="submit" small>Rename</Button> : null}
      </form>
      <span className="mono dim truncate" title={filter.text}>{filter.text}</span>
      <Button small onClick={() => {
        openDialog(null)
        view.set({ filterText: filter.text, filterMode: filter.mode })
        goTo('events')
      }}>Use</Button>
      <Button look="quiet" small aria-label={`Remove the filter ${filter.name}`} onClick={onRemove}><Trash2 size={14} aria-hidden="true" />Remove</Button>
    </li>
  )
}
