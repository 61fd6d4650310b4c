import type { NoticeSettings } from '../../../../shared/notices.ts'
import { isZone } from '../../../../shared/zone-time.ts'

export interface WayErrors {
  schoolName?: string
  zone?: string
  quietHours?: string
  namespace?: string
  event?: string
  url?: string
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

/** What is wrong with a way's settings, by field, in a sentence. */
export function wayErrors(settings: NoticeSettings): WayErrors {
  const errors: WayErrors = {}
  if (settings.schoolName.trim() === '') errors.schoolName = 'Give the school’s name.'
  if (!isZone(settings.zone)) errors.zone = 'There is no such zone. Write it as Europe/Vienna or America/Chicago.'
  if (settings.quietHours !== null && !(CLOCK.test(settings.quietHours.from) && CLOCK.test(settings.quietHours.to))) errors.quietHours = 'Write both times as 21:00.'
  if (!settings.socket.namespace.startsWith('/')) errors.namespace = 'A namespace begins with a slash.'
  if (settings.socket.event.trim() === '') errors.event = 'Name the event.'
  if (settings.way === 'http' && !/^https?:\/\/\S+$/.test(settings.http.url.trim())) errors.url = 'Write a whole address: https://…'
  return errors
}
