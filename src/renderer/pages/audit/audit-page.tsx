import { messageOf } from '../../../shared/message-of.ts'
import { ScrollText, SearchX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { auditProgress, verifyAudit } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { Notice } from '../../components/notice.tsx'
import { ReadProblem } from '../../components/read-problem.tsx'
import { counted } from '../../text/numbers.ts'
import { changeAsk, firstAsk, focusSearch, useAsk } from './audit-ask.ts'
import { AuditFilters } from './audit-filters.tsx'
import { RECORDS_SHOWN_MAX } from './audit-records.ts'
import { AuditTable } from './audit-table.tsx'
import { KeepDialog, PurgeDialog } from './keeping-dialogs.tsx'
import { RecordDialog } from './record-dialog.tsx'
import { useRecords, type Known } from './use-records.ts'
import { VerdictStrip, type Check } from './verdict-strip.tsx'

const PROGRESS_MS = 200

type Open = { readonly is: 'record'; readonly id: string } | { readonly is: 'keep' | 'purge' }

/** Who did what through this console, when, why and what came of it; and whether the log is whole. */
export function AuditPage() {
  const ask = useAsk()
  const known = useRecords(ask)
  const { check, verify, closeCheck } = useCheck()
  const [open, setOpen] = useState<Open | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const { records, matching, unknown, problem } = known
  const close = (): void => { setOpen(null) }
  const finished = (sentence: string): void => {
    close()
    closeCheck()
    setDone(sentence)
    known.renew()
  }
  return (
    <section className="audit-page" aria-label="Audit">
      <AuditFilters shown={records === null ? '' : counted(matching, 'record')} newestId={records?.[0]?.id ?? ''} checking={check?.is === 'running'} onVerify={verify} onKeep={() => { setOpen({ is: 'keep' }) }} onPurge={() => { setOpen({ is: 'purge' }) }} />
      {check === null ? null : <VerdictStrip check={check} onOpen={(id) => { setOpen({ is: 'record', id }) }} onClose={closeCheck} />}
      {done === null ? null : <div className="platforms-notice"><Notice tone="ok" role="status" action={<Button small look="quiet" onClick={() => { setDone(null) }}>Close</Button>}>{done}</Notice></div>}
      {problem === null ? null : <div className="platforms-notice"><ReadProblem what="The audit log" problem={problem} shown={records !== null} /></div>}
      {unknown === 0 ? null : (
        <div className="platforms-notice">
          <Notice tone="warning" action={ask.result === 'unknown' ? undefined : <Button small onClick={() => { changeAsk({ result: 'unknown' }); focusSearch() }}>Show {unknown === 1 ? 'it' : 'them'}</Button>}>
            {counted(unknown, 'action')} with an unknown result: {unknown === 1 ? 'it was' : 'they were'} sent, but Rollcall ended or lost the feed before it saw what came of it. Look at the person or room.
          </Notice>
        </div>
      )}
      <div className="audit-body scroll"><Body known={known} filtered={JSON.stringify(ask) !== JSON.stringify(firstAsk)} onOpen={(id) => { setOpen({ is: 'record', id }) }} /></div>
      {open?.is === 'record' ? <RecordDialog id={open.id} onClose={close} /> : null}
      {open?.is === 'keep' ? <KeepDialog onClose={close} onDone={finished} /> : null}
      {open?.is === 'purge' ? <PurgeDialog onClose={close} onDone={finished} /> : null}
    </section>
  )
}

function Body({ known: { records, matching, problem, loadOlder }, filtered, onOpen }: { known: Known; filtered: boolean; onOpen: (id: string) => void }) {
  if (records === null && problem !== null) return null
  if (records === null) return <ListSkeleton label="Loading the audit log" rows={14} />
  if (records.length === 0) {
    return filtered
      ? <EmptyState icon={SearchX} title="No record fits." actions={<Button onClick={() => { changeAsk(firstAsk); focusSearch() }}>Clear filters</Button>}>Another time, result or text may have some.</EmptyState>
      : <EmptyState icon={ScrollText} title="Nothing was done yet.">Every notice, every alert that somebody takes, every disconnect, change of a room and revealed name is written here, before it happens.</EmptyState>
  }
  return (
    <>
      <AuditTable records={records} onOpen={({ id }) => { onOpen(id) }} />
      {records.length >= matching ? null : records.length >= RECORDS_SHOWN_MAX
        ? <p className="audit-more dim">{counted(matching - records.length, 'older record')} {matching - records.length === 1 ? 'is' : 'are'} not listed here. Choose a time, or export them.</p>
        : <p className="audit-more"><Button small onClick={() => { void loadOlder() }}>Load older records</Button></p>}
    </>
  )
}

function useCheck(): { readonly check: Check | null; readonly verify: () => void; readonly closeCheck: () => void } {
  const [check, setCheck] = useState<Check | null>(null)
  const running = check?.is === 'running'
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(() => {
      auditProgress().then((progress) => { setCheck((now) => (now?.is === 'running' ? { is: 'running', progress } : now)) }, () => {})
    }, PROGRESS_MS)
    return () => { clearInterval(timer) }
  }, [running])
  return {
    check,
    verify: () => {
      setCheck({ is: 'running', progress: null })
      verifyAudit().then(
        (verdict) => { setCheck({ is: 'done', verdict, atMs: Date.now() }) },
        (error: unknown) => { setCheck({ is: 'failed', why: messageOf(error) }) },
      )
    },
    closeCheck: () => { setCheck(null) },
  }
}
