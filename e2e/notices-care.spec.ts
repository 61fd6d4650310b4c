import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startCampus } from '../src/campus/campus.ts'
import type { Campus } from '../src/campus/campus.ts'
import type { Account, Platform, PlatformId } from '../src/campus/contract.ts'
import { openClient } from '../src/campus/kit/test-client.ts'
import type { TestClient } from '../src/campus/kit/test-client.ts'
import { TYPED_NAME_ABOVE } from '../src/shared/limits.ts'
import type { NoticeSettings } from '../src/shared/notices.ts'
import { anyAudit } from '../src/shared/audit.ts'
import { auditRecords, expect, formFor, test as base } from './fixtures.ts'
import type { Console } from './fixtures.ts'
import { accessibilityProblems } from './look.ts'
import { confirmName, next, part, picture, saveWay, sendByRequest, toReview, write } from './notice-steps.ts'

/*
 * What must not go wrong with a notice: who agrees, what people get and how often, and what is said where nobody knows. The
 * platforms of the campus run in this process, so that people of it sign in, receive and count here.
 */

const all = ['announcement', 'maintenance', 'urgent', 'emergency'] as const
const school = 'Lincoln High'

interface Fixtures {
  /** Platforms of the campus without people; passwords occur nowhere else. Stopped at the end. */
  readonly startSchool: (only: readonly PlatformId[]) => Promise<Campus>
}

const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from the pattern
  startSchool: async ({}, provide) => {
    const running: Campus[] = []
    await provide(async (only) => {
      const campus = await startCampus({ portBase: 0, people: 300, only, devices: false, eventsPerSecond: 0 })
      running.push(campus)
      for (const { accounts } of campus.platforms.values()) for (const account of accounts) Object.assign(account, { password: `pw-${randomUUID()}` })
      return campus
    })
    for (const campus of running) await campus.stop()
  },
})

function platformOf(campus: Campus, id: PlatformId): Platform {
  const platform = campus.platforms.get(id)
  if (!platform) throw new Error(`the school has no ${id}`)
  return platform
}

function accountsOf(platform: Platform, kind: Account['person']['kind']): readonly Account[] {
  return platform.accounts.filter(({ person }) => person.kind === kind)
}

/** Adds a platform with its admin feed, and a way out for all kinds; resolves with its id when it is live. */
async function watch({ page, request }: Console, campus: Campus, id: PlatformId, way: Partial<NoticeSettings>, catalogId: string = id): Promise<string> {
  const found = campus.describe().find((each) => each.id === id)
  if (!found) throw new Error(`the school has no ${id}`)
  const form = formFor({ ...found, rooms: [] }, { catalogId, adminFeed: { on: true, namespace: '/admin', auth: 'basic', username: 'admin' } })
  const added = await request('target:add', { ...form, secrets: { ...form.secrets, adminSecret: campus.adminFeedPassword } })
  if (!added.ok) throw new Error(`${added.problem.what} ${added.problem.details}`)
  const { targetId } = added.value
  await saveWay(page, targetId, { way: 'application-socket', schoolName: school, zone: 'America/Chicago', rights: { [platformOf(campus, id).admin.role]: [...all] }, ...way })
  return targetId
}

/** Waits until every way out is open and as many people are seen, and opens the screen. */
async function openNotices({ page, request }: Console, people: number): Promise<void> {
  await expect.poll(async () => (await request('ways:list', null)).filter(({ report }) => !report.ok).map(({ report }) => report.sentence), { timeout: 30_000 }).toEqual([])
  await expect.poll(async () => (await request('notices:count', { audience: { include: [{ kind: 'everybody' }], exclude: [] }, kind: 'announcement' })).online, { timeout: 30_000 }).toBe(people)
  await page.getByRole('tab', { name: 'Notices' }).click()
}

/** A person's connection, that counts what it receives. */
interface Reader {
  readonly client: TestClient
  readonly namespace: string
}

async function enter(platform: Platform, accounts: readonly Account[], namespace = '/'): Promise<readonly Reader[]> {
  const readers = await Promise.all(accounts.map(async (account) => ({ namespace, client: openClient(platform, { namespace, auth: { token: await platform.issueToken(account) } }) })))
  await expect.poll(() => readers.filter(({ client }) => client.socket.connected).length).toBe(accounts.length)
  return readers
}

/** Titles of the notices that each of them has, once all that the server sent them has arrived. */
async function titlesOf(platform: Platform, readers: readonly Reader[]): Promise<readonly (readonly string[])[]> {
  const mark = randomUUID()
  for (const namespace of new Set(readers.map((reader) => reader.namespace))) platform.io.of(namespace).emit(mark, {})
  await Promise.all(readers.map(({ client }) => client.first(mark)))
  return readers.map(({ client }) => client.received.flatMap(({ args: [payload] }) => (typeof payload === 'object' && payload !== null && 'title' in payload ? [String(payload.title)] : [])))
}

const halls = ['/gradebook', '/messages', '/attendance', '/live-class', '/assessment', '/notifications'] as const

/** SkillCore's contract, but for notices that are shown in each of its halls: several packets for one platform. */
async function addHallsContract({ request }: Console): Promise<string> {
  const got = await request('catalogs:get', { id: 'skillcore' })
  if (!got.ok) throw new Error(got.problem.what)
  const catalog = structuredClone(got.value.catalog)
  const notice = catalog.notices?.[0]
  if (!notice) throw new Error('SkillCore has no notices')
  const change = { id: 'skillcore-halls', name: 'SkillCore, halls', notices: [...(catalog.notices ?? []), ...halls.map((namespace) => ({ ...notice, namespace }))] }
  const events = catalog.events.map((event) => (event.name === notice.event ? { ...event, namespaces: ['/', ...halls] } : event))
  const saved = await request('catalogs:save', { json: JSON.stringify({ ...catalog, ...change, events }), replace: false })
  if (!saved.ok) throw new Error(`${saved.problem.what} ${saved.problem.details}`)
  return saved.value.id
}

/** Files of a folder that hold one of the texts. */
async function filesWith(folder: string, texts: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const found = await Promise.all(names.map(async (name) => {
    // Chromium takes some of its files away while it runs.
    const content = await readFile(name).catch(() => Buffer.alloc(0))
    return texts.some((text) => content.includes(text) || content.includes(Buffer.from(text, 'utf16le'))) ? [name] : []
  }))
  return found.flat()
}

/** All that the window shows or holds in a field. */
async function shownText(page: Page): Promise<string> {
  return await page.evaluate(() => [document.documentElement.outerHTML, ...[...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value)].join('\n'))
}

async function signInAs(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Their e-mail').fill(email)
  await page.getByLabel('Their password').fill(password)
  await page.getByTestId('send-live').click()
}

test('an emergency goes at once when a second person agrees; the next one, by override, is stopped in the middle', async ({ launch, startSchool }) => {
  test.setTimeout(180_000)
  const [app, campus] = await Promise.all([launch({ args: ['--demo=never'] }), startSchool(['skillcore'])])
  const { page, request, dataFolder, complaints } = app
  const platform = platformOf(campus, 'skillcore')
  const principal = accountsOf(platform, 'principal')[0]!
  const teacher = accountsOf(platform, 'teacher')[0]!
  const students = accountsOf(platform, 'student')
  const inClass = await enter(platform, students.slice(0, TYPED_NAME_ABOVE + 1))
  const target = await watch(app, campus, 'skillcore', { rights: { [platform.admin.role]: [...all], [principal.role]: ['emergency'] } }, await addHallsContract(app))
  await openNotices(app, inClass.length)

  // The template brings words and nobody; a kept draft comes back without its people.
  await part(page, 'Templates')
  await page.getByRole('button', { name: 'Write with it: Lockdown' }).click()
  await expect(page.getByRole('heading', { name: '2. Audience' })).toBeFocused()
  await expect(page.getByText('Nobody yet: add a platform, role, class, room or person below.')).toBeVisible()
  await expect(page.getByText('Choose who is to get it.')).toBeVisible()
  await page.getByRole('button', { name: 'Send to Everybody', exact: true }).click()
  await expect(page.getByText('Choose who is to get it.')).toBeHidden()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('button', { name: /Lockdown!/ }).click()
  await expect(page.getByText('An emergency never keeps its audience: choose it anew.')).toBeVisible()
  await toReview(page)
  await expect(page.getByText('Choose who is to get it.').first()).toBeVisible()
  await expect(page.getByTestId('review-sentence')).toHaveText('Send EMERGENCY to 0 people now.')
  await page.getByRole('button', { name: /Audience/ }).first().click()
  await page.getByRole('button', { name: 'Send to Everybody', exact: true }).click()
  await toReview(page)

  // The school's name first, then somebody else: not the same account, not a wrong password, not somebody without the right.
  const send = page.getByTestId('send-live')
  const refusal = page.getByRole('alert')
  await expect(page.getByTestId('review-sentence')).toHaveText(`Send EMERGENCY to ${inClass.length} people at ${school} now.`)
  await expect(page.getByText(`Type “${school}” first.`)).toBeVisible()
  await expect(send).toBeDisabled()
  await confirmName(page)
  await expect(page.getByText('A second person has to agree first.')).toBeVisible()
  await expect(send).toBeDisabled()
  await picture(page, 'approval')
  await signInAs(page, platform.admin.email, platform.admin.password)
  await expect(refusal).toContainText('That is the account which sends. A second person is needed.')
  await signInAs(page, principal.email, 'pw-wrong')
  await expect(refusal).toContainText('The second person could not be signed in.')
  await expect(refusal).toBeInViewport()
  await picture(page, 'approval-refused')
  expect(await accessibilityProblems(page)).toEqual([])
  await signInAs(page, teacher.email, teacher.password)
  await expect(refusal).toContainText('has no right to this kind of notice')
  expect((await titlesOf(platform, inClass)).flat()).toEqual([])
  await signInAs(page, principal.email, principal.password)
  const sheet = page.getByTestId('notice-page')
  await expect(sheet.getByText('Sent', { exact: true })).toBeVisible()
  await expect(sheet).toContainText(`agreed by ${principal.userId} (${principal.role}) on SkillCore`)
  await picture(page, 'emergency-sent')
  const [lockdown] = (await request('notices:list', null)).sent
  const title = 'Lockdown! Locks, lights, out of sight.'
  expect(await titlesOf(platform, inClass)).toEqual(inClass.map(() => [title]))
  expect(lockdown?.totals).toMatchObject({ people: inClass.length, sent: inClass.length, failed: 0 })
  // The server counts connections, Rollcall's own as well.
  expect(lockdown?.parts.map(({ state, delivered }) => [state, delivered])).toEqual([['confirmed', inClass.length + 1]])

  // Six halls, two packets a second: what has not left when somebody says stop stays here.
  const inHalls = (await Promise.all(halls.map(async (hall, index) => await enter(platform, students.slice(150 + 10 * index, 151 + 10 * index + index), hall)))).flat()
  await saveWay(page, target, { way: 'admin-feed' })
  await page.getByRole('button', { name: 'All notices' }).click()
  await part(page, 'Templates')
  await page.getByRole('button', { name: 'Write with it: Evacuate' }).click()
  await page.getByRole('button', { name: 'Show SkillCore' }).click()
  for (const hall of halls) await page.getByRole('button', { name: `Send to ${hall}`, exact: true }).click()
  await next(page)
  await page.getByLabel('Where to go').fill('the sports field')
  await toReview(page)
  await expect(page.getByTestId('review-sentence')).toContainText(`to ${inHalls.length} people`)
  await page.getByRole('radio', { name: 'Override' }).click()
  await page.getByLabel('Reason').fill('too short')
  await expect(send).toBeDisabled()
  await page.getByLabel('Reason').fill('The principal cannot be reached, smoke in the east wing')
  await picture(page, 'override')
  await send.click()
  await expect.poll(() => inHalls.some(({ client }) => client.all('announcement.new').length > 0), { intervals: [50] }).toBe(true)
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  const stopped = page.getByTestId('notice-sentence')
  await expect(stopped).toHaveText(/^Stopped\. \d+ (person|people) already ha(s|ve) it\.$/)
  await expect(page.getByTestId('notice-parts').getByText('Being sent')).toHaveCount(0)
  await picture(page, 'stopped')
  await expect(sheet).toContainText('by override without a second person: The principal cannot be reached, smoke in the east wing')
  const got = await titlesOf(platform, inHalls)
  const have = got.filter((titles) => titles.length > 0)
  expect(have).toEqual(have.map(() => ['Evacuate! To the sports field.']))
  expect(have.length).toBeLessThan(inHalls.length)
  expect(await stopped.innerText()).toBe(`Stopped. ${have.length} ${have.length === 1 ? 'person already has' : 'people already have'} it.`)
  expect((await titlesOf(platform, inClass)).flat()).toHaveLength(inClass.length)

  // Who agreed, or why nobody was asked, is in the log and on the page; nobody's password is anywhere.
  const log = JSON.stringify((await request('audit:find', { filter: anyAudit, before: null, limit: 200 })).records)
  expect(log).toContain(`approved by ${principal.userId} (${principal.role}) on SkillCore`)
  expect(log).toContain('override without a second person: The principal cannot be reached, smoke in the east wing')
  const passwords = platform.accounts.map(({ password }) => password)
  const shown = await shownText(page)
  expect([...passwords, 'pw-wrong'].filter((password) => shown.includes(password) || log.includes(password))).toEqual([])
  expect(await filesWith(dataFolder, [platform.admin.email])).not.toEqual([])
  expect(await filesWith(dataFolder, [platform.admin, principal, teacher].map(({ password }) => password))).toEqual([])
  expect(complaints).toEqual([])
  for (const { client } of [...inClass, ...inHalls]) client.close()
})

test('a maintenance window: announced, then each step by hand, once; another one is cancelled and people are told', async ({ launch, startSchool }) => {
  test.setTimeout(180_000)
  const [app, campus] = await Promise.all([launch({ args: ['--demo=never'] }), startSchool(['skillcore'])])
  const { page, complaints } = app
  const platform = platformOf(campus, 'skillcore')
  const students = await enter(platform, accountsOf(platform, 'student').slice(0, 3))
  await watch(app, campus, 'skillcore', {})
  await openNotices(app, students.length)
  const sheet = page.getByTestId('notice-page')
  const day = new Date(Date.now() + 2 * 24 * 3_600_000).toISOString().slice(0, 10)

  const announce = async (title: string, from: string, to: string): Promise<void> => {
    await page.keyboard.press('Control+b')
    await page.getByRole('radio', { name: 'Maintenance' }).check()
    await next(page)
    await page.getByRole('button', { name: 'Send to SkillCore', exact: true }).click()
    await next(page)
    await write(page, title, 'Save your work before it begins.')
    await next(page)
    await page.getByRole('radio', { name: 'Maintenance window' }).check()
    await page.getByLabel('Times are in').selectOption('America/Chicago')
    await page.getByLabel('Begins').fill(`${day} ${from}`)
    await page.getByLabel('Ends').fill(`${day} ${to}`)
    await page.getByLabel('Reminder').selectOption('1 hour before')
    await expect(page.getByText(new RegExp(`, ${from} \\S+ at school · .* your time`))).toBeVisible()
    await expect(page.getByText(new RegExp(`, ${to} \\S+ at school · .* your time`))).toBeVisible()
  }
  const send = async (): Promise<void> => {
    await next(page)
    await expect(page.getByTestId('review-sentence')).toHaveText(new RegExp(`^Send MAINTENANCE to 3 people at ${school} now, and its steps from `))
    await confirmName(page)
    await page.getByTestId('send-live').click()
    await expect(sheet).toContainText('About to be sent')
  }
  await announce('The gradebook', '22:00', '23:30')
  await picture(page, 'window-when')
  await send()
  // Nobody waits for the ten seconds of undo: the other one is written meanwhile.
  await page.getByRole('button', { name: 'All notices' }).click()
  await announce('The library catalog', '20:00', '21:00')
  await send()
  const both = ['Scheduled: The gradebook', 'Scheduled: The library catalog']
  await expect.poll(async () => await titlesOf(platform, students), { timeout: 30_000 }).toEqual(students.map(() => both))

  // Cancelled: nothing is sent by it; that it is off is a step of its own.
  await expect(sheet.getByText('Scheduled', { exact: true }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await expect(page.getByTestId('notice-sentence')).toHaveText('Cancelled. People were told of it before: send “Cancelled”, or a correction.')
  expect(await titlesOf(platform, students)).toEqual(students.map(() => both))
  await picture(page, 'window-cancelled')
  await page.getByRole('button', { name: 'Send “Cancelled” now' }).click()
  // It is asked first, with the number; the focus is on Cancel, and Enter sends nothing.
  const step = page.getByTestId('send-step')
  await expect(step).toHaveText('Send “Cancelled” to 3')
  await expect(page.getByTestId('step-sentence')).toHaveText(`Send CANCELLED to 3 people at ${school} now.`)
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toBeFocused()
  await step.press('Enter')
  await expect(step).toBeVisible()
  expect(await titlesOf(platform, students)).toEqual(students.map(() => both))
  expect(await accessibilityProblems(page)).toEqual([])
  await picture(page, 'window-step')
  await step.click()
  const rows = page.getByTestId('notice-parts').locator('tbody').getByRole('row')
  await expect(rows).toHaveText([/^Scheduled.*Confirmed/, /^Cancelled.*Confirmed/])
  await expect(page.getByTestId('notice-sentence')).toHaveText(/^Cancelled, and people were told\. Sent to 3 people\./)
  await expect(page.getByRole('button', { name: /^Send “/ })).toHaveCount(0)
  const after = [...both, 'Cancelled: The library catalog']
  expect(await titlesOf(platform, students)).toEqual(students.map(() => after))

  // The other goes on, step by step.
  await page.getByRole('button', { name: 'All notices' }).click()
  await part(page, 'Upcoming')
  await page.getByRole('button', { name: /The gradebook/ }).click()
  await expect(page.getByTestId('notice-sentence')).toHaveText(/^Next: “Reminder” at .*, 21:00 \(America\/Chicago/)
  await picture(page, 'window-open')
  const steps = ['In progress', 'Verifying', 'Completed']
  for (const [index, step] of steps.entries()) {
    await page.getByRole('button', { name: `Send “${step}” now` }).click()
    await page.getByTestId('send-step').click()
    await expect(rows).toHaveText(['Scheduled', ...steps.slice(0, index + 1)].map((word) => new RegExp(`^${word}.*Confirmed`)))
    await expect(page.getByRole('button', { name: `Send “${step}” now` })).toHaveCount(0)
  }
  await expect(sheet.getByText('Sent', { exact: true }).first()).toBeVisible()
  await picture(page, 'window')
  expect(await accessibilityProblems(page)).toEqual([])
  const titles = ['In progress: The gradebook', 'Being verified: The gradebook', 'Completed: The gradebook']
  expect(await titlesOf(platform, students)).toEqual(students.map(() => [...after, ...titles]))
  expect(complaints).toEqual([])
  for (const { client } of students) client.close()
})

/** A server that takes every request and never answers. */
async function silentServer(): Promise<{ readonly url: string; readonly titles: readonly string[]; stop(): Promise<void> }> {
  const titles: string[] = []
  const server = createServer((request) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => titles.push(String((JSON.parse(body) as { title: unknown }).title)))
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/notices`, titles,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('kill -9 in the middle and a time that passes meanwhile: nothing is sent twice or late, and people decide; a template is kept', async ({ launch, startSchool }) => {
  test.setTimeout(180_000)
  const dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-care-'))
  const silent = await silentServer()
  try {
    const [first, campus] = await Promise.all([launch({ args: ['--demo=never'], dataFolder }), startSchool(['skillcore', 'flask-lms'])])
    const { page } = first
    const [silentOne, flask] = [platformOf(campus, 'skillcore'), platformOf(campus, 'flask-lms')]
    const students = await enter(flask, accountsOf(flask, 'student').slice(0, 3))
    const others = await enter(silentOne, accountsOf(silentOne, 'student').slice(0, 2))
    const http = { method: 'POST' as const, url: silent.url, body: '{"title": "{title}", "audience": "{audience}"}', headers: [], hasSecretHeader: false }
    const silentId = await watch(first, campus, 'skillcore', { way: 'http', http })
    const flaskId = await watch(first, campus, 'flask-lms', {})
    await openNotices(first, students.length + others.length)

    // A template of one's own, and a notice by it.
    await part(page, 'Templates')
    await page.getByRole('button', { name: 'New template' }).click()
    await page.getByLabel('Name').fill('Gas smell')
    await page.getByLabel('Type').selectOption('Emergency')
    await write(page, 'Gas smell in {room}', 'Leave {room} and open nothing.')
    await page.getByLabel('Label of room').fill('Which room')
    await page.getByLabel('Example of room').fill('lab 1')
    await picture(page, 'template')
    await page.getByRole('button', { name: 'Save template' }).click()
    await page.getByRole('button', { name: 'Write with it: Gas smell' }).click()
    await page.getByRole('button', { name: 'Send to SkillCore', exact: true }).click()
    await next(page)
    await expect(page.getByText('Fill in {room}.')).toBeVisible()
    await page.getByLabel('Which room').fill('lab 204')
    await expect(page.getByTestId('notice-preview')).toContainText('Gas smell in lab 204')
    await toReview(page)
    await page.getByRole('radio', { name: 'Override' }).click()
    await page.getByLabel('Reason').fill('Nobody else is in the building')
    await page.getByTestId('send-live').click()
    await expect.poll(() => silent.titles).toEqual(['Gas smell in lab 204'])
    await picture(page, 'in-the-middle')

    // Another of which nothing is heard, one for a time that is soon, and the end of the app.
    await sendByRequest(first.page, { title: 'Chlorine in the pool hall', kind: 'emergency', audience: { include: [{ kind: 'target', targetId: silentId }], exclude: [] }, when: { kind: 'now' }, override: 'Nobody else is in the building' })
    await expect.poll(() => silent.titles).toHaveLength(2)
    const atMs = Date.now() + 4_000
    await sendByRequest(first.page, { title: 'Picture day is today', kind: 'announcement', audience: { include: [{ kind: 'target', targetId: flaskId }], exclude: [] }, when: { kind: 'at', atMs, zone: 'America/Chicago' } })
    const ended = new Promise((resolve) => first.app.process().once('exit', resolve))
    first.app.process().kill('SIGKILL')
    await ended
    await expect.poll(() => Date.now(), { timeout: 10_000 }).toBeGreaterThan(atMs)

    const second = await launch({ args: ['--demo=never'], dataFolder })
    await afterwards(second, { campus, flaskId, students, silent })
    for (const { client } of [...students, ...others]) client.close()
  } finally {
    await silent.stop()
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
})

interface Left {
  readonly campus: Campus
  readonly flaskId: string
  readonly students: readonly Reader[]
  readonly silent: { readonly titles: readonly string[] }
}

async function afterwards({ page, request, complaints }: Console, { campus, flaskId, students, silent }: Left): Promise<void> {
  const flask = platformOf(campus, 'flask-lms')
  // Without a keyring passwords live for one run.
  await request('target:sign-in', { targetId: flaskId, secrets: { password: flask.admin.password, adminSecret: campus.adminFeedPassword } })
  await expect.poll(async () => (await request('notices:count', { audience: { include: [{ kind: 'target', targetId: flaskId }], exclude: [] }, kind: 'announcement' })).online, { timeout: 30_000 }).toBe(students.length)
  await page.getByRole('tab', { name: 'Notices' }).click()
  const mark = (word: string) => page.getByTestId('notice-page').getByText(word, { exact: true }).first()

  // Missed: it asks, and is reviewed like any other.
  await part(page, 'Upcoming')
  await page.getByRole('button', { name: /Picture day is today/ }).click()
  await expect(mark('Missed')).toBeVisible()
  await expect(page.getByTestId('notice-page').getByText(/ at school · .* your time$/)).toBeVisible()
  await expect(page.getByTestId('notice-sentence')).toHaveText('Missed. Its time passed while Rollcall was closed. Nothing was sent by itself: review and send it, or cancel it.')
  await picture(page, 'missed')
  expect((await titlesOf(flask, students)).flat()).toEqual([])
  await page.getByRole('button', { name: 'Review and send now…' }).click()
  await expect(page.getByTestId('review-sentence')).toHaveText(`Send ANNOUNCEMENT to 3 people at ${school} now.`)
  await picture(page, 'missed-review')
  await confirmName(page)
  await page.getByTestId('send-live').click()
  await expect(mark('About to be sent')).toBeVisible()
  await page.getByRole('button', { name: 'All notices' }).click()

  // Unknown: one did not arrive and can be sent to those, of the other somebody says that it arrived.
  await part(page, 'Sent')
  await page.getByRole('button', { name: /Gas smell in lab 204/ }).click()
  await expect(mark('Unknown, check')).toBeVisible()
  await expect(page.getByTestId('notice-sentence')).toContainText('It is not known whether 1 packet arrived')
  await picture(page, 'unknown')
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'It did not arrive' }).click()
  await expect(page.getByText('Say in a few words how you know.')).toBeVisible()
  await page.getByLabel('How you know').fill('Called lab 204: nobody saw it')
  await page.getByRole('button', { name: 'It did not arrive' }).click()
  await expect(mark('Failed')).toBeVisible()
  await picture(page, 'found-out')
  await page.getByRole('button', { name: 'Resend to those who do not have it' }).click()
  await expect(page.getByTestId('notice-review')).toContainText('Gas smell in lab 204')
  await expect(page.getByRole('button', { name: 'Back', exact: true })).toBeFocused()
  expect((await request('notices:list', null)).drafts.map(({ draft }) => draft.texts[0]?.title)).toEqual(['Gas smell in lab 204'])
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await part(page, 'Sent')
  await page.getByRole('button', { name: /Chlorine in the pool hall/ }).click()
  await page.getByLabel('How you know').fill('The lifeguards have it on the screen')
  await page.getByRole('button', { name: 'It arrived' }).click()
  await expect(mark('Sent')).toBeVisible()
  expect(silent.titles).toEqual(['Gas smell in lab 204', 'Chlorine in the pool hall'])
  await page.getByRole('button', { name: 'All notices' }).click()

  // The template is still there; it is changed, and goes.
  await part(page, 'Templates')
  await page.getByRole('button', { name: 'Edit… Gas smell' }).click()
  await page.getByLabel('Name').fill('Smell of gas')
  await write(page, 'Smell of gas in {room}', 'Leave {room} by the nearest door.')
  await page.getByRole('button', { name: 'Save template' }).click()
  const template = page.getByRole('list', { name: 'Templates' }).getByRole('listitem').filter({ hasText: 'Smell of gas in {room}' })
  await expect(template).toHaveCount(1)
  await page.getByRole('button', { name: 'Remove Smell of gas' }).click()
  await expect(template).toHaveCount(0)

  await expect.poll(async () => await titlesOf(flask, students), { timeout: 30_000 }).toEqual(students.map(() => ['Picture day is today']))
  const log = (await auditRecords(request, 50)).map(({ action, result, reason, scope }) => ({ action, result, reason, scope })).reverse()
  expect(log.filter(({ action }) => action !== 'change way out').map(({ action, result }) => `${action}: ${result}`)).toEqual([
    'save notice template: confirmed', 'send notice: unknown', 'send notice: unknown', 'schedule notice: confirmed', 'notice missed: failed', 'send notice: confirmed',
    'found out of notice: confirmed', 'found out of notice: confirmed', 'save notice template: confirmed', 'remove notice template: confirmed',
  ])
  expect(log.filter(({ action }) => action === 'found out of notice').map(({ reason, scope }) => [reason, scope.split(': ').at(-1)])).toEqual([
    ['Called lab 204: nobody saw it', 'did not arrive'], ['The lifeguards have it on the screen', 'arrived'],
  ])
  expect(complaints).toEqual([])
}
