import type { NoticeDraft } from '../../../../shared/notices.ts'
import { ReviewStep } from '../compose/review-step.tsx'
import { SendLiveButton } from './send-live-button.tsx'

/** The last step of a live notice. */
export function LiveReview({ draft, flush }: { draft: NoticeDraft; flush: () => Promise<void> }) {
  return <ReviewStep draft={draft} flush={flush} againLabel="Review again" renderButton={(toSend) => <SendLiveButton {...toSend} />} />
}
