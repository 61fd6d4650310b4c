import { BookOpenCheck, FileDown, GraduationCap } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { Menu, MenuItem } from '../../components/menu.tsx'
import { Notice } from '../../components/notice.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { openDialog } from '../../state/view-store.ts'
import { checkedWords } from '../../text/drift-words.ts'
import { counted } from '../../text/numbers.ts'
import { DriftTable } from './drift-table.tsx'
import { useDrift } from './use-drift.ts'

/** Where live traffic differs from the platforms' documents, and what the documents are as a standard contract. */
export function ContractPage() {
  const { list, problem } = useDrift()
  return (
    <section className="audit-page" aria-label="Contract">
      <div className="platforms-bar audit-bar">
        <span className="events-count num">{list === null ? '' : `${counted(list.rows.length, 'difference')} · ${checkedWords(list.checked)}`}</span>
        <span className="spacer" />
        <PlatformMenu dialog="learn-contract"><GraduationCap size={16} aria-hidden="true" />Learn…</PlatformMenu>
        <PlatformMenu dialog="export-contract"><FileDown size={16} aria-hidden="true" />Export AsyncAPI…</PlatformMenu>
      </div>
      {problem === null ? null : <div className="platforms-notice"><Notice tone="critical" role="alert">The drift table could not be read: {problem}.</Notice></div>}
      {list === null || list.notKept === 0 ? null : <div className="platforms-notice"><Notice tone="warning">The table is full ({counted(list.capacity, 'difference')}). {counted(list.notKept, 'other one', 'others')} found no place in it.</Notice></div>}
      <div className="audit-body scroll">
        {list === null ? <ListSkeleton label="Loading the drift table" rows={14} /> : list.rows.length === 0 ? (
          list.checked.offered === 0
            ? <EmptyState icon={BookOpenCheck} title="Nothing to compare yet.">Events are compared with their platform’s document as they arrive.</EmptyState>
            : <EmptyState icon={BookOpenCheck} title="No drift so far.">Every event that was compared is as its platform’s document says, or a variant that the document knows.</EmptyState>
        ) : <DriftTable rows={list.rows} />}
      </div>
    </section>
  )
}

/** A button that asks which platform is meant. */
function PlatformMenu({ dialog, children }: { dialog: 'learn-contract' | 'export-contract'; children: React.ReactNode }) {
  const names = Object.entries(useTargetNames())
  return (
    <Menu trigger={<Button disabled={names.length === 0}>{children}</Button>}>
      {names.map(([targetId, name]) => <MenuItem key={targetId} onChoose={() => { openDialog({ name: dialog, targetId }) }}>{name}</MenuItem>)}
    </Menu>
  )
}
