import { ArrowLeft, FileX, Link2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'
import { languageName } from '../../../../shared/languages.ts'
import type { NoticeView } from '../../../../shared/notices.ts'
import { stepWord } from '../../../../shared/step-word.ts'
import { Button } from '../../../components/button.tsx'
import { useFocusWhenLost } from '../../../components/focus-lost.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ListSkeleton } from '../../../components/list-skeleton.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { useTargetNames } from '../../../components/platform-name.ts'
import { ReadProblem } from '../../../components/read-problem.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { changeNotices } from '../../../state/view-store.ts'
import { exact } from '../../../text/times.ts'
import { BoldSentence } from '../bold-sentence.tsx'
import { DrillTag, KindMark, NoticeStateMark } from '../kind-mark.tsx'
import { audienceWords, byWords, followUpVerb, noticeTitle, stateWord, stepStateWord } from '../notice-words.ts'
import { openNotice } from '../open-notice.ts'
import { comeBackTo } from '../return-focus.ts'
import { tellNews, useNotice, useOwnZone, useWays } from '../use-notices.ts'
import { visibleText } from '../visible-text.ts'
import { timePairWords } from '../zone-times.ts'
import { zoneOfDraft } from '../zones.ts'
import { NoticeActions } from './notice-actions.tsx'
import { PartTable } from './part-table.tsx'
import { Totals } from './totals.tsx'

/** A notice from the moment that it was sent: undo, progress, receipts, and what can follow it. Esc goes back to the list. */
export function NoticePage({ id }: { id: string }) {
  const { answer, current, problem } = useNotice(id)
  const [failed, setFailed] = useState<Failure['problem'] | null>(null)
  const view = current || answer?.draft.id === id ? answer : null
  const page = useRef<HTMLElement>(null)
  // The row or button that had the focus is gone; Esc has to reach this page. So with a button of it that has done its part.
  useEffect(() => { page.current?.focus() }, [])
  useFocusWhenLost(page, view === null ? '' : `${view.state} ${view.parts.map(({ state }) => state).join(' ')}`)
  const back = (): void => {
    comeBackTo(id)
    changeNotices({ open: null })
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc is the way back (not from what is typed), the button is another
    <section ref={page} tabIndex={-1} aria-label="Notice" onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented && !(event.target instanceof HTMLInputElement)) back() }} className={view?.draft.drill === true ? 'notice-page drill-frame' : 'notice-page'} data-testid="notice-page">
      <div className="compose-head">
        <Button small onClick={back}><ArrowLeft size={14} aria-hidden="true" />All notices</Button>
        {view === null ? null : <><KindMark kind={view.draft.kind} />{view.draft.drill ? <DrillTag /> : null}<NoticeStateMark view={view} /></>}
      </div>
      {problem === null ? null : <div className="notices-note"><ReadProblem what="This notice" problem={problem} shown={view !== null} /></div>}
      {failed === null ? null : <div className="notices-note"><Notice tone="critical" role="alert"><ProblemText problem={failed} /></Notice></div>}
      <div className="compose-body scroll">
        {view !== null ? <Whole view={view} onProblem={setFailed} /> : current ? <EmptyState icon={FileX} title="This notice is not here any more.">A draft that was discarded is gone. What was sent is in the audit log.</EmptyState> : problem === null ? <ListSkeleton label="Loading the notice" rows={8} /> : null}
      </div>
    </section>
  )
}

function Whole({ view, onProblem }: { view: NoticeView; onProblem: (problem: Failure['problem'] | null) => void }) {
  const names = useTargetNames()
  const ownZone = useOwnZone()
  const ways = useWays().answer ?? []
  const { draft } = view
  const zone = zoneOfDraft(draft, ways)
  const changed = (): void => { onProblem(null); tellNews() }
  return (
    <>
      <h2 className="notice-page-title" dir="auto">{visibleText(noticeTitle(view))}</h2>
      <p className="notice-page-sentence num" role="status" data-testid="notice-sentence"><BoldSentence sentence={view.sentence} /></p>
      <NoticeActions view={view} onProblem={onProblem} onChanged={changed} />
      {view.parts.length === 0 ? null : <Totals view={view} />}
      <PartTable view={view} onProblem={onProblem} onChanged={changed} />
      <dl className="facts notice-page-facts">
        <dt>To</dt><dd>{audienceWords(draft.audience, names)}</dd>
        <dt>Type</dt><dd><SeverityMark severity={draft.severity} size={14} />{draft.dismissable ? ', can be closed' : ', stays on screen'}{draft.expiresAtMs === null ? '' : `, ends ${timePairWords(draft.expiresAtMs, zone, ownZone)}`}</dd>
        {draft.texts.map((text) => <Text key={text.language} text={text} />)}
        {view.nextAtMs === null ? null : <><dt>Next</dt><dd className="num">{timePairWords(view.nextAtMs, zone, ownZone)}</dd></>}
        {draft.when.kind === 'at' && view.nextAtMs === null ? <><dt>Meant for</dt><dd className="num">{timePairWords(draft.when.atMs, zone, ownZone)}</dd></> : null}
        {draft.when.kind === 'window' ? <><dt>Window</dt><dd className="num">{timePairWords(draft.when.startMs, zone, ownZone)}<br />to {timePairWords(draft.when.endMs, zone, ownZone)}</dd></> : null}
        {draft.when.kind === 'window' && view.steps.length > 0 ? <><dt>Steps</dt><dd><ol className="notice-steps">{view.steps.map(({ step, atMs, state }) => <li key={step} className="num"><strong>{stepWord(step)}</strong> <span className="dim">{stepStateWord(state)},</span> {timePairWords(atMs, zone, ownZone)}</li>)}</ol></dd></> : null}
        {draft.corrects === null ? null : <><dt>{followUpVerb(draft.corrects.how)}</dt><dd><Linked id={draft.corrects.id} /></dd></>}
        {view.correctedBy.length === 0 ? null : <><dt>Followed by</dt><dd>{view.correctedBy.map((id) => <Linked key={id} id={id} />)}</dd></>}
        <dt>{view.parts.length === 0 ? 'Written by' : 'Sent by'}</dt><dd>{byWords(view)}</dd>
        <dt>Written</dt><dd className="num">{exact(view.createdAtMs)}</dd>
        <dt>Text’s hash</dt><dd className="mono">{view.textHash}</dd>
      </dl>
    </>
  )
}

function Text({ text }: { text: NoticeView['draft']['texts'][number] }) {
  return (
    <>
      <dt>{languageName(text.language)}</dt>
      <dd lang={text.language} dir="auto"><strong>{visibleText(text.title)}</strong><p className="review-body">{visibleText(text.body)}</p></dd>
    </>
  )
}

/** Another notice of the same matter. */
function Linked({ id }: { id: string }) {
  const { answer } = useNotice(id)
  return <button type="button" className="link-button notice-link" onClick={() => { openNotice(id) }}><Link2 size={12} aria-hidden="true" /> {answer === null ? id : `${visibleText(noticeTitle(answer))} (${stateWord(answer)})`}</button>
}
