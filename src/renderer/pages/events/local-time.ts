/* Times that somebody types, in the zone of this computer. */

export type TypedTime = { readonly ok: true; readonly atMs: number } | { readonly ok: false; readonly sentence: string }

const FORM = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})[ T]+)?(\d{1,2}):(\d{2})(?::(\d{2}))?$/

/** Reads `10:42`, `10:42:07` (today) or `2026-11-20 10:42:07`; else says in a sentence what is wrong. `nowMs` says what today is. */
export function parseLocalTime(text: string, nowMs: number): TypedTime {
  const found = FORM.exec(text.trim())
  if (found === null) return { ok: false, sentence: text.trim() === '' ? 'Enter a time, e.g. 10:42.' : 'Write a time as 10:42 or 10:42:07, or with its day as 2026-11-20 10:42.' }
  const today = new Date(nowMs)
  const part = (index: number, otherwise: number): number => (found[index] === undefined ? otherwise : Number(found[index]))
  const year = part(1, today.getFullYear())
  const month = part(2, today.getMonth() + 1)
  const day = part(3, today.getDate())
  const hour = part(4, 0)
  const minute = part(5, 0)
  const second = part(6, 0)
  if (hour > 23 || minute > 59 || second > 59) return { ok: false, sentence: 'There is no such time of day: hours go to 23, minutes and seconds to 59.' }
  const at = new Date(year, month - 1, day, hour, minute, second)
  if (at.getMonth() !== month - 1 || at.getDate() !== day) return { ok: false, sentence: 'There is no such day in the calendar.' }
  if (at.getHours() !== hour || at.getMinutes() !== minute) return { ok: false, sentence: 'There is no such time on that day: the clocks were set forward.' }
  return { ok: true, atMs: at.getTime() }
}

/** `2026-11-20 10:42:07`: a time as it is typed. */
export function formatLocalTime(atMs: number): string {
  const at = new Date(atMs)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}
