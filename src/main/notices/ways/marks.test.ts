import { expect, test } from 'vitest'
import { aprendeai } from '../../../shared/platforms/aprendeai.ts'
import { rusingacademy } from '../../../shared/platforms/rusingacademy.ts'
import { skillcore } from '../../../shared/platforms/skillcore.ts'
import type { Catalog } from '../../../shared/catalog.ts'
import { draftOf, MINUTE_MS, School, settingsOf, START_MS } from '../notices-fixture.ts'
import { marksLost } from './marks.ts'

const strong = draftOf({ kind: 'announcement', severity: 'critical', dismissable: false, expiresAtMs: START_MS + MINUTE_MS })
const lost = (catalog: Catalog, draft = strong, settings = settingsOf('t1')): string[] => marksLost(draft, 'Lincoln', settings, (catalog.notices ?? []).filter(({ kinds }) => kinds.includes(draft.kind)), catalog)

test('what the platform’s event has no field for is said, and only where it was set', () => {
  expect(lost(aprendeai)).toEqual(['Apps of Lincoln are not told how severe it is, that it cannot be closed and when it ends: chat.message has no field for it.'])
  expect(lost(rusingacademy)).toEqual(['Apps of Lincoln are not told how severe it is, that it cannot be closed and when it ends: notification:new has no field for it.'])
  expect(lost(rusingacademy, { ...strong, kind: 'urgent' })).toEqual([])
  expect(lost(skillcore)).toEqual([])
  expect(lost(aprendeai, draftOf({ severity: 'info' }))).toEqual([])
  expect(lost(aprendeai, draftOf({ severity: 'info', expiresAtMs: START_MS }))).toEqual(['Apps of Lincoln are not told when it ends: chat.message has no field for it.'])
})

test('the end of a window is not the end of its notice', () => {
  const draft = draftOf({ kind: 'maintenance', severity: 'info', expiresAtMs: START_MS + MINUTE_MS })
  expect(lost(skillcore, draft)).toEqual([])
  expect(lost(skillcore, { ...draft, when: { kind: 'window', startMs: 1, endMs: 2, zone: 'UTC', reminderMinutes: null } })).toEqual(['Apps of Lincoln are not told when it ends: system.maintenance has no field for it.'])
})

test('of a request its body counts, with the payload where that is in it', () => {
  const by = (body: string) => settingsOf('t1', { way: 'http', http: { ...settingsOf('t1').http, body } })
  expect(lost(skillcore, strong, by('{"title":"{title}"}'))).toEqual(['Apps of Lincoln are not told how severe it is, that it cannot be closed and when it ends: the request has no field for it.'])
  expect(lost(skillcore, strong, by('{"title":"{title}","until":"{expiresAt}","how":"{severity}","sticky":"{dismissable}"}'))).toEqual([])
  expect(lost(skillcore, strong, by('{"what":"{payload}"}'))).toEqual([])
})

test('review says it', async () => {
  const school = new School({ catalog: { ...aprendeai, id: 'lyceum' } })
  expect((await school.review(strong)).warnings.join()).toContain('Apps of School t1 are not told how severe it is')
})
