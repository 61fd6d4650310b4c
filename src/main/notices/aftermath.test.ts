import { describe, expect, test } from 'vitest'
import { noticeTemplate } from '../../shared/notices.ts'
import type { NoticeDraft, NoticeTemplate } from '../../shared/notices.ts'
import { draftOf, HOUR_MS, MINUTE_MS, School, SECOND_MS, START_MS, students, why } from './notices-fixture.ts'
import { secondPerson } from './second-person.ts'
import { builtInTemplates } from './templates.ts'
import { checkTexts } from './text-check.ts'

async function sentBy(school: School, draft = draftOf()): Promise<void> {
  await school.send(draft)
  await school.pass(15 * SECOND_MS)
}

describe('correct and retract', () => {
  test('a draft that is written already, to the same audience, linked when it is sent', async () => {
    const school = new School()
    await sentBy(school, draftOf({ kind: 'emergency', texts: [{ language: 'en', title: 'Missile', body: 'Seek shelter.' }, { language: 'es', title: 'Misil', body: 'Busquen refugio.' }] }))
    const answer = await school.handlers['notices:follow-up']({ id: 'n-1', how: 'retract' })
    if (!answer.ok) throw new Error(why(answer))
    const { draft } = answer.value
    expect(draft).toMatchObject({ kind: 'emergency', audience: { include: [{ kind: 'everybody' }] }, corrects: { id: 'n-1', how: 'retract' }, when: { kind: 'now' } })
    expect(draft.texts.map(({ title }) => title)).toEqual(['Withdrawn: Missile', 'Retirado: Misil'])
    expect(draft.texts[0]!.body).toContain('We withdraw our notice "Missile" of ')
    expect((await school.get('n-1')).correctedBy).toEqual([])
    expect(await school.send(draft)).toMatchObject({ ok: true })
    expect((await school.get('n-1')).correctedBy).toEqual([draft.id])
    await school.pass(5 * SECOND_MS)
    expect(school.server.packets.map(({ noticeId }) => noticeId)).toEqual(['n-1', draft.id])
    expect(school.audit.list(null, 1)[0]!.reason).toContain('retract of n-1')
  })

  test('an emergency is taken back in Rollcall’s own words without a second person or a typed name; with a word of somebody’s it is not', async () => {
    const school = new School({ sockets: students(150) })
    await sentBy(school, draftOf({ kind: 'emergency' }))
    const answer = await school.handlers['notices:follow-up']({ id: 'n-1', how: 'retract' })
    if (!answer.ok) throw new Error(why(answer))
    const { draft } = answer.value
    const [text] = draft.texts
    const changed: Partial<NoticeDraft>[] = [
      { texts: [{ ...text!, body: `${text!.body} Go to the gym.` }] }, { texts: [{ ...text!, title: 'Lockdown' }] }, { audience: { include: [{ kind: 'target', targetId: 't1' }], exclude: [] } },
      { corrects: { id: 'n-1', how: 'correct' } }, { corrects: { id: 'another', how: 'retract' } }, { corrects: null },
    ]
    for (const change of changed) expect(await school.review({ ...draft, ...change })).toMatchObject({ needsApproval: true, typeToConfirm: 'Lincoln High' })
    const review = await school.review(draft)
    expect(review).toMatchObject({ needsApproval: false, typeToConfirm: null, problems: [] })
    expect(review.warnings.join()).toContain('it needs no second person and no typed name')
    expect(await school.handlers['notices:send']({ reviewId: review.reviewId, typed: null, approval: null, repeat: false })).toMatchObject({ ok: true, value: { state: 'sending' } })
    await school.pass(SECOND_MS)
    expect(school.server.packets.map(({ noticeId }) => noticeId)).toEqual(['n-1', draft.id])
  })

  test('a correction of a window says that its steps go on with their own words, until it is cancelled', async () => {
    const school = new School()
    const hour = 3_600_000
    const steps = 'still has steps to come, “In progress” at '
    await sentBy(school, draftOf({ kind: 'maintenance', when: { kind: 'window', startMs: school.nowMs + 2 * hour, endMs: school.nowMs + 3 * hour, zone: 'America/Chicago', reminderMinutes: null } }))
    const answer = await school.handlers['notices:follow-up']({ id: 'n-1', how: 'correct' })
    if (!answer.ok) throw new Error(why(answer))
    expect((await school.review(answer.value.draft)).warnings.join()).toContain(steps)
    await school.handlers['notices:cancel']({ id: 'n-1' })
    expect(school.audit.list(null, 1)[0]).toMatchObject({ action: 'cancel notice', targetName: 'School t1' })
    expect((await school.review(answer.value.draft)).warnings.join()).not.toContain(steps)
  })

  test('a correction keeps the words to be changed; of a drill it is a drill', async () => {
    const school = new School()
    await sentBy(school, draftOf({ drill: true }))
    const answer = await school.handlers['notices:follow-up']({ id: 'n-1', how: 'correct' })
    expect(answer).toMatchObject({ ok: true, value: { draft: { drill: true, texts: [{ title: 'Correction: Snow', body: expect.stringContaining('School closes at noon.') }] } } })
  })

  test('in the languages that Rollcall has, and of a title at its limit nothing is cut in half', async () => {
    const school = new School()
    await sentBy(school, draftOf({ texts: [{ language: 'fr', title: `${'x'.repeat(186)}👩‍👧‍👦`, body: 'Fermé.' }, { language: 'pt-BR', title: 'Neve', body: 'Fechado.' }] }))
    const answer = await school.handlers['notices:follow-up']({ id: 'n-1', how: 'correct' })
    if (!answer.ok) throw new Error(why(answer))
    const { texts } = answer.value.draft
    expect(texts.map(({ title }) => title)).toEqual([`Correction: ${'x'.repeat(186)}`, 'Correção: Neve'])
    expect(texts[0]!.body).toMatch(/^Ceci corrige notre avis «\u00a0x+👩‍👧‍👦\u00a0» du .*\n\nFermé\.$/)
    expect(texts[1]!.body).toMatch(/^Isto corrige nosso aviso “Neve” de .*\n\nFechado\.$/)
  })

  test('what never left has nothing to correct', async () => {
    const school = new School()
    await school.handlers['notices:draft'](draftOf())
    expect(why(await school.handlers['notices:follow-up']({ id: 'n-1', how: 'correct' }))).toContain('nothing to correct')
  })
})

describe('sending again', () => {
  const both = draftOf({ audience: { include: [{ kind: 'target', targetId: 't1' }, { kind: 'target', targetId: 't2' }], exclude: [] } })

  test('to those alone who did not confirm', async () => {
    const school = new School({ targets: ['t1', 't2'] })
    school.server.answer = ({ targetId }) => Promise.resolve({ result: targetId === 't1' ? 'confirmed' : 'not-confirmed', delivered: null, detail: '' })
    await sentBy(school, both)
    const answer = await school.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' })
    expect(answer).toMatchObject({ ok: true, value: { draft: { audience: { include: [{ kind: 'target', targetId: 't2' }], exclude: [] }, corrects: { id: 'n-1', how: 'resend' }, texts: both.texts } } })
    if (!answer.ok) throw new Error(why(answer))
    expect(await school.send(answer.value.draft)).toMatchObject({ ok: true })
    expect((await school.get('n-1')).correctedBy).toEqual([answer.value.draft.id])
    expect(school.audit.list(null, 1)[0]!.reason).toContain('resend of n-1')
  })

  test('of a window the newest step that is open, with its word', async () => {
    const school = new School({ targets: ['t1', 't2'] })
    const startMs = school.nowMs + 3_600_000
    school.server.answer = ({ noticeId, targetId }) => Promise.resolve({ result: noticeId.endsWith('in-progress') && targetId === 't2' ? 'not-confirmed' : 'confirmed', delivered: null, detail: '' })
    await sentBy(school, draftOf({ kind: 'maintenance', when: { kind: 'window', startMs, endMs: startMs + 3_600_000, zone: 'America/Chicago', reminderMinutes: null } }))
    await school.handlers['notices:step']({ id: 'n-1', step: 'in-progress' })
    await school.pass(2 * SECOND_MS)
    expect(await school.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' })).toMatchObject({ ok: true, value: { draft: { audience: { include: [{ kind: 'target', targetId: 't2' }] }, texts: [{ title: 'In progress: Snow' }], when: { kind: 'now' } } } })
  })

  test('not to those who have it by a second try', async () => {
    const school = new School()
    school.server.answer = () => Promise.resolve({ result: 'failed', delivered: null, detail: 'Not connected.' })
    await sentBy(school, draftOf())
    expect((await school.get('n-1')).state).toBe('failed')
    school.server.answer = () => Promise.resolve({ result: 'confirmed', delivered: 3, detail: '' })
    await sentBy(school, draftOf())
    expect((await school.get('n-1')).state).toBe('sent')
    expect(why(await school.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' }))).toContain('nobody to send it to again')
  })

  test('of a step in the words of that step', async () => {
    const school = new School()
    await sentBy(school, draftOf({ kind: 'maintenance', when: { kind: 'window', startMs: START_MS + HOUR_MS, endMs: START_MS + 2 * HOUR_MS, zone: 'America/Chicago', reminderMinutes: null } }))
    school.server.answer = () => Promise.resolve({ result: 'not-confirmed', delivered: null, detail: '' })
    await school.handlers['notices:step']({ id: 'n-1', step: 'cancelled' })
    await school.pass(2 * SECOND_MS)
    expect(await school.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' })).toMatchObject({ ok: true, value: { draft: { when: { kind: 'now' }, texts: [{ title: 'Cancelled: Snow' }] } } })
  })

  test('not of what is unknown: that is found out first', async () => {
    const school = new School({ targets: ['t1', 't2'] })
    school.server.answer = ({ targetId }) => Promise.resolve({ result: targetId === 't1' ? 'confirmed' : 'unknown', delivered: null, detail: '' })
    await sentBy(school, both)
    expect(why(await school.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' }))).toContain('Find that out first')
    const partId = (await school.get('n-1')).parts[1]!.id
    await school.handlers['notices:found-out']({ id: 'n-1', partId, arrived: false, note: 'Nobody saw it' })
    expect(await school.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' })).toMatchObject({ ok: true, value: { draft: { audience: { include: [{ targetId: 't2' }] } } } })
  })

  test('what was not confirmed can be known by somebody: then nobody is sent it again', async () => {
    const school = new School()
    school.server.answer = () => Promise.resolve({ result: 'not-confirmed', delivered: null, detail: '' })
    await sentBy(school)
    const partId = (await school.get('n-1')).parts[0]!.id
    expect(await school.handlers['notices:found-out']({ id: 'n-1', partId, arrived: true, note: 'Room 12 saw it' })).toMatchObject({ ok: true, value: { state: 'sent', parts: [{ state: 'confirmed' }] } })
    expect(why(await school.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' }))).toContain('nobody to send it to again')
  })

  test('not where all arrived', async () => {
    const school = new School()
    await sentBy(school)
    expect(why(await school.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' }))).toContain('nobody to send it to again')
  })
})

describe('drafts', () => {
  test('are kept as they are, over a restart, at most a hundred', async () => {
    const school = new School()
    expect(await school.handlers['notices:draft'](draftOf({ texts: [{ language: 'en', title: '', body: '' }], audience: { include: [], exclude: [] } }))).toMatchObject({ ok: true, value: { state: 'draft' } })
    for (let count = 2; count <= 100; count++) await school.handlers['notices:draft'](draftOf({ id: `n-${count}` }))
    expect(why(await school.handlers['notices:draft'](draftOf({ id: 'n-101' })))).toContain('at most 100 drafts')
    const again = school.again()
    expect((await again.handlers['notices:list'](null)).drafts).toHaveLength(100)
    expect(await again.handlers['notices:remove-draft']({ id: 'n-1' })).toEqual({ ok: true })
    expect((await again.handlers['notices:get']({ id: 'n-1' })).ok).toBe(false)
  })

  test('what was sent is no draft, and is not removed', async () => {
    const school = new School()
    await sentBy(school)
    expect((await school.handlers['notices:draft'](draftOf())).ok).toBe(false)
    expect((await school.handlers['notices:remove-draft']({ id: 'n-1' })).ok).toBe(false)
    const again = school.again()
    await again.pass(MINUTE_MS, SECOND_MS)
    expect((await again.get('n-1')).state).toBe('sent')
    expect(again.server.packets).toHaveLength(1)
  })
})

describe('templates', () => {
  const own: NoticeTemplate = { ...builtInTemplates[0]!, id: 'own-1', name: 'Picture day', kind: 'announcement', builtIn: true }

  test('the standard wording is there, in the languages of the platforms, without an audience, and passes the checks once filled', () => {
    for (const template of builtInTemplates) {
      expect(noticeTemplate.parse(template)).toEqual(template)
      expect(template).not.toHaveProperty('audience')
      const pt = ['built-in-maintenance', 'built-in-event-moved', 'built-in-late-bus', 'built-in-outage'].includes(template.id)
      expect(template.texts.map(({ language }) => language)).toEqual(['en', 'es', 'fr', ...(pt ? ['pt'] : [])])
      // Every language asks for the same fields, and no sign stands at the beginning of a French line.
      for (const { title, body } of template.texts) expect([template.id, [...new Set(`${title} ${body}`.match(/\{\w+\}/g))].toSorted()]).toEqual([template.id, template.fields.map(({ name }) => `{${name}}`).toSorted()])
      expect(JSON.stringify(template.texts[2])).not.toMatch(/ [!:;?]/)
      const values = new Map(template.fields.map(({ name, example }) => [name, example]))
      const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => values.get(name) ?? whole)
      expect(checkTexts({ drill: false, texts: template.texts.map(({ language, title, body }) => ({ language, title: fill(title), body: fill(body) })) })).toEqual({ problems: [], warnings: [] })
    }
    expect(builtInTemplates.filter(({ kind }) => kind === 'emergency').map(({ name }) => name)).toEqual(['Hold', 'Secure', 'Lockdown', 'Evacuate', 'Shelter'])
  })

  test('own ones are kept beside; the built-in ones stay', async () => {
    const school = new School()
    expect(await school.handlers['templates:save'](own)).toEqual({ ok: true })
    const list = await school.again().handlers['templates:list'](null)
    expect(list.at(-1)).toEqual({ ...own, builtIn: false })
    expect((await school.handlers['templates:save'](builtInTemplates[0]!)).ok).toBe(false)
    expect((await school.handlers['templates:remove']({ id: builtInTemplates[0]!.id })).ok).toBe(false)
    await school.handlers['templates:remove']({ id: 'own-1' })
    expect(await school.handlers['templates:list'](null)).toHaveLength(builtInTemplates.length)
  })

  test('whoever changes what others send from is in the audit log, with the hash of the words and none of them; without a record nothing changes', async () => {
    const school = new School()
    await school.handlers['templates:save'](own)
    await school.handlers['templates:save']({ ...own, texts: [{ language: 'en', title: 'Picture day', body: 'Wear blue.' }] })
    await school.handlers['templates:remove']({ id: 'own-1' })
    const [removed, changed, saved] = school.audit.list(null, 3)
    expect([removed, changed, saved]).toMatchObject([{ who: 'maria', action: 'remove notice template', scope: 'template own-1', result: 'confirmed' }, { action: 'save notice template', result: 'confirmed' }, { action: 'save notice template', result: 'confirmed' }])
    expect(changed!.scope).toMatch(/^template own-1 \(Picture day\), announcement; text [0-9a-f]{32}$/)
    expect(saved!.scope).not.toBe(changed!.scope)
    expect(JSON.stringify(school.audit.list(null, 9))).not.toContain('blue')
    school.database.run('DROP TABLE audit')
    expect(why(await school.handlers['templates:save'](own))).toContain('audit log')
    expect(await school.handlers['templates:list'](null)).toHaveLength(builtInTemplates.length)
  })
})

describe('ways out', () => {
  test('changes are in the audit log; the secret header goes to the vault and never comes back', async () => {
    const headers = new Map<string, string>()
    const vault = { noticeHeader: (id: string) => headers.get(id), setNoticeHeader: (id: string, header: string | undefined) => void (header === undefined ? headers.delete(id) : headers.set(id, header)) }
    const school = new School({ parts: { vault } })
    const [before] = await school.handlers['ways:list'](null)
    expect(await school.handlers['ways:save']({ settings: { ...before!.settings, way: 'http' }, secretHeader: 'Authorization: Bearer abc.def' })).toEqual({ ok: true })
    const [after] = await school.handlers['ways:list'](null)
    expect(after!.settings).toMatchObject({ way: 'http', http: { hasSecretHeader: true } })
    expect(JSON.stringify([after, school.audit.list(null, 10)])).not.toContain('abc.def')
    expect(school.audit.list(null, 1)[0]).toMatchObject({ action: 'change way out', result: 'confirmed', scope: expect.stringContaining('http; changed: way; secret header changed; rights {') as string })
    await school.handlers['ways:save']({ settings: { ...after!.settings, quietHours: { from: '21:00', to: '06:00' }, http: { ...after!.settings.http, url: 'https://school.example/api?key=abc', body: '{}' } } })
    expect(school.audit.list(null, 1)[0]!.scope).toContain('http; changed: quiet hours, address, body; rights')
    expect(JSON.stringify(school.audit.list(null, 10))).not.toContain('key=abc')
    expect((await school.handlers['ways:save']({ settings: before!.settings, secretHeader: 'no name' })).ok).toBe(false)
    await school.handlers['ways:save']({ settings: before!.settings, secretHeader: '' })
    expect(headers.size).toBe(0)
    expect((await school.handlers['ways:save']({ settings: { ...before!.settings, zone: 'Nowhere' } })).ok).toBe(false)
    // What each way could do is told, whichever is chosen.
    expect(before!.reports.map(({ way, ok }) => [way, ok])).toEqual([['admin-feed', true], ['application-socket', true], ['http', true]])
    expect(await school.handlers['ways:test'](before!.settings)).toMatchObject({ ok: true, value: { ok: true } })
    expect((await school.handlers['ways:test']({ ...before!.settings, targetId: 'gone' })).ok).toBe(false)
  })
})

test('a second person signs in with nothing but what they typed', async () => {
  const school = new School()
  const asked: unknown[] = []
  const signIn = secondPerson({
    views: () => school.monitor.targets(),
    test: (form, targetId) => {
      asked.push([form.settings.email, form.settings.signIn, form.settings.adminFeed.on, form.secrets, targetId, form.settings.disabledNamespaces])
      return Promise.resolve({ sentence: 'Signed in', signedInAs: { id: 'u-2', role: 'PRINCIPAL' }, namespaces: [], adminFeed: 'unknown', transport: null })
    },
  })
  expect(await signIn('t1', 'second@lincoln.example', 'pw')).toEqual({ ok: true, id: 'u-2', role: 'PRINCIPAL' })
  // One namespace is enough: an emergency waits for the answer.
  const [, ...others] = school.monitor.targets()[0]!.namespaces.map(({ name }) => name)
  expect(asked).toEqual([['second@lincoln.example', 'password', false, { password: 'pw' }, null, others]])
  expect((await signIn('gone', 'x', 'y')).ok).toBe(false)
})
