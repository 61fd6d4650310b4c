import { describe, expect, test } from 'vitest'
import { noticeDraft } from '../../shared/notices.ts'
import type { AudienceRule, NoticeDraft } from '../../shared/notices.ts'
import { payloadOf } from '../monitor/raw-payload.ts'
import { viewOf } from '../monitor/monitor-fixture.ts'
import { socket } from '../monitor/presence-fixture.ts'
import { draftOf, everybody, memoryDatabase, noticeLyceum, School, SECOND_MS, settle, settingsOf, START_MS, students, why } from './notices-fixture.ts'
import type { SchoolOptions } from './notices-fixture.ts'

const said = (title: string, body: string, language = 'en'): Partial<NoticeDraft> => ({ texts: [{ language, title, body }] })

async function problems(more: Partial<NoticeDraft> = {}, options: SchoolOptions = {}): Promise<string> {
  return (await new School(options).review(draftOf(more))).problems.join('\n')
}

describe('words', () => {
  test.each([
    ['nothing', '', 'x', 'title is empty'],
    ['spaces', ' \u00a0\t', 'x', 'title is empty'],
    ['an empty text', 'x', '\n \n', 'text is empty'],
    ['a megabyte', 'x', 'a'.repeat(1024 * 1024), '1048576 characters; 5000 fit'],
    ['a long title', 'a'.repeat(201), 'x', '201 characters; 200 fit'],
    ['a zero byte', 'x', 'a\u0000b', '1 character that cannot be seen'],
    ['an escape sequence', 'x\u001b[31m', 'b', '1 character that cannot be seen'],
    ['a line in a title', 'x\ny', 'b', '1 character that cannot be seen'],
    ['a bidirectional override', 'x', 'gpj.\u202eexe', '1 character that cannot be seen'],
    ['two isolates', 'x', '\u2066a\u2069', '2 characters that cannot be seen'],
    ['half a surrogate pair', 'x', 'a\ud83d', 'half a character'],
    ['a field that was not filled', 'Bus {route}', 'late', 'field that was not filled in: {route}'],
  ])('%s is refused in words', async (_, title, body, what) => {
    expect(await problems(said(title, body))).toContain(what)
  })

  test.each([
    ['emoji', 'Snow ❄️', '👩‍👧‍👦 go home 🏳️‍🌈'],
    ['right to left', 'ثلج اليوم', 'المدرسة تغلق عند الظهر\u200f.'],
    ['Hebrew and English', 'שלג snow', 'בית הספר נסגר'],
    ['lines and quotes', 'Say "no"', 'a\r\nb\n{"x": 1} {} \\'],
  ])('%s leaves as it was written', async (_, title, body) => {
    const school = new School()
    expect(await school.send(draftOf(said(title, body)))).toMatchObject({ ok: true })
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets[0]!.args[0]).toMatchObject({ title, body: body.replaceAll('\r\n', '\n') })
  })

  test('HTML and script leave as the text that they are, with a warning', async () => {
    const school = new School()
    const body = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    expect((await school.review(draftOf(said('Hi', body)))).warnings.join()).toContain('holds HTML or a script. It is sent as plain text')
    await school.send(draftOf(said('Hi', body)))
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets[0]!.args[0]).toMatchObject({ body })
  })

  test('placeholders and __proto__ in words are words', async () => {
    const school = new School()
    await school.send(draftOf(said('__proto__', '{"__proto__": {"x": 1}} {NOTICE}')))
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets[0]!.args[0]).toMatchObject({ title: '__proto__', body: '{"__proto__": {"x": 1}} {NOTICE}' })
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  test('one language twice is refused; a live text that says drill is warned of', async () => {
    const school = new School()
    expect((await school.review(draftOf({ texts: [{ language: 'en', title: 'a', body: 'b' }, { language: 'EN', title: 'c', body: 'd' }] }))).problems).toContain('English is there twice.')
    expect((await school.review(draftOf(said('Drill', 'Fire drill')))).warnings.join()).toContain('this is no drill: it is sent live')
  })

  test('ten languages of full length pass the size of a payload in words', async () => {
    const texts = Array.from({ length: 10 }, (_, index) => ({ language: `l${index}`, title: 'ب'.repeat(200), body: 'ب'.repeat(5_000) }))
    expect(noticeDraft.safeParse(draftOf({ texts })).success).toBe(true)
    expect(await problems({ texts })).toMatch(/its payload has \d+ kB, and at most 64 kB are sent\. It holds 10 languages: l0, l1, .* and l9\. Shorten their texts, or send one notice for some languages and another for the rest\./)
    expect(await problems({ texts: [{ language: 'en', title: 'x', body: 'x'.repeat(5_000) }, { language: 'es', title: 'x', body: 'x'.repeat(5_000) }] })).toBe('')
  })
})

describe('languages', () => {
  const both: Pick<NoticeDraft, 'texts'> = { texts: [{ language: 'en', title: 'Snow', body: 'Closed.' }, { language: 'ar', title: 'ثلج', body: 'مغلق.' }] }

  test('one that is empty is named; long titles together are warned of, with their languages', async () => {
    const texts = [...both.texts, { language: 'fr', title: ' ', body: '' }]
    expect(await problems({ texts })).toBe('The French title is empty.\nThe French text is empty.')
    const long = (language: string) => ({ language, title: 'x'.repeat(120), body: 'x' })
    expect((await new School().review(draftOf({ texts: [long('en'), long('es')] }))).warnings.join()).toContain('The titles of English and Spanish leave as one of 243 characters: an app that cuts titles does not show the last languages.')
    expect((await new School().review(draftOf({ texts: [long('en')] }))).warnings.join()).not.toContain('leave as one')
  })

  test('emoji are counted as people count them, beside what the limit counts', async () => {
    expect(await problems(said('👩‍👧‍👦'.repeat(30), 'x'))).toContain('The English title has 30 characters (240 as emoji and marks count); 200 fit.')
  })

  test('each leaves by itself beside the joined payload: in the message to a server, and in a body that asks for it', async () => {
    const words = [{ language: 'en', title: 'DRILL: Snow', body: 'Closed.\nThis is a DRILL.' }, { language: 'ar', title: 'DRILL: ثلج', body: 'مغلق.\nThis is a DRILL.' }]
    const shown = async (settings: SchoolOptions['settings']): Promise<unknown> => JSON.parse((await new School({ settings: settings ?? {} }).review(draftOf({ ...both, drill: true }))).packets[0]!.json)
    const joined = { title: 'DRILL: Snow / DRILL: ثلج', body: 'Closed.\nThis is a DRILL.\n\nمغلق.\nThis is a DRILL.' }
    expect(await shown({ way: 'application-socket' })).toMatchObject({ event: 'bulletin', payload: joined, texts: words, audience: { include: [{ kind: 'everybody' }] } })
    const { http } = settingsOf('t1')
    expect(await shown({ way: 'http', http: { ...http, body: '{"t":"{title}","all":"{texts}"}' } })).toEqual({ t: joined.title, all: words })
    const feed = await shown({ way: 'admin-feed' })
    expect(feed).toMatchObject(joined)
    expect(feed).not.toHaveProperty('texts')
  })

  test('a body that holds the languages twice is too large at review already, in words', async () => {
    const texts = Array.from({ length: 10 }, (_, index) => ({ language: `l${index}`, title: 'x', body: 'x'.repeat(4_000) }))
    const { http } = settingsOf('t1')
    const by = (body: string): Promise<string> => problems({ texts }, { settings: { way: 'http', http: { ...http, body } } })
    expect(await by('{"t":"{body}"}')).toBe('')
    expect(await by('{"t":"{body}","all":"{texts}"}')).toMatch(/its body has 79 kB, and at most 64 kB are sent\. It holds 10 languages/)
  })
})

describe('whom', () => {
  const t1 = 't1'
  const rule = (include: AudienceRule['include'], exclude: AudienceRule['exclude'] = []): Partial<NoticeDraft> => ({ audience: { include, exclude } })

  test.each<[string, Partial<NoticeDraft>, SchoolOptions, string]>([
    ['nobody chosen', rule([]), {}, 'Nobody was chosen'],
    ['everybody but everybody', rule([{ kind: 'everybody' }], [{ kind: 'everybody' }]), {}, 'nobody in this audience'],
    ['nobody there', {}, { sockets: [] }, 'nobody in this audience now'],
    ['a role that nobody has', rule([{ kind: 'role', targetId: t1, role: 'PARENT' }]), {}, 'nobody in this audience now'],
    ['a room that is empty', rule([{ kind: 'room', targetId: t1, namespace: '/', room: 'class_1' }]), {}, 'nobody in this audience now'],
    ['a platform that is gone', rule([{ kind: 'target', targetId: 'gone' }]), {}, 'no longer there'],
    ['a namespace without notices', rule([{ kind: 'namespace', targetId: t1, namespace: '/grades' }]), {}, 'shown urgent notices in / and /talk only, not in /grades'],
    ['a person without a connection', rule([{ kind: 'person', key: { targetId: t1, personId: 'nobody' } }]), {}, 'no connection'],
    ['no way out', {}, { settings: { way: 'none' } }, 'No way out was chosen for School t1'],
    ['a catalog without notices', {}, { catalog: { ...noticeLyceum, notices: [] } }, 'names no event that shows urgent notices'],
  ])('%s is refused in words', async (_, draft, options, what) => {
    expect(await problems(draft, options)).toContain(what)
  })

  test('nothing but a problem leaves', async () => {
    const school = new School({ sockets: [] })
    expect(why(await school.send(draftOf()))).toContain('nobody')
    await school.pass(20 * SECOND_MS)
    expect(school.server.packets).toEqual([])
    expect(school.audit.count).toBe(0)
  })

  test('read-only, signed out and closed ways are refused', async () => {
    const school = new School()
    const view = viewOf('t1', { feedOn: true, signedInAs: { id: 'u-principal', role: 'PRINCIPAL' } })
    school.monitor.targetChanged({ ...view, settings: { ...view.settings, readOnly: true } }, START_MS)
    expect((await school.review(draftOf())).problems.join()).toContain('read-only')
    school.monitor.targetChanged({ ...view, state: 'signed-out' }, START_MS)
    expect((await school.review(draftOf())).problems.join()).toContain('signed out')
    school.monitor.targetChanged(view, START_MS)
    school.server.isOpen = false
    expect((await school.review(draftOf())).problems).toEqual(['School t1: The admin feed is not connected now.'])
  })

  test('a role goes to its rooms in one packet; several parts are one union', async () => {
    const school = new School({ sockets: [...students(2), socket('a', 'u-7', { rooms: ['role:TEACHER', 'class_7b'], person: { role: 'TEACHER' } })] })
    await school.send(draftOf(rule([{ kind: 'role', targetId: t1, role: 'STUDENT' }, { kind: 'role', targetId: t1, role: 'TEACHER' }, { kind: 'room', targetId: t1, namespace: '/', room: 'class_7b' }])))
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets).toMatchObject([{ namespace: '/', room: 'role:STUDENT', otherRooms: ['role:TEACHER', 'class_7b'] }])
    expect((await school.get('n-1')).totals.people).toBe(3)
  })

  test('an exclusion goes to the sockets of those who remain, where the feed shows them all', async () => {
    const school = new School({ sockets: [...students(3), socket('a', 'u-7', { rooms: ['role:TEACHER'], person: { role: 'TEACHER' } })] })
    const draft = draftOf(rule([{ kind: 'target', targetId: t1 }], [{ kind: 'role', targetId: t1, role: 'TEACHER' }]))
    const review = await school.review(draft)
    expect(review).toMatchObject({ problems: [], count: { online: 3 } })
    await school.send(draft)
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
    expect([school.server.packets[0]!.room, ...(school.server.packets[0]!.otherRooms ?? [])]).toEqual(['sock-0', 'sock-1', 'sock-2'])
  })

  test('an exclusion that the admin feed cannot carry out is refused; the application socket is told of it', async () => {
    const draft = draftOf(rule([{ kind: 'target', targetId: t1 }], [{ kind: 'role', targetId: t1, role: 'STUDENT' }]))
    const school = new School()
    school.monitor.targetChanged(viewOf('t1', { feedOn: false, signedInAs: { id: 'u-principal', role: 'PRINCIPAL' } }), START_MS)
    expect((await school.review(draft)).problems.join()).toContain('The admin feed cannot leave anybody out')
    const other = new School({ settings: { way: 'application-socket' }, sockets: [...students(2), socket('a', 'u-7', { person: { role: 'TEACHER' } })] })
    await other.send(draft)
    await other.pass(11 * SECOND_MS)
    expect(other.server.packets).toMatchObject([{ way: 'application-socket', room: null, audience: draft.audience }])
  })

  test('a server is told the platform\'s own id of a person; the window\'s key and the name stay here', async () => {
    const school = new School({ settings: { way: 'application-socket' }, sockets: [socket('a', 'ana@lincoln.example', { person: { name: 'Ana Lopez' } })] })
    const [row] = school.monitor.people.find('Ana', 1)
    expect(row!.key.personId).not.toContain('@')
    await school.send(draftOf(rule([{ kind: 'person', key: row!.key }])))
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets[0]!.audience).toMatchObject({ include: [{ kind: 'person', key: { personId: 'ana@lincoln.example' } }] })
    expect(JSON.stringify([school.audit.list(null, 10), await school.get('n-1')])).not.toMatch(/ana@|Ana/)
  })

  test('HTTP without {audience} sends to everybody or not at all', async () => {
    const role = rule([{ kind: 'role', targetId: t1, role: 'STUDENT' }])
    expect(await problems(role, { settings: { way: 'http' } })).toContain('has no {audience} in it')
    expect(await problems({}, { settings: { way: 'http' } })).toBe('')
    expect(await problems(role, { settings: { way: 'http', http: { ...settingsOf('t1').http, body: '{"to": "{audience}"}' } } })).toBe('')
  })

  test('a payload that does not fit the catalog never leaves', async () => {
    const broken = { ...noticeLyceum, notices: noticeLyceum.notices!.map((notice) => ({ ...notice, args: [{ noticeId: '{noticeId}', kind: 7 }] })) }
    expect(await problems({}, { catalog: broken })).toContain('School t1: ')
    const empty = { ...noticeLyceum, notices: noticeLyceum.notices!.map((notice) => ({ ...notice, args: ['{expiresAt}'] })) }
    expect(await problems({}, { catalog: empty })).toContain('payload is empty')
    const reserved = { ...noticeLyceum, notices: noticeLyceum.notices!.map((notice) => ({ ...notice, event: 'disconnect' })) }
    expect(await problems({}, { catalog: reserved })).toContain('not a name that an event may have')
  })

  test('100,000 people are counted, and nothing is kept of them', () => {
    const school = new School({ sockets: [] })
    for (let at = 0; at < 100_000; at += 20_000) for (const each of students(20_000, at)) school.monitor.socketUp('t1', each, START_MS)
    const tally = school.monitor.audience(everybody, START_MS)
    expect(tally).toMatchObject([{ online: 100_000, offline: 0, inferred: 0, rooms: 1 }])
    expect(Object.keys(tally[0]!)).not.toContain('people')
    expect(tally[0]!.hash).toBe(school.monitor.audience({ include: [{ kind: 'role', targetId: t1, role: 'STUDENT' }], exclude: [] }, START_MS)[0]!.hash)
    // By its own count, whatever the machine: far below what a person notices.
    expect(school.monitor.audience({ include: [{ kind: 'target', targetId: 'other' }], exclude: [] }, START_MS)).toEqual([])
  })
})

describe('disk and audit log', () => {
  test('nothing is sent, scheduled or undone that the audit log cannot hold', async () => {
    const database = memoryDatabase()
    const school = new School({ database })
    const original = database.run.bind(database)
    const review = await school.review(draftOf())
    database.run = (statement, ...values) => {
      if (/audit/i.test(statement)) throw new Error('database or disk is full')
      return original(statement, ...values)
    }
    expect(why(await school.handlers['notices:send']({ reviewId: review.reviewId, typed: null, approval: null, repeat: false }))).toContain('could not be written to the audit log')
    await school.pass(20 * SECOND_MS)
    expect(school.server.packets).toEqual([])
  })

  test('a disk that takes no notice sends none, and says so', async () => {
    const school = new School({ store: (store) => Object.assign(Object.create(store) as typeof store, { write: () => { throw new Error('disk full') }, get: (id: string) => store.get(id), unfinished: () => store.unfinished(), finished: (limit: number) => store.finished(limit), ids: () => store.ids() }) })
    expect(why(await school.send(draftOf()))).toBe('The local database could not be written.')
    await school.pass(20 * SECOND_MS)
    expect(school.server.packets).toEqual([])
    expect(school.audit.list(null, 1)[0]).toMatchObject({ result: 'failed', detail: 'The notice could not be written to disk. Nothing was sent.' })
  })

  test('two consoles that see nothing of each other, on a server that refuses no repeat, send the same text in two notices, each once', async () => {
    const one = new School()
    const other = new School({ server: one.server })
    const followUp = async (school: School, id: string) => {
      await school.send(draftOf({ id }))
      await school.pass(11 * SECOND_MS)
    }
    await followUp(one, 'n-one')
    await followUp(other, 'n-other')
    expect(one.server.packets.map(({ noticeId }) => noticeId)).toEqual(['n-one', 'n-other'])
    expect([...one.server.handed.values()]).toEqual([1, 1])
  })
})

describe('notices of others', () => {
  const bulletin = (school: School, noticeId: string, title = 'Lunch', feedSocketId?: string): void => {
    school.monitor.event({ targetId: 't1', namespace: '/', name: 'bulletin', direction: 'in', atMs: school.nowMs, ...(feedSocketId !== undefined && { feedSocketId }), payload: payloadOf([{ noticeId, title, body: 'x' }]) })
    school.monitor.drain(school.nowMs)
  }

  test('are shown once, however many sockets they reach, own ones told apart', async () => {
    const school = new School()
    await school.send(draftOf())
    await settle()
    bulletin(school, 'b-1')
    for (let socketNumber = 0; socketNumber < 50; socketNumber++) bulletin(school, 'b-1', 'Lunch', `sock-${socketNumber}`)
    bulletin(school, 'n-1', 'Snow')
    bulletin(school, 'n-1.completed', 'Snow again')
    const { incoming } = await school.handlers['notices:list'](null)
    expect(incoming.map(({ title, own }) => [title, own])).toEqual([['Snow again', 'n-1'], ['Snow', 'n-1'], ['Lunch', null]])
  })

  test('hostile ones are bounded', async () => {
    const school = new School()
    for (let count = 0; count < 300; count++) bulletin(school, `b-${count}`, `\u202e${'x'.repeat(10_000)}${count}`)
    let deep: unknown = 'x'
    for (let depth = 0; depth < 500; depth++) deep = { deep }
    school.monitor.event({ targetId: 't1', namespace: '/', name: 'bulletin', direction: 'in', atMs: school.nowMs, payload: payloadOf([null, deep]) })
    school.monitor.drain(school.nowMs)
    const { incoming } = await school.handlers['notices:list'](null)
    expect(incoming).toHaveLength(200)
    expect(incoming.every(({ title }) => title.length <= 140 && !title.includes('\u202e'))).toBe(true)
  })
})
