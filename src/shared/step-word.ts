import type { NoticeStep } from './notices.ts'

const words: Readonly<Record<NoticeStep, string>> = {
  announce: 'Announcement', reminder: 'Reminder', scheduled: 'Scheduled', 'in-progress': 'In progress', verifying: 'Verifying', completed: 'Completed', cancelled: 'Cancelled',
}

/** A step of a maintenance window as screens, sentences and buttons name it. */
export function stepWord(step: NoticeStep): string {
  return words[step]
}
