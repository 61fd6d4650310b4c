import { Megaphone, OctagonAlert, TriangleAlert, Wrench, type LucideIcon } from 'lucide-react'
import type { NoticeKind, NoticePart, NoticeState, NoticeView } from '../../../shared/notices.ts'
import { kindWord, noticeStateTone, partStateTone, partStateWord, stateWord } from './notice-words.ts'
import { CircleCheck, CircleDashed, CircleHelp, CircleSlash, CircleX, Clock, Hourglass, PencilLine, Send, Timer } from 'lucide-react'

const kindIcons: Readonly<Record<NoticeKind, LucideIcon>> = { announcement: Megaphone, maintenance: Wrench, urgent: TriangleAlert, emergency: OctagonAlert }

/** A kind: shape and word. */
export function KindMark({ kind, size = 16 }: { kind: NoticeKind; size?: number }) {
  const Icon = kindIcons[kind]
  return <span className={`state-mark notice-kind tone-${kind === 'emergency' ? 'critical' : kind === 'urgent' ? 'warning' : kind === 'maintenance' ? 'info' : 'neutral'}`}><Icon size={size} aria-hidden="true" /><span>{kindWord(kind)}</span></span>
}

/** The word DRILL on its stripes. */
export function DrillTag() {
  return <span className="drill-tag">DRILL</span>
}

const stateIcons: Readonly<Record<NoticeState, LucideIcon>> = {
  draft: PencilLine, scheduled: Clock, missed: CircleHelp, undoable: Timer, sending: Send, sent: CircleCheck, stopped: CircleSlash, unknown: CircleHelp, failed: CircleX, cancelled: CircleSlash,
}

export function NoticeStateMark({ view }: { view: Pick<NoticeView, 'state' | 'steps'> }) {
  const { state } = view
  const Icon = stateIcons[state]
  return <span className={`state-mark tone-${noticeStateTone(state)}`}><Icon size={14} aria-hidden="true" /><span>{stateWord(view)}</span></span>
}

const partIcons: Readonly<Record<NoticePart['state'], LucideIcon>> = { waiting: Hourglass, begun: Send, sent: Send, confirmed: CircleCheck, 'not-confirmed': CircleDashed, failed: CircleX, unknown: CircleHelp, stopped: CircleSlash }

export function PartStateMark({ state }: { state: NoticePart['state'] }) {
  const Icon = partIcons[state]
  return <span className={`state-mark tone-${partStateTone(state)}`}><Icon size={14} aria-hidden="true" /><span>{partStateWord(state)}</span></span>
}
