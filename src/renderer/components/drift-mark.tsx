import { FileQuestionMark, GitBranch, GitCompareArrows } from 'lucide-react'
import { driftWord, type ShownMark } from '../text/drift-words.ts'
import { Mark } from './mark.tsx'

const icons = { drift: GitCompareArrows, undocumented: FileQuestionMark, variant: GitBranch } as const
const tones = { drift: 'warning', undocumented: 'info', variant: 'neutral' } as const

/** How an event differs from its contract: icon and word; the icon's shape differs, so that colour is never alone. */
export function DriftMark({ mark, wordless = false, size = 14 }: { mark: ShownMark; wordless?: boolean; size?: number }) {
  const Icon = icons[mark]
  return <Mark tone={tones[mark]} word={driftWord(mark)} wordless={wordless}><Icon size={size} aria-hidden="true" /></Mark>
}
