import { ComposeFrame } from '../compose/compose-frame.tsx'
import { KindChoice } from '../compose/kind-choice.tsx'
import { useKeepDraft } from '../compose/use-keep-draft.ts'
import type { WrittenNotice } from '../../../state/view-store.ts'
import { DrillTag, KindMark } from '../kind-mark.tsx'
import { DrillReview } from './drill-review.tsx'

/** Writing a drill, in its striped frame. Nothing here leads to a live notice. */
export function ComposeDrill({ open }: { open: WrittenNotice<'drill'> }) {
  const { draft, step, remark, keeps } = open
  const keeping = useKeepDraft(draft, keeps)
  return (
    <div className="drill-frame" role="group" aria-label="DRILL" data-testid="drill-frame">
      <p className="drill-banner"><span>DRILL. Everybody who gets it reads the word DRILL. To send a real notice, close this and start a new one.</span></p>
      <ComposeFrame draft={draft} step={step} keeping={keeping} kept={keeps} remark={remark}
        heading={<><DrillTag /><KindMark kind={draft.kind} /></>}
        typeStep={<KindChoice draft={draft} legend="What does the DRILL practise?" />}
        reviewStep={<DrillReview draft={draft} flush={keeping.flush} />} />
    </div>
  )
}
