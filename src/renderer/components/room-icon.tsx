import { BookOpen, CalendarClock, ClipboardCheck, FileText, GraduationCap, Hash, Landmark, MessageCircle, MessagesSquare, Presentation, School, User, Users, Video, type LucideIcon } from 'lucide-react'
import type { RoomKind } from '../../shared/catalog.ts'

const icons: Readonly<Record<RoomKind, LucideIcon>> = {
  class: GraduationCap, course: BookOpen, video: Video, instructor: Presentation, conversation: MessagesSquare, session: CalendarClock, chat: MessageCircle,
  assessment: ClipboardCheck, content: FileText, role: Users, user: User, school: School, district: Landmark, other: Hash,
}

/** The kind of a room as an icon; its word stands beside it. */
export function RoomIcon({ kind, size = 14 }: { kind: RoomKind; size?: number }) {
  const Icon = icons[kind]
  return <Icon size={size} aria-hidden="true" />
}
