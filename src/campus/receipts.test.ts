import { afterEach, expect, test } from 'vitest'
import type { EventReader } from '../main/targets/event-reader.ts'
import type { NoticeView } from '../shared/notices.ts'
import { startCampus } from './campus.ts'
import { platformIds } from './contract.ts'
import { until } from './kit/test-client.ts'
import { accountsOf, deskOn, noticeFor, receiver, settingsFor, waysOf } from './notices-fixture.ts'
import { watchCampus } from './test-console.ts'

/* Read receipts, from the window's request to what the window is told: the real desk on the real platforms of the campus. */

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

test('on all five platforms the server says how many got a notice and how many read it, and the screen is told', async () => {
  const campus = await startCampus({ portBase: 0, people: 60, devices: false, eventsPerSecond: 0 })
  let reader: EventReader | undefined
  const { monitor, targets } = watchCampus(campus, { adminFeeds: true, reader: { reads: (...event) => reader?.reads(...event) === true, onEvent: (...event) => reader?.onEvent(...event) } })
  stops.push(() => targets.stop(), () => campus.stop())
  const platforms = platformIds.map((id) => campus.platforms.get(id)!)
  const receivers = await Promise.all(platforms.flatMap((platform) => [...accountsOf(platform, 'student').slice(0, 8), accountsOf(platform, 'teacher')[0]!].map((account) => receiver(platform, account))))
  const isLive = (id: string): boolean => {
    const view = targets.views().find(({ settings }) => settings.id === id)
    return view?.namespaces.find(({ name }) => name === noticeFor(id, 'announcement').namespace)?.state === 'live' && (view.feed?.sockets ?? 0) >= 9
  }
  await expect.poll(() => platformIds.filter((id) => !isLive(id)), { timeout: 10_000 }).toEqual([])

  const { desk, stop } = deskOn({ monitor, ways: waysOf(targets, '') })
  stops.unshift(stop)
  reader = desk.receipts
  const handlers = desk.handlers()
  for (const platform of platforms) expect(await handlers['ways:save']({ settings: { ...settingsFor(platform, 'application-socket'), rights: { [platform.admin.role]: ['emergency'] } } })).toEqual({ ok: true })
  const review = await handlers['notices:review']({
    id: 'n-1', drill: false, kind: 'emergency', severity: 'critical', dismissable: false, expiresAtMs: null, texts: [{ language: 'en', title: 'Hold', body: 'Stay in your rooms.' }],
    audience: { include: platforms.map((platform) => ({ kind: 'role' as const, targetId: platform.id, role: accountsOf(platform, 'student')[0]!.role })), exclude: [] }, when: { kind: 'now' }, templateId: null, corrects: null,
  })
  if (!review.ok) throw new Error(review.problem.what)
  expect(review.value.problems).toEqual([])
  expect(await handlers['notices:send']({ reviewId: review.value.reviewId, typed: review.value.typeToConfirm, approval: { kind: 'override', reason: 'The principal is at the gate.' }, repeat: false })).toMatchObject({ ok: true })

  const get = async (): Promise<NoticeView> => {
    const answer = await handlers['notices:get']({ id: 'n-1' })
    if (!answer.ok) throw new Error(answer.problem.what)
    return answer.value
  }
  const parts = async () => (await get()).parts.map(({ targetId, state, delivered, read }) => ({ targetId, state, delivered, read: read !== null && read > 0 && read <= 8 }))
  // Readers take up to 8 s, and receipts come at most every second.
  await expect.poll(parts, { timeout: 14_000, interval: 200 }).toEqual(platformIds.map((targetId) => ({ targetId, state: 'confirmed', delivered: 8, read: true })))
  const view = await get()
  expect(view.state).toBe('sent')
  expect(view.totals).toMatchObject({ delivered: 40, read: view.parts.reduce((sum, { read }) => sum + (read ?? 0), 0) })
  for (const { detail } of view.parts) expect(detail).toMatch(/^The server's receipt: delivered to 8 connections, \d of 8 ha(s|ve) read it\.$/)
  expect(desk.receipts.ignored).toEqual({ malformed: 0, strange: 0, tooMany: 0 })
  // A receipt is the admin's; nobody else has one.
  await until(() => receivers.every(({ notices, account }) => notices().length === (account.person.kind === 'student' ? 1 : 0)), 'each student has it once')
  expect(receivers.flatMap(({ client }) => client.all('admin:broadcast:receipt'))).toEqual([])
}, 40_000)
