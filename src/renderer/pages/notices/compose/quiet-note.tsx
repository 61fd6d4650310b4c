import type { NoticeDraft } from '../../../../shared/notices.ts'
import { Notice } from '../../../components/notice.tsx'
import type { WayOfTarget } from '../use-notices.ts'
import { quietSentences } from './when-words.ts'

export function QuietNote({ draft, ways, nowMs }: { draft: NoticeDraft; ways: readonly WayOfTarget[]; nowMs: number }) {
  return quietSentences(draft, ways, nowMs).map((sentence) => <Notice key={sentence} tone="warning">{sentence}</Notice>)
}
