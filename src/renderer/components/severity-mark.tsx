import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { Severity } from '../../shared/catalog.ts'
import { severityWord } from '../text/words.ts'
import { Mark } from './mark.tsx'

/** Icon and word of a severity; the icon's shape differs, so that colour is never alone. */
export function SeverityMark({ severity, wordless = false, size = 16 }: { severity: Severity; wordless?: boolean; size?: number }) {
  const Icon = severity === 'critical' ? CircleAlert : severity === 'warning' ? TriangleAlert : Info
  return <Mark tone={severity} word={severityWord(severity)} wordless={wordless}><Icon size={size} aria-hidden="true" /></Mark>
}
