import { expect, it } from 'vitest'
import { settingsTrouble } from '../../../../main/tell/settings-check.ts'
import { schoolDay } from '../rules/schedule-editor.tsx'
import { hoursErrors } from './hours-section.tsx'
import { logOutcome, quietChoices, quietUntil, quietWords, webhookError, withOwner } from './tell-words.ts'

const NOW = Date.UTC(2026, 10, 20, 16, 42)

it('ends do-not-disturb at a time that the main process takes, also in the nights in which clocks change', () => {
  for (const nowMs of [NOW, Date.UTC(2026, 2, 8, 5, 30), Date.UTC(2026, 10, 1, 4, 30)]) {
    for (const choice of quietChoices) expect(settingsTrouble({ quietUntilMs: quietUntil(choice, nowMs, 'America/Chicago') }, nowMs)).toBeUndefined()
  }
  expect(quietUntil('tomorrow', NOW, 'America/Chicago')).toBe(Date.UTC(2026, 10, 21, 14))
  expect(quietUntil('tomorrow', Date.UTC(2026, 9, 31, 13), 'America/Chicago')).toBe(Date.UTC(2026, 10, 1, 14))
})

it('says how long it is still quiet', () => {
  expect(quietWords(null, NOW)).toBe('Off.')
  expect(quietWords(NOW - 1, NOW)).toBe('Off.')
  expect(quietWords(NOW + 28 * 60_000, NOW)).toMatch(/^On until \d\d:\d\d, 28 min left\.$/)
})

it('finds hours that are none, as the main process does', () => {
  expect(hoursErrors(schoolDay)).toEqual({})
  expect(hoursErrors({ ...schoolDay, days: [], from: '8' })).toEqual({ 'schedule.days': 'Choose at least one day.', 'schedule.from': 'Write the time as 08:00.' })
  const same = { ...schoolDay, to: '08:00' }
  expect([Object.keys(hoursErrors(same)), settingsTrouble({ monitoringHours: same }, NOW) === undefined]).toEqual([['schedule.to'], false])
})

it('asks for address and secret before a webhook is sent', () => {
  const whole = { url: 'https://oncall.example/hook', secret: 'long enough', hasSecret: false }
  expect(webhookError(whole)).toBeUndefined()
  expect(webhookError({ ...whole, secret: '', hasSecret: true })).toBeUndefined()
  expect([webhookError({ ...whole, url: ' ' })?.field, webhookError({ ...whole, url: 'ftp://x' })?.field, webhookError({ ...whole, secret: 'short' })?.field, webhookError({ ...whole, secret: '' })?.field]).toEqual(['url', 'url', 'secret', 'secret'])
})

it('adds an owner once, without regard to case', () => {
  expect(withOwner(['Ms. Ortiz'], ' Mr. Chen ')).toEqual(['Ms. Ortiz', 'Mr. Chen'])
  expect([withOwner(['Ms. Ortiz'], 'ms. ortiz'), withOwner([], '  ')]).toEqual([undefined, undefined])
})

it('says why something was not shown', () => {
  expect([logOutcome({ shown: true, why: '' }), logOutcome({ shown: false, why: 'do not disturb' }), logOutcome({ shown: false, why: '' })]).toEqual(['Shown', 'Not shown: do not disturb', 'Not shown'])
})
