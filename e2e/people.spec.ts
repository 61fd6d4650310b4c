import type { Page } from '@playwright/test'
import { createSchool } from '../src/campus/population/school.ts'
import type { Person } from '../src/campus/contract.ts'
import type { PersonRow } from '../src/shared/presence.ts'
import { ask, auditRecords, expect, test, typeIntoFilter } from './fixtures.ts'

/* A support agent on the demo campus: who is it, where, and what can be done. SkillCore's ids are `student-66`. */

const query = { text: '', targetId: 'demo-skillcore', status: 'online', role: null, room: null, sort: 'name', descending: false, group: 'none', showOwn: false } as const

async function onlineOf(page: Page): Promise<readonly PersonRow[]> {
  const list = await ask(page, 'people:query', query)
  return (await ask(page, 'people:rows', { revision: list.revision, from: 0, count: 200 })).rows
}

/** A student of the demo's school with a device on SkillCore, and the name that the support agent hears on the phone. */
async function somebodyOnline(page: Page): Promise<{ row: PersonRow; person: Person; name: string }> {
  const school = createSchool(1, 300)
  let rows: readonly PersonRow[] = []
  await expect.poll(async () => (rows = (await onlineOf(page)).filter(({ key, sockets }) => sockets > 0 && key.personId.startsWith('student-'))).length, { timeout: 60_000 }).toBeGreaterThan(3)
  const row = rows[0] as PersonRow
  const person = school.persons.find(({ number }) => `student-${number}` === row.key.personId) as Person
  return { row, person, name: `${person.givenName} ${person.familyName}` }
}

test('a typed name answers in two lines, without showing it; a reveal shows it, is logged, and ends', async ({ launch }) => {
  test.setTimeout(120_000)
  const { page, request, complaints } = await launch()
  await page.getByRole('tab', { name: 'People' }).click()
  const { person, name, row } = await somebodyOnline(page)
  // The same person is known to other platforms under other ids; the platform's name narrows it.
  await typeIntoFilter(page, `${name.toLowerCase()} skillcore`)
  const answer = page.getByTestId('answer')
  await expect(answer).toContainText(/Signed in on \d+ device/)
  await expect(answer).not.toContainText(person.familyName)
  await expect(page.getByTestId('people-list').getByRole('row').nth(1)).toBeVisible()

  await page.getByTestId('people-list').getByRole('row').nth(1).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await expect(inspector.getByText(row.key.personId).first()).toBeVisible()
  await inspector.getByRole('button', { name: 'Reveal…' }).click()
  await page.getByRole('dialog').getByLabel('Note').fill('Ticket 4182')
  await page.getByRole('dialog').getByRole('button', { name: 'Reveal for 5 minutes' }).click()
  await expect(inspector.getByText(name).first()).toBeVisible()
  await inspector.getByRole('button', { name: /Mask again/ }).click()
  await expect(inspector.getByText(name)).toHaveCount(0)

  // The page with the name in clear is a record of its own, after the reveal.
  const records = await auditRecords(request, 10)
  expect(records.map(({ action }) => action)).toEqual(['view', 'reveal'])
  expect(records[0]).toMatchObject({ targetName: 'SkillCore', scope: `person ${row.key.personId}`, detail: 'Seen on: person page.', result: 'confirmed' })
  const record = records[1]
  expect(record).toMatchObject({ targetName: 'SkillCore', reason: expect.stringContaining('Ticket 4182'), result: 'confirmed' })
  expect(JSON.stringify(records)).not.toContain(person.familyName)
  expect(complaints).toEqual([])
})

test('disconnecting a person: the dialog counts, asks why, starts on Cancel, and the log has it before and after', async ({ launch }) => {
  test.setTimeout(120_000)
  const { page, request } = await launch()
  await page.getByRole('tab', { name: 'People' }).click()
  const { row } = await somebodyOnline(page)
  await typeIntoFilter(page, row.key.personId)
  await page.getByTestId('people-list').getByText(row.key.personId, { exact: true }).first().click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('button', { name: /^Actions on/ }).click()
  await page.getByRole('menuitem', { name: /^Disconnect/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expect(dialog.getByText(/Disconnect .*\d+ sockets?/).first()).toBeVisible()
  const act = dialog.getByRole('button', { name: /^Disconnect: \d+ sockets?$/ })
  await expect(act).toBeDisabled()
  await dialog.getByLabel('Reason').fill('Ticket 4183: stuck session')
  await act.click()
  await expect(dialog.getByText(/Confirmed/)).toBeVisible({ timeout: 15_000 })
  await dialog.getByText('Close', { exact: true }).click()

  const [record] = await auditRecords(request, 10)
  expect(record).toMatchObject({ result: 'confirmed', reason: 'Ticket 4183: stuck session', targetName: 'SkillCore' })
  expect(record?.finishedAtMs).not.toBeNull()
  await page.getByRole('tab', { name: 'Audit' }).click()
  await expect(page.getByRole('table').getByText('Ticket 4183: stuck session')).toBeVisible()
})

test('a roster: how many are there, who is missing, who is unexpected, which rows cannot be read', async ({ launch }) => {
  test.setTimeout(120_000)
  const { page, request } = await launch()
  const school = createSchool(1, 300)
  let room: { targetId: string; namespace: string; room: string } | undefined
  await expect
    .poll(async () => {
      const list = await request('rooms:query', { text: 'class', targetId: 'demo-skillcore', kind: 'class', sort: 'members', descending: true, showPerSocket: false })
      const { rows } = await request('rooms:rows', { revision: list.revision, from: 0, count: 1 })
      room = rows[0]?.key
      return rows[0]?.members ?? 0
    }, { timeout: 60_000 })
    .toBeGreaterThan(1)
  if (!room) throw new Error('no class room')
  const detail = await request('room:get', room)
  const present = detail.ok ? detail.value.members.filter(({ key, own }) => !own && key.personId.startsWith('student-')) : []
  const known = present.map(({ key }) => school.persons.find(({ number }) => `student-${number}` === key.personId)).filter((person) => person !== undefined)
  const csv = ['id,name,email', ...known.map((person) => `student-${person.number},${person.givenName} ${person.familyName},${person.email}`), 'student-9999,Nobody Here,nobody@lakeside.example', ',,'].join('\n')
  const report = await request('roster:check', { room, csv })
  expect(report).toMatchObject({ expected: known.length + 1, present: known.length, missing: [{ label: 'Nobody Here' }] })
  expect(report.bad).toHaveLength(1)

  await page.getByRole('tab', { name: 'Rooms' }).click()
  await typeIntoFilter(page, room.room)
  await expect.poll(async () => await page.getByTestId('rooms-list').getByRole('row').count()).toBeLessThan(4)
  await page.getByTestId('rooms-list').getByRole('row').nth(1).click()
  await page.getByRole('button', { name: 'Roster…' }).first().click()
  await page.getByRole('dialog').getByLabel('Roster as CSV').fill(csv)
  // The report follows the typing; people come and go meanwhile.
  await expect(page.getByRole('dialog').getByText(new RegExp(`\\d+ of ${known.length + 1} present`)).first()).toBeVisible()
  await expect(page.getByRole('dialog').getByText('Nobody Here').last()).toBeVisible()
})

test('a link opens a room; a link to a platform that is not here says so', async ({ launch }) => {
  test.setTimeout(90_000)
  const { app, page } = await launch()
  await somebodyOnline(page)
  const open = async (link: string) => await app.evaluate(({ app: electron }, text) => electron.emit('second-instance', {}, ['electron', text]), link)
  await open('rollcall://room/demo-skillcore/%2Fmessages/conv-staff-room')
  await expect(page.getByRole('tab', { name: 'Rooms', selected: true })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'conv-staff-room' }).first()).toBeVisible()
  await open('rollcall://room/elsewhere/%2F/x')
  await expect(page.getByText('The link names a platform that Rollcall does not watch here.')).toBeVisible()
  await open('rollcall://run/rm')
  await expect(page.getByRole('heading', { name: 'conv-staff-room' }).first()).toBeVisible()
})
