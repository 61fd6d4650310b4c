import { Link2 } from 'lucide-react'
import type { NoticeView } from '../../../shared/notices.ts'
import { useTargetNames } from '../../components/platform-name.ts'
import { visibleText } from './visible-text.ts'
import { DrillTag, KindMark, NoticeStateMark } from './kind-mark.tsx'
import { audienceWords, followUpWord, noticeTitle, totalsWords } from './notice-words.ts'
import { openDraft, openNotice } from './open-notice.ts'
import { stepInRows } from './row-keys.ts'
import { TimePair } from './time-pair.tsx'

/** The time that a row shows: the next step, else when it left, else when it was made. */
function timeOf(view: NoticeView): number {
  if (view.nextAtMs !== null) return view.nextAtMs
  const { when } = view.draft
  if (view.state === 'scheduled' || view.state === 'missed') return when.kind === 'at' ? when.atMs : when.kind === 'window' ? when.startMs : view.createdAtMs
  const left = view.parts.map((part) => part.atMs).filter((atMs) => atMs !== null)
  return left.length === 0 ? view.createdAtMs : Math.min(...left)
}

/** One notice in a list; choosing it opens it, a draft where it can be written on. */
export function NoticeRow({ view, zone }: { view: NoticeView; zone: string }) {
  const names = useTargetNames()
  const { draft, state } = view
  const totals = totalsWords(view)
  const audience = audienceWords(draft.audience, names)
  return (
    <li>
      <button type="button" data-row onKeyDown={stepInRows} className={draft.drill ? 'notice-row drill' : 'notice-row'} data-testid={`notice-${draft.id}`} onClick={() => { if (state === 'draft') openDraft(draft); else openNotice(draft.id) }}>
        <span className="notice-row-kind"><KindMark kind={draft.kind} />{draft.drill ? <DrillTag /> : null}</span>
        <span className="notice-row-main">
          <span className="notice-row-line"><span className="notice-row-title truncate" dir="auto" title={visibleText(noticeTitle(view))}>{visibleText(noticeTitle(view))}</span>
            {draft.corrects === null ? null : <span className="tag"><Link2 size={12} aria-hidden="true" />{followUpWord(draft.corrects.how)}</span>}
            {view.correctedBy.length === 0 ? null : <span className="tag"><Link2 size={12} aria-hidden="true" />Followed up</span>}
          </span>
          <span className="notice-row-line dim"><span className="truncate" title={audience}>To {audience}</span></span>
          <span className="notice-row-line dim"><span className="notice-row-sentence" title={view.sentence}>{view.sentence}</span></span>
        </span>
        <span className="notice-row-state"><NoticeStateMark view={view} />{totals === '' ? null : <span className="notice-row-totals dim num">{totals}</span>}</span>
        <TimePair atMs={timeOf(view)} zone={zone} />
      </button>
    </li>
  )
}
