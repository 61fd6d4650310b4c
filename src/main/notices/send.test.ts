import { describe, expect, test } from 'vitest'
import { noticeList, noticeReview, noticeView } from '../../shared/notices.ts'
import type { NoticeSettings } from '../../shared/notices.ts'
import { socket } from '../monitor/presence-fixture.ts'
import { draftOf, MemoryServer, MINUTE_MS, School, SECOND_MS, settle, settingsOf, students, why } from './notices-fixture.ts'
import type { PacketOutcome } from './way.ts'

describe('a notice to everybody', () => {
  test('review says whom, how many and what leaves; after ten seconds it is sent once', async () => {
    const school = new School()
    const review = noticeReview.parse(await school.review(draftOf()))
    expect(review).toMatchObject({ sentence: 'Send **URGENT** to **3 people** at **Lincoln High** now.', button: 'Send to 3', typeToConfirm: null, needsApproval: false, problems: [], packetsLeftOut: 0 })
    expect(review.count.sentence).toBe('3 people online now: 3 students, in 1 room.')
    expect(JSON.parse(review.packets[0]!.json)).toMatchObject({ noticeId: 'n-1', kind: 'urgent', title: 'Snow', body: 'School closes at noon.', drill: false })
    expect(review.warnings.join()).toContain('No document of School t1 covers this sending')
    const sent = await school.handlers['notices:send']({ reviewId: review.reviewId, typed: null, approval: null, repeat: false })
    expect(sent).toMatchObject({ ok: true, value: { state: 'undoable', undoUntilMs: school.nowMs + 10 * SECOND_MS } })
    await school.pass(9 * SECOND_MS)
    expect(school.server.packets).toEqual([])
    await school.pass(2 * SECOND_MS)
    expect(school.server.packets).toMatchObject([{ noticeId: 'n-1', namespace: '/', room: null, event: 'bulletin', way: 'admin-feed', kind: 'urgent' }])
    const view = noticeView.parse(await school.get('n-1'))
    expect(view).toMatchObject({ state: 'sent', totals: { people: 3, sent: 3, delivered: 3, failed: 0 }, createdBy: 'maria' })
    await school.pass(MINUTE_MS)
    expect([...school.server.handed.values()]).toEqual([1])
    expect(noticeList.parse(await school.handlers['notices:list'](null)).sent.map(({ draft }) => draft.id)).toEqual(['n-1'])
  })

  test('the audit log has it before it leaves and its result after', async () => {
    const school = new School()
    await school.send(draftOf())
    const [begun] = school.audit.list(null, 10)
    expect(begun).toMatchObject({ action: 'send notice', result: 'pending', targetName: 'School t1' })
    expect(begun!.who).toContain('u-principal (PRINCIPAL)')
    expect(begun!.scope).toContain('3 people online, 1 packet by admin-feed bulletin; not covered by a document')
    expect(begun!.scope).not.toContain('Snow')
    await school.pass(11 * SECOND_MS)
    expect(school.audit.list(null, 10)[0]).toMatchObject({ result: 'confirmed', detail: 'Packets: 1 confirmed.' })
  })

  test('a review is used once', async () => {
    const school = new School()
    const { reviewId } = await school.review(draftOf())
    const confirmation = { reviewId, typed: null, approval: null, repeat: false }
    const both = await Promise.all([school.handlers['notices:send'](confirmation), school.handlers['notices:send'](confirmation)])
    expect(both.map(({ ok }) => ok)).toEqual([true, false])
    expect(why(await school.handlers['notices:send'](confirmation))).toContain('used already')
    await school.pass(20 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
  })

  test('two clicks in one tick, and two windows with a review each, send one notice', async () => {
    const school = new School()
    const [first, second] = [await school.review(draftOf()), await school.review(draftOf())]
    const click = ({ reviewId }: typeof first) => school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat: false })
    const answers = await Promise.all([click(first), click(first), click(second)])
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, false])
    await school.pass(11 * SECOND_MS)
    expect((await click(second)).ok).toBe(false)
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
  })

  test('two clicks while the second person signs in send one emergency', async () => {
    let signedIn = (): void => {}
    const school = new School({ parts: { signIn: () => new Promise((resolve) => (signedIn = () => resolve({ ok: true, id: 'u-2', role: 'PRINCIPAL' }))) } })
    const draft = draftOf({ kind: 'emergency' })
    const [first, second] = [await school.review(draft), await school.review(draft)]
    const click = async ({ reviewId }: typeof first) => await school.handlers['notices:send']({ reviewId, typed: null, approval: { kind: 'second-person', targetId: 't1', email: 'second@lincoln.example', password: 'right' }, repeat: false })
    const clicks = [click(first), click(first), click(second)]
    signedIn()
    expect((await Promise.all(clicks)).map(({ ok }) => ok)).toEqual([true, false, false])
    await school.pass(5 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
  })

  test('a window that was announced is not announced again by a review of before', async () => {
    const school = new School()
    const draft = draftOf({ kind: 'maintenance', when: { kind: 'window', startMs: school.nowMs + 60 * MINUTE_MS, endMs: school.nowMs + 90 * MINUTE_MS, zone: 'America/Chicago', reminderMinutes: null } })
    const [first, second] = [await school.review(draft), await school.review(draft)]
    const click = ({ reviewId }: typeof first) => school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat: false })
    expect((await click(first)).ok).toBe(true)
    await school.pass(12 * SECOND_MS)
    expect(await school.get('n-1')).toMatchObject({ state: 'scheduled' })
    expect(why(await click(second))).toContain('You sent these very words')
    await school.pass(12 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
  })

  test('a review of six minutes ago, or of a later clock, does not send', async () => {
    const school = new School()
    const { reviewId } = await school.review(draftOf())
    school.nowMs += 6 * MINUTE_MS
    expect(why(await school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat: false }))).toContain('too old')
    school.nowMs -= 30 * MINUTE_MS
    expect(why(await school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat: false }))).toContain('too old')
  })

  test('what was sent cannot be confirmed a second time', async () => {
    const school = new School()
    await school.send(draftOf())
    await school.pass(11 * SECOND_MS)
    expect(why(await school.send(draftOf()))).toBe('This notice was confirmed before.')
    expect(school.server.packets).toHaveLength(1)
  })
})

test('what no document covers is said once, with all platforms, and a window shows all its steps', async () => {
  const school = new School({ targets: ['t1', 't2'] })
  const atMs = school.nowMs + 3_600_000
  const draft = draftOf({ kind: 'maintenance', when: { kind: 'window', startMs: atMs, endMs: atMs + 3_600_000, zone: 'America/Chicago', reminderMinutes: 30 } })
  expect((await school.review(draft)).warnings.filter((warning) => warning.includes('document'))).toEqual(['No document of School t1 and School t2 covers this sending. It is marked so in the audit log.'])
  await school.send(draft)
  await school.pass(15 * SECOND_MS)
  expect((await school.get('n-1')).steps.map(({ step, state }) => `${step} ${state}`)).toEqual(['scheduled done', 'reminder waiting', 'in-progress waiting', 'verifying waiting', 'completed waiting'])
  expect(school.audit.list(null, 1)[0]?.scope).toContain('not covered by a document')
})

test('a document may have the event that clients get; that a server is asked to send it, none has', async () => {
  const server = new MemoryServer()
  const report = server.report.bind(server)
  server.report = (settings) => ({ ...report(settings), events: report(settings).events.map((event) => ({ ...event, documented: true })) })
  const warned = async (way: NoticeSettings['way']) => (await new School({ server, settings: { way, http: { ...settingsOf('t1').http, body: '{"to":"{audience}","what":"{payload}"}' } } }).review(draftOf())).warnings.some((warning) => warning.startsWith('No document of'))
  expect([await warned('admin-feed'), await warned('application-socket'), await warned('http')]).toEqual([false, true, true])
})

test('what was sent long ago is found too, fifty at a time', async () => {
  const school = new School()
  for (let count = 1; count <= 103; count++) {
    school.nowMs += SECOND_MS
    await school.send(draftOf({ id: `n-${count}`, kind: 'emergency', texts: [{ language: 'en', title: `Bus ${count}`, body: 'It is late.' }] }))
    await school.pass(SECOND_MS)
  }
  const { sent, sentLeftOut } = await school.handlers['notices:list'](null)
  expect([sent.length, sentLeftOut, sent[0]!.draft.id]).toEqual([50, 53, 'n-103'])
  const older = async (skip: number): Promise<string[]> => {
    const answer = await school.handlers['notices:older']({ skip })
    if (!answer.ok) throw new Error(why(answer))
    return answer.value.map(({ draft }) => draft.id)
  }
  expect([(await older(50)).length, (await older(50))[0], await older(100), await older(5_000)]).toEqual([50, 'n-53', ['n-3', 'n-2', 'n-1'], []])
})

describe('drill and live', () => {
  test('neither entry sends the other', async () => {
    const school = new School()
    const live = await school.review(draftOf())
    const drill = await school.review(draftOf({ id: 'n-2', drill: true }))
    expect(why(await school.handlers['drills:send']({ reviewId: live.reviewId, typed: null, approval: null, repeat: false }))).toContain('This is no drill')
    expect(why(await school.handlers['notices:send']({ reviewId: drill.reviewId, typed: null, approval: null, repeat: false }))).toContain('This is a drill')
    await school.pass(30 * SECOND_MS)
    expect(school.server.packets).toEqual([])
  })

  test('a drill says so in button, title, text and payload', async () => {
    const school = new School()
    const draft = draftOf({ drill: true, texts: [{ language: 'en', title: 'Lockdown!', body: 'Locks, lights, out of sight.' }, { language: 'es', title: '¡Cierre!', body: 'Cerrojos.' }] })
    const review = await school.review(draft)
    expect(review.button).toBe('Send DRILL to 3')
    expect(review.sentence).toContain('**DRILL: URGENT**')
    await school.send(draft)
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets[0]!.args[0]).toMatchObject({ title: 'DRILL: Lockdown! / DRILL – SIMULACRO: ¡Cierre!', body: 'Locks, lights, out of sight.\nThis is a DRILL.\n\nCerrojos.\nThis is a DRILL. Esto es un simulacro.', drill: true })
  })

  test('a drill never says that it is not one', async () => {
    const school = new School()
    const said = draftOf({ drill: true, texts: [{ language: 'en', title: 'Test', body: 'THIS IS NOT A DRILL.' }] })
    expect((await school.review(said)).problems).toContain('A drill never says that it is not a drill.')
  })
})

describe('what a person must do', () => {
  test('above a hundred people the name of the school is typed', async () => {
    const school = new School({ sockets: students(101) })
    const review = await school.review(draftOf())
    expect(review).toMatchObject({ button: 'Send to 101', typeToConfirm: 'Lincoln High' })
    for (const typed of [null, '', 'lincoln high', 'Lincoln Hig']) expect(why(await school.handlers['notices:send']({ reviewId: review.reviewId, typed, approval: null, repeat: false }))).toContain('Type "Lincoln High"')
    expect((await school.handlers['notices:send']({ reviewId: review.reviewId, typed: ' Lincoln High ', approval: null, repeat: false })).ok).toBe(true)
    expect((await new School({ sockets: students(100) }).review(draftOf())).typeToConfirm).toBeNull()
  })

  test('an emergency needs a second person of another account with the right; it leaves without ten seconds', async () => {
    const answers: Record<string, { id: string; role: string }> = { 'self@lincoln.example': { id: 'u-principal', role: 'PRINCIPAL' }, 'teacher@lincoln.example': { id: 'u-7', role: 'TEACHER' }, 'second@lincoln.example': { id: 'u-2', role: 'PRINCIPAL' } }
    const signIn = (_: string, email: string, password: string) => Promise.resolve(password === 'right' && answers[email] ? { ok: true as const, ...answers[email] } : { ok: false as const, why: 'refused' })
    const school = new School({ parts: { signIn } })
    const review = await school.review(draftOf({ kind: 'emergency' }))
    expect(review.needsApproval).toBe(true)
    const ask = (email: string, password = 'right') => school.handlers['notices:send']({ reviewId: review.reviewId, typed: null, approval: { kind: 'second-person', targetId: 't1', email, password }, repeat: false })
    expect(why(await school.handlers['notices:send']({ reviewId: review.reviewId, typed: null, approval: null, repeat: false }))).toContain('second person must agree')
    expect(why(await ask('self@lincoln.example'))).toContain('A second person is needed')
    expect(why(await ask('teacher@lincoln.example'))).toContain('no right')
    expect(why(await ask('second@lincoln.example', 'wrong'))).toContain('could not be signed in')
    expect(await ask('second@lincoln.example')).toMatchObject({ ok: true, value: { state: 'sending', approvedBy: 'u-2 (PRINCIPAL) on School t1' } })
    await school.pass(SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
    expect(school.audit.list(null, 1)[0]!.who).toContain('approved by u-2 (PRINCIPAL) on School t1')
    expect(JSON.stringify(school.audit.list(null, 100))).not.toContain('right"')
  })

  test('the second person, counted while they sign in, is not an audience that grew; more than that is', async () => {
    for (const [guests, ok] of [[1, true], [2, false]] as const) {
      const school = new School({ parts: { signIn: () => {
        for (let guest = 1; guest <= guests; guest++) school.monitor.socketUp('t1', socket(`guest-${guest}`, `g-${guest}`), school.nowMs)
        return Promise.resolve({ ok: true, id: 'g-1', role: 'PRINCIPAL' })
      } } })
      const approval = { kind: 'second-person', targetId: 't1', email: 'second@lincoln.example', password: 'right' } as const
      const answer = await school.send(draftOf({ kind: 'emergency' }), { approval })
      expect([guests, answer.ok, answer.ok ? '' : answer.problem.what]).toEqual([guests, ok, ok ? '' : 'The audience grew from 3 people to 5 people since the review.'])
    }
  })

  test('an override is in the audit log with its reason', async () => {
    const school = new School()
    await school.send(draftOf({ kind: 'emergency' }), { approval: { kind: 'override', reason: 'Nobody else is in the building.' } })
    expect(school.audit.list(null, 1)[0]!.who).toContain('override without a second person: Nobody else is in the building.')
  })

  test('rights are by kind and by the role of the user', async () => {
    const teacher = new School({ role: 'TEACHER' })
    expect((await teacher.review(draftOf({ kind: 'announcement' }))).problems).toEqual([])
    expect((await teacher.review(draftOf({ kind: 'urgent' }))).problems.join()).toContain('Your role on School t1 (TEACHER) may not send urgent notices.')
    const unnamed = new School({ role: 'COUNSELOR' })
    expect((await unnamed.review(draftOf({ kind: 'announcement' }))).problems).toEqual([])
    expect((await unnamed.review(draftOf({ kind: 'maintenance' }))).problems.join()).toContain('may not send maintenance')
    expect((await new School({ role: '__proto__' }).review(draftOf())).problems).not.toEqual([])
    expect((await new School({ role: '' }).review(draftOf())).problems.join()).toContain('no account')
  })

  test('rights that were taken away between review and sending hold', async () => {
    const school = new School()
    const { reviewId } = await school.review(draftOf())
    expect(await school.handlers['ways:save']({ settings: settingsOf('t1', { rights: {} }) })).toEqual({ ok: true })
    expect(why(await school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat: false }))).toContain('may not send urgent')
  })
})

describe('the audience between review and sending', () => {
  test('grown by more than a tenth: review again; by a tenth: sent', async () => {
    for (const [more, ok] of [[4, true], [5, false]] as const) {
      const school = new School({ sockets: students(40) })
      const { reviewId } = await school.review(draftOf())
      school.monitor.snapshot('t1', students(40 + more), school.nowMs)
      const answer = await school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat: false })
      expect(answer.ok).toBe(ok)
      if (!ok) expect(why(answer)).toBe('The audience grew from 40 people to 45 people since the review.')
    }
  })

  test('shrunk: sent', async () => {
    const school = new School({ sockets: students(40) })
    const { reviewId } = await school.review(draftOf())
    school.monitor.snapshot('t1', students(4), school.nowMs)
    expect((await school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat: false })).ok).toBe(true)
  })

  test('another way out than was reviewed: review again', async () => {
    const school = new School()
    const { reviewId } = await school.review(draftOf())
    await school.handlers['ways:save']({ settings: settingsOf('t1', { way: 'application-socket' }) })
    expect(why(await school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat: false }))).toContain('another way')
  })
})

describe('undo and stop', () => {
  test('undone within ten seconds it never leaves, and can be sent later', async () => {
    const school = new School()
    await school.send(draftOf())
    await school.pass(5 * SECOND_MS)
    expect(await school.handlers['notices:undo']({ id: 'n-1' })).toMatchObject({ ok: true, value: { state: 'draft', parts: [] } })
    expect(school.audit.list(null, 1)[0]).toMatchObject({ result: 'failed', detail: 'Undone within 10 seconds. Nothing was sent.' })
    await school.pass(MINUTE_MS)
    expect(school.server.packets).toEqual([])
    await school.send(draftOf())
    await school.pass(11 * SECOND_MS)
    expect([...school.server.handed]).toEqual([['n-1.2.1', 1]])
    expect(why(await school.handlers['notices:undo']({ id: 'n-1' }))).toContain('too late')
  })

  test('a clock that is set back by hours does not hold it for hours', async () => {
    const school = new School()
    await school.send(draftOf())
    school.nowMs -= 3 * 60 * MINUTE_MS
    await school.pass(12 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
  })

  test('stop says how many already have it, and nothing more leaves', async () => {
    const school = new School({ targets: ['t1'], sockets: [...students(4), ...students(3, 10).map((each) => ({ ...each, namespace: '/talk', rooms: [each.id] }))] })
    await school.send(draftOf({ audience: { include: [{ kind: 'namespace', targetId: 't1', namespace: '/' }, { kind: 'namespace', targetId: 't1', namespace: '/talk' }], exclude: [] } }))
    school.server.answer = () => Promise.resolve({ result: 'sent', delivered: null, detail: '' })
    await school.pass(10_250)
    expect(school.server.packets).toHaveLength(1)
    expect(await school.handlers['notices:stop']({ id: 'n-1' })).toMatchObject({ ok: true, value: { state: 'stopped', sentence: 'Stopped. 4 people already have it.' } })
    await school.pass(MINUTE_MS)
    expect(school.server.packets).toHaveLength(1)
    expect(school.audit.list(null, 1)[0]!.detail).toBe('Stopped. 4 people already have it. Packets: 1 sent, 1 stopped.')
  })

  test('two packets a second to one platform, others do not wait for it', async () => {
    const school = new School({ targets: ['t1', 't2'] })
    const rooms = (targetId: string) => [{ kind: 'namespace' as const, targetId, namespace: '/' }, { kind: 'namespace' as const, targetId, namespace: '/talk' }]
    await school.send(draftOf({ audience: { include: [...rooms('t1'), ...rooms('t2')], exclude: [] } }))
    await school.pass(10 * SECOND_MS)
    expect(school.server.packets.map(({ targetId }) => targetId)).toEqual(['t1', 't2'])
    await school.pass(400, 100)
    expect(school.server.packets).toHaveLength(2)
    await school.pass(200, 100)
    expect(school.server.packets).toHaveLength(4)
  })
})

describe('what a way answers', () => {
  const never = (): Promise<PacketOutcome> => new Promise(() => {})
  const cases: readonly [string, () => Promise<PacketOutcome>, string, string][] = [
    ['confirmed', () => Promise.resolve({ result: 'confirmed', delivered: 2, detail: '' }), 'sent', 'confirmed'],
    ['sent', () => Promise.resolve({ result: 'sent', delivered: null, detail: '' }), 'sent', 'sent'],
    ['not confirmed', () => Promise.resolve({ result: 'not-confirmed', delivered: null, detail: '' }), 'sent', 'not-confirmed'],
    ['refused', () => Promise.resolve({ result: 'refused', delivered: null, detail: 'FORBIDDEN' }), 'failed', 'failed'],
    ['failed', () => Promise.resolve({ result: 'failed', delivered: null, detail: 'Not connected.' }), 'failed', 'failed'],
    ['the connection ended between', () => Promise.resolve({ result: 'unknown', delivered: null, detail: '' }), 'unknown', 'unknown'],
    ['garbage', () => Promise.resolve({ yes: '__proto__' } as unknown as PacketOutcome), 'unknown', 'unknown'],
    ['null', () => Promise.resolve(null as unknown as PacketOutcome), 'unknown', 'unknown'],
    ['odd numbers', () => Promise.resolve({ result: 'confirmed', delivered: -5e300, detail: 7 } as unknown as PacketOutcome), 'sent', 'confirmed'],
    ['a rejection', () => Promise.reject(new Error('broken')), 'unknown', 'unknown'],
    ['an exception', () => { throw new Error('broken') }, 'unknown', 'unknown'],
    ['nothing, ever', never, 'unknown', 'unknown'],
  ]
  test.each(cases)('%s', async (_, answer, state, part) => {
    const school = new School()
    school.server.answer = answer
    await school.send(draftOf())
    await school.pass(70 * SECOND_MS, 1_000)
    const view = await school.get('n-1')
    expect([view.state, view.parts[0]!.state]).toEqual([state, part])
    expect(school.audit.list(null, 1)[0]!.result).not.toBe('pending')
    await school.pass(2 * MINUTE_MS, 1_000)
    expect([...school.server.handed.values()]).toEqual([1])
  })

  test('a late answer replaces silence, a second answer nothing', async () => {
    const school = new School()
    let late: (outcome: PacketOutcome) => void = () => {}
    school.server.answer = () => new Promise((resolve) => (late = resolve))
    await school.send(draftOf())
    await school.pass(70 * SECOND_MS, 1_000)
    expect((await school.get('n-1')).state).toBe('unknown')
    late({ result: 'confirmed', delivered: 3, detail: '' })
    await settle()
    late({ result: 'failed', delivered: null, detail: '' })
    await settle()
    expect(await school.get('n-1')).toMatchObject({ state: 'sent', parts: [{ state: 'confirmed' }] })
  })

  test('what is unknown is found out by a person, and written down', async () => {
    const school = new School()
    school.server.answer = () => Promise.resolve({ result: 'unknown', delivered: null, detail: '' })
    await school.send(draftOf())
    await school.pass(11 * SECOND_MS)
    const view = await school.get('n-1')
    expect(view.sentence).toContain('not known whether 1 packet arrived')
    expect(await school.handlers['notices:found-out']({ id: 'n-1', partId: view.parts[0]!.id, arrived: true, note: 'Room 12 saw it' })).toMatchObject({ ok: true, value: { state: 'sent', parts: [{ state: 'confirmed' }] } })
    expect(school.audit.list(null, 1)[0]).toMatchObject({ action: 'found out of notice', reason: 'Room 12 saw it', result: 'confirmed' })
    expect((await school.handlers['notices:found-out']({ id: 'n-1', partId: view.parts[0]!.id, arrived: false, note: 'again' })).ok).toBe(false)
  })
})
