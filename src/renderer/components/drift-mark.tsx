import { FileQuestionMark, GitBranch, GitCompareArrows } from 'lucide-react'
import { driftWord, type ShownMark } from '../text/drift-words.ts'

const icons = { drift: GitCompareArrows, undocumented: FileQuestionMark, variant: GitBranch } as const
const tones = { drift: 'warning', undocumented: 'info', variant: 'neutral' } as const

/** How an event differs from its contract: icon and word; the icon's shape differs, so that colour is never alone. */
export function DriftMark({ mark, wordless = false, size = 14 }: { mark: ShownMark; wordless?: boolean; size?: number }) {
  const Icon = icons[mark]
  return (
    <span className={`state-mark tone-${tones[mark]}`} title={wordless ? driftWord(mark) : undefined}>
      <Icon size={size} aria-hidden="true" />
      <span className={wordless ? 'visually-hidden' : undefined}>{driftWord(mark)}</span>
    </span>
  )
}
