import { CircleCheck, CircleHelp, CircleX, Hourglass, Send, type LucideIcon } from 'lucide-react'
import type { AuditResult } from '../../../shared/presence.ts'
import { auditResultTone, auditResultWord } from '../../text/presence-words.ts'

const icons: Readonly<Record<AuditResult, LucideIcon>> = { pending: Hourglass, confirmed: CircleCheck, sent: Send, failed: CircleX, unknown: CircleHelp }

/** The result of an action: icon, word and colour. */
export function ResultMark({ result }: { result: AuditResult }) {
  const Icon = icons[result]
  return <span className={`state-mark tone-${auditResultTone(result)}`}><Icon size={14} aria-hidden="true" /><span>{auditResultWord(result)}</span></span>
}
