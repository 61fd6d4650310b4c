import { FileDown, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { CatalogEntry, CatalogList } from '../../../shared/user-catalogs.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { useNow } from '../../state/clock.ts'
import { count, counted } from '../../text/numbers.ts'
import { exact, since } from '../../text/times.ts'
import { EditCatalogDialog, ExportCatalogDialog, RemoveCatalogDialog } from './catalog-dialogs.tsx'

const titles = ['Catalog', 'Origin', 'Events', 'Namespaces', 'Used by', 'Saved', ''] as const
type Opened = { readonly what: 'export' | 'edit' | 'remove'; readonly entry: CatalogEntry }

/** The catalogs that come with the app, and the user's own with what can be done with them. */
export function CatalogTable({ list, onChanged }: { list: CatalogList; onChanged: () => void }) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const now = useNow()
  const close = (): void => { setOpened(null) }
  return (
    <>
      {list.unreadable === 0 ? null : <div className="platforms-notice catalog-notice"><Notice tone="warning">{counted(list.unreadable, 'saved catalog')} could not be read: written by a newer Rollcall, or damaged. They stay in the database; import one of the same id to replace it.</Notice></div>}
      <table className="table audit catalogs">
        <caption className="visually-hidden">Catalogs: what Rollcall knows of each kind of platform</caption>
        <thead><tr>{titles.map((title) => <th key={title} scope="col">{title === '' ? <span className="visually-hidden">Actions</span> : title}</th>)}</tr></thead>
        <tbody>
          {list.entries.map((entry) => (
            <tr key={entry.id}>
              <td><CatalogName entry={entry} /></td>
              <td>{entry.builtIn ? <span className="dim">Comes with Rollcall</span> : 'Yours'}</td>
              <td className="num">{count(entry.events)}</td>
              <td className="num">{count(entry.namespaces)}</td>
              <td className="wrap-anywhere">{entry.usedBy.length === 0 ? <span className="dim">No platform</span> : entry.usedBy.join(', ')}</td>
              <td className="num">{entry.savedAtMs === null ? <span className="dim">–</span> : <span title={exact(entry.savedAtMs)}>{since(entry.savedAtMs, now)}</span>}</td>
              <td><Actions entry={entry} onOpen={(what) => { setOpened({ what, entry }) }} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {opened?.what === 'export' ? <ExportCatalogDialog entry={opened.entry} onClose={close} /> : null}
      {opened?.what === 'edit' ? <EditCatalogDialog entry={opened.entry} entries={list.entries} onClose={close} onSaved={onChanged} /> : null}
      {opened?.what === 'remove' ? <RemoveCatalogDialog entry={opened.entry} onClose={close} onRemoved={onChanged} /> : null}
    </>
  )
}

function CatalogName({ entry }: { entry: CatalogEntry }) {
  return (
    <span className="catalog-name">
      <strong className="truncate" title={entry.summary}>{entry.name}</strong>
      <span className="mono dim selectable">{entry.id}</span>
    </span>
  )
}

function Actions({ entry, onOpen }: { entry: CatalogEntry; onOpen: (what: Opened['what']) => void }) {
  const { name, builtIn, usedBy } = entry
  const used = usedBy.length === 0 ? undefined : `Used by ${usedBy.join(', ')}: give ${usedBy.length === 1 ? 'it' : 'them'} another catalog first`
  return (
    <span className="catalog-actions">
      <Button small look="quiet" iconOnly aria-label={`Export ${name} as JSON`} title="Export JSON" onClick={() => { onOpen('export') }}><FileDown size={14} aria-hidden="true" /></Button>
      {builtIn ? null : (
        <>
          <Button small look="quiet" iconOnly aria-label={`Edit ${name} as JSON`} title="Edit as JSON" onClick={() => { onOpen('edit') }}><Pencil size={14} aria-hidden="true" /></Button>
          <Button small look="quiet" iconOnly aria-label={`Remove ${name}`} title={used ?? 'Remove'} disabled={used !== undefined} onClick={() => { onOpen('remove') }}><Trash2 size={14} aria-hidden="true" /></Button>
        </>
      )}
    </span>
  )
}
