import type { NoticeDraft } from '../../../../shared/notices.ts'
import { ReviewStep } from '../compose/review-step.tsx'
import { SendDrillButton } from './send-drill-button.tsx'

/** The last step of a drill. */
export function DrillReview({ draft, flush }: { draft: NoticeDraft; flush: () => Promise<void> }) {
  return <ReviewStep draft={draft} flush={flush} againLabel="Review the DRILL again" renderButton={(toSend) => <SendDrillButton {...toSend} />} />
}
