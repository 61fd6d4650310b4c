import { afterEach, expect, test } from 'vitest'
import { DUPLICATE_DETAIL } from '../main/notices/ways/answer.ts'
import type { NoticeDraft, NoticeReview, NoticeSettings, NoticeView } from '../shared/notices.ts'
import { startCampus } from './campus.ts'
import type { Campus } from './campus.ts'
import type { Platform } from './contract.ts'
import { until } from './kit/test-client.ts'
import { accountsOf, deskOn, noticeFor, receiver, settingsFor, waysOf } from './notices-fixture.ts'
import { watchCampus } from './test-console.ts'

/* Two people at two consoles who write the same words to the same people: everybody gets them, and nobody twice. */

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** A console of its own: connections, memory and database. */
async function consoleOn(campus: Campus, platform: Platform) {
  const { monitor, targets } = watchCampus(campus, { adminFeeds: true })
  let aheadMs = 0
  const { desk, stop } = deskOn({ monitor, ways: waysOf(targets, ''), now: () => Date.now() + aheadMs })
  stops.unshift(stop, () => targets.stop())
  const handlers = desk.handlers()
  const isLive = () => {
    const view = targets.views()[0]
    return view?.namespaces.find(({ name }) => name === noticeFor(platform.id, 'announcement').namespace)?.state === 'live' && view.feedLink?.state === 'live' && (view.feed?.sockets ?? 0) >= 5
  }
  await expect.poll(isLive, { timeout: 10_000 }).toBe(true)
  return {
    use: async (way: NoticeSettings['way']) => expect(await handlers['ways:save']({ settings: { ...settingsFor(platform, way), rights: { [platform.admin.role]: ['announcement', 'emergency'] } } })).toEqual({ ok: true }),
    review: async (draft: NoticeDraft): Promise<NoticeReview> => {
      const answer = await handlers['notices:review'](draft)
      if (!answer.ok) throw new Error(answer.problem.what)
      expect(answer.value.problems).toEqual([])
      return answer.value
    },
    confirm: ({ reviewId, typeToConfirm, needsApproval }: NoticeReview) => handlers['notices:send']({ reviewId, typed: typeToConfirm, approval: needsApproval ? { kind: 'override', reason: 'The principal is at the gate.' } : null, repeat: false }),
    get: async (id: string): Promise<NoticeView> => {
      const answer = await handlers['notices:get']({ id })
      if (!answer.ok) throw new Error(answer.problem.what)
      return answer.value
    },
    /** The ten seconds of undo pass here alone. */
    passUndo: () => { aheadMs += 10_000 },
  }
}

test('two consoles that send the same: at the same moment the server delivers one, afterwards the review says it, and what waits is held back', async () => {
  const campus = await startCampus({ portBase: 0, people: 60, only: ['skillcore'], devices: false, eventsPerSecond: 0 })
  stops.push(() => campus.stop())
  const platform = campus.platforms.get('skillcore')!
  const receivers = await Promise.all([...accountsOf(platform, 'student').slice(0, 4), accountsOf(platform, 'teacher')[0]!].map((account) => receiver(platform, account)))
  const [one, other] = await Promise.all([consoleOn(campus, platform), consoleOn(campus, platform)])
  const { role } = receivers[0]!.account
  const draftOf = (id: string, kind: NoticeDraft['kind'], title: string): NoticeDraft => ({
    id, drill: false, kind, severity: 'critical', dismissable: false, expiresAtMs: null, texts: [{ language: 'en', title, body: 'Stay in your rooms.' }],
    audience: { include: [{ kind: 'role', targetId: platform.id, role }], exclude: [] }, when: { kind: 'now' }, templateId: null, corrects: null,
  })
  const got = () => receivers.map(({ notices }) => notices().map((notice) => (notice as { title: string }).title))
  const everyStudent = (titles: readonly string[]) => receivers.map(({ account }) => (account.role === role ? titles : []))

  // At the same moment, by the application socket: both were reviewed before either left.
  await Promise.all([one.use('application-socket'), other.use('application-socket')])
  const reviews = await Promise.all([one.review(draftOf('n-one', 'emergency', 'Hold')), other.review(draftOf('n-other', 'emergency', 'Hold'))])
  expect(reviews.map(({ repeats }) => repeats)).toEqual([[], []])
  expect(await Promise.all([one.confirm(reviews[0]), other.confirm(reviews[1])])).toMatchObject([{ ok: true }, { ok: true }])
  const views = () => Promise.all([one.get('n-one'), other.get('n-other')])
  const ends = async () => (await views()).map(({ state, parts }) => `${state} ${parts[0]?.state} ${parts[0]?.delivered}`).sort()
  await expect.poll(ends, { timeout: 5_000 }).toEqual(['failed failed null', 'sent confirmed 4'])
  const refused = (await views()).find(({ state }) => state === 'failed')!
  expect(refused.sentence).toBe(`Not sent. ${DUPLICATE_DETAIL}`)
  await expect.poll(got).toEqual(everyStudent(['Hold']))

  // One after the other: the review of each says who was faster, and without the tick nothing is sent.
  const [mine, theirs] = refused.draft.id === 'n-one' ? [other, one] : [one, other]
  const says = async (console: typeof one) => (await console.review(draftOf('n-again', 'emergency', 'Hold'))).repeats
  await expect.poll(() => says(theirs), { timeout: 5_000 }).toEqual([expect.stringMatching(/^Another console sent these very words on .+ at \d\d:\d\d, less than a minute ago\.$/)])
  expect(await says(mine)).toEqual([expect.stringMatching(/^You sent these very words to .+ less than a minute ago\.$/)])
  expect(await theirs.confirm(await theirs.review(draftOf('n-again', 'emergency', 'Hold')))).toMatchObject({ ok: false, problem: { what: expect.stringContaining('sent already') } })

  // By the admin feed no server refuses anything: the second console sees the first's notice arrive while its own waits.
  await Promise.all([one.use('admin-feed'), other.use('admin-feed')])
  for (const [console, id] of [[one, 'f-one'], [other, 'f-other']] as const) expect(await console.confirm(await console.review(draftOf(id, 'announcement', 'Late bus')))).toMatchObject({ ok: true, value: { state: 'undoable' } })
  one.passUndo()
  await expect.poll(async () => (await other.get('f-other')).sentence, { timeout: 5_000 }).toMatch(/^Draft\. Another console sent these very words at \d\d:\d\d:\d\d\. Yours was held back: nothing was sent\.$/)
  other.passUndo()
  await expect.poll(async () => (await one.get('f-one')).state, { timeout: 5_000 }).toBe('sent')
  // Behind all that is on its way.
  platform.io.of(noticeFor(platform.id, 'announcement').namespace).emit('barrier', {})
  await Promise.all(receivers.map(({ client }) => client.first('barrier')))
  await until(() => receivers[0]!.notices().length === 2, 'the feed’s arrived')
  expect(got()).toEqual(everyStudent(['Hold', 'Late bus']))
}, 40_000)
