import { BookOpenCheck, Download, FileDown, GraduationCap } from 'lucide-react'
import { useState } from 'react'
import { CONTRACT_TIME_SHARE } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { ReadProblem } from '../../components/read-problem.tsx'
import { Menu, MenuItem } from '../../components/menu.tsx'
import { Notice } from '../../components/notice.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { Segments } from '../../components/segments.tsx'
import { openDialog } from '../../state/view-store.ts'
import { checkedWords, timeShareWords } from '../../text/drift-words.ts'
import { counted, percent } from '../../text/numbers.ts'
import { ImportCatalogDialog } from './catalog-dialogs.tsx'
import { CatalogTable } from './catalog-table.tsx'
import { DriftTable } from './drift-table.tsx'
import { useCatalogList } from './use-catalogs.ts'
import { useDrift } from './use-drift.ts'

const COST_TITLE = `While few events arrive, every payload is compared; from the rate on at which that would cost more than ${percent(CONTRACT_TIME_SHARE)} of the time that events take, a sample is.`

type Part = 'drift' | 'catalogs'

/** Where live traffic differs from the platforms' documents, and the documents themselves as catalogs. */
export function ContractPage() {
  const [part, setPart] = useState<Part>('drift')
  const parts = <Segments<Part> label="Part of this screen" value={part} options={[{ value: 'drift', label: 'Drift' }, { value: 'catalogs', label: 'Catalogs' }]} onChange={setPart} />
  return (
    <section className="audit-page" aria-label="Contract">
      {part === 'drift' ? <DriftPart parts={parts} /> : <CatalogsPart parts={parts} />}
    </section>
  )
}

function DriftPart({ parts }: { parts: React.ReactNode }) {
  const { list, problem } = useDrift()
  const cost = list === null ? null : timeShareWords(list.checked)
  const facts = list === null ? '' : `${counted(list.rows.length, 'difference')} · ${checkedWords(list.checked)}${cost === null ? '' : ` · ${cost}`}`
  return (
    <>
      <div className="platforms-bar audit-bar contract-bar">
        {parts}
        <span className="events-count num truncate" title={cost === null ? undefined : `${facts}. ${COST_TITLE}`}>{facts}</span>
        <span className="spacer" />
        <PlatformMenu dialog="learn-contract"><GraduationCap size={16} aria-hidden="true" />Learn…</PlatformMenu>
        <PlatformMenu dialog="export-contract"><FileDown size={16} aria-hidden="true" />Export AsyncAPI…</PlatformMenu>
      </div>
      {problem === null ? null : <div className="platforms-notice"><ReadProblem what="The drift table" problem={problem} shown={list !== null} /></div>}
      {list === null || list.notKept === 0 ? null : <div className="platforms-notice"><Notice tone="warning">The table is full ({counted(list.capacity, 'difference')}). {counted(list.notKept, 'other one', 'others')} found no place in it.</Notice></div>}
      <div className="audit-body scroll">
        {list === null ? (problem === null ? <ListSkeleton label="Loading the drift table" rows={14} /> : null) : list.rows.length === 0 ? (
          list.checked.offered === 0
            ? <EmptyState icon={BookOpenCheck} title="Nothing to compare yet.">Events are compared with their platform’s document as they arrive.</EmptyState>
            : <EmptyState icon={BookOpenCheck} title="No drift so far.">Every event that was compared is as its platform’s document says, or a variant that the document knows.</EmptyState>
        ) : <DriftTable rows={list.rows} />}
      </div>
    </>
  )
}

function CatalogsPart({ parts }: { parts: React.ReactNode }) {
  const { list, problem, reload } = useCatalogList()
  const [importing, setImporting] = useState(false)
  const own = list?.entries.filter((entry) => !entry.builtIn).length ?? 0
  return (
    <>
      <div className="platforms-bar audit-bar contract-bar">
        {parts}
        <span className="events-count num truncate">{list === null ? '' : `${counted(list.entries.length, 'catalog')}, ${own === 0 ? 'none' : own} of your own`}</span>
        <span className="spacer" />
        <PlatformMenu dialog="learn-contract"><GraduationCap size={16} aria-hidden="true" />Learn…</PlatformMenu>
        <Button disabled={list === null} onClick={() => { setImporting(true) }}><Download size={16} aria-hidden="true" />Import…</Button>
      </div>
      {problem === null ? null : <div className="platforms-notice"><ReadProblem what="The catalogs" problem={problem} shown={list !== null} /></div>}
      <div className="audit-body scroll">
        {list === null ? (problem === null ? <ListSkeleton label="Loading the catalogs" rows={8} /> : null) : <CatalogTable list={list} onChanged={reload} />}
      </div>
      {importing && list !== null ? <ImportCatalogDialog entries={list.entries} onClose={() => { setImporting(false) }} onSaved={reload} /> : null}
    </>
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
