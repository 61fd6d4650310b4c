import { Link2 } from 'lucide-react'
import { ComposeFrame } from '../compose/compose-frame.tsx'
import { KindChoice } from '../compose/kind-choice.tsx'
import { useKeepDraft } from '../compose/use-keep-draft.ts'
import type { WrittenNotice } from '../../../state/view-store.ts'
import { KindMark } from '../kind-mark.tsx'
import { followUpVerb } from '../notice-words.ts'
import { LiveReview } from './live-review.tsx'

/** Writing a live notice. */
export function ComposeLive({ open }: { open: WrittenNotice<'live'> }) {
  const { draft, step, remark, keeps } = open
  const keeping = useKeepDraft(draft, keeps)
  return (
    <div className="compose-live">
      <ComposeFrame draft={draft} step={step} keeping={keeping} kept={keeps} remark={remark}
        heading={<><KindMark kind={draft.kind} />{draft.corrects === null ? null : <span className="tag"><Link2 size={12} aria-hidden="true" />{followUpVerb(draft.corrects.how)} an earlier notice</span>}</>}
        typeStep={<KindChoice draft={draft} legend="What kind of notice is it?" />}
        reviewStep={<LiveReview draft={draft} flush={keeping.flush} />} />
    </div>
  )
}
