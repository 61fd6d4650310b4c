import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AlertFilter, AlertRow } from '../src/shared/alerts.ts'
import { auditRecords, expect, formFor, test } from './fixtures.ts'
import type { Console } from './fixtures.ts'
import { allLive, watchFrames } from './live-state.ts'

/* Alerts of a real platform, in the real app: who owns one outlives the app, however it ends. */

const interventions: AlertFilter = { text: 'Attendance rule', states: ['open', 'acknowledged', 'silenced', 'resolved'], severities: [], targetId: null, cause: null, mine: false }

let dataFolder = ''
test.beforeEach(async () => {
  test.setTimeout(150_000)
  dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-alerts-'))
})
test.afterEach(async () => {
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

async function rows(console: Console, filter: Partial<AlertFilter> = {}): Promise<AlertRow[]> {
  return (await console.request('alerts:list', { ...interventions, ...filter })).rows
}

/** Who has it, and until when: what must be the same after a restart. */
async function caresOf(console: Console): Promise<string[]> {
  return (await rows(console)).map(({ id, state, owner, acknowledgedUntilMs, silencedUntilMs, snoozedUntilMs, notes, title }) => [id, state, owner, acknowledgedUntilMs, silencedUntilMs, snoozedUntilMs, notes, title].join(' | ')).sort()
}

async function endByKill(console: Console): Promise<void> {
  const ended = new Promise((resolve) => console.app.process().once('exit', resolve))
  console.app.process().kill('SIGKILL')
  await ended
}

for (const how of ['quit', 'kill -9'] as const) {
  test(`acknowledge, ${how}, start: still acknowledged, with owner and expiry`, async ({ launch, startCampus }) => {
    const campus = await startCampus(['--only', 'skillcore'])
    const first = await launch({ dataFolder, args: ['--demo=never'] })
    await watchFrames(first.page)
    expect((await first.request('target:add', formFor(campus.platform('skillcore')))).ok).toBe(true)
    await allLive(first.page, 1)
    await campus.post('/scenario/absence-spike?speed=10')
    await expect.poll(async () => (await rows(first, { states: ['open'] })).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(13)
    await campus.post('/scenario/stop')
    // Nothing of the story's own may come in between.
    await campus.post('/stop/skillcore')

    const [mine, ...others] = (await rows(first, { states: ['open'] })).map(({ id }) => id)
    const acted = await first.request('alerts:act', { ids: [mine ?? ''], action: { kind: 'acknowledge', owner: 'Ms. Ortiz', note: 'Calling home', minutes: 45 } })
    expect(acted).toEqual({ ok: true, value: { changed: 1, refused: [] } })
    await first.request('alerts:act', { ids: [others[0] ?? ''], action: { kind: 'resolve', note: 'Was ill, note from home' } })
    await first.request('alerts:act', { ids: [others[1] ?? ''], action: { kind: 'hand-over', owner: 'Mr. Chen', note: 'Grade 8 is his' } })
    const nowMs = Date.now()
    expect(await first.request('silences:save', { id: 'field-trip', matchers: [{ field: 'cause', is: 'tardy_*', not: false }], reason: 'Bus 4 is late all week', startsAtMs: nowMs, endsAtMs: nowMs + 2 * 3_600_000 })).toEqual({ ok: true })
    const before = await caresOf(first)
    expect(before.find((line) => line.startsWith(mine ?? '-'))).toMatch(/\| acknowledged \| Ms\. Ortiz \| \d{13} \|/)
    if (how === 'quit') await first.app.close()
    else await endByKill(first)

    const second = await launch({ dataFolder, args: ['--demo=never'] })
    await expect.poll(async () => await caresOf(second)).toEqual(before)
    const detail = await second.request('alerts:get', { id: mine ?? '' })
    if (!detail.ok) throw new Error(detail.problem.what)
    expect(detail.value.timeline.at(-1)).toMatchObject({ what: 'acknowledged', text: 'Ms. Ortiz, for 45 min: Calling home' })
    expect((await second.request('silences:list', null)).active).toMatchObject([{ id: 'field-trip', reason: 'Bus 4 is late all week' }])
    expect((await auditRecords(second.request, 10)).map(({ action, result }) => `${action} ${result}`)).toEqual(['silence alerts confirmed', 'hand alerts over confirmed', 'resolve alerts confirmed', 'acknowledge alerts confirmed'])

    // Given back by hand: it waits for somebody again, and an export says so.
    await second.request('alerts:act', { ids: [mine ?? ''], action: { kind: 'unacknowledge' } })
    const file = join(dataFolder, 'alerts.csv')
    await second.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    const exported = await second.request('alerts:export', { format: 'csv', filter: interventions })
    expect(exported).toEqual({ ok: true, value: { fileName: 'alerts.csv', written: before.length } })
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n')
    expect(lines).toHaveLength(before.length + 1)
    expect(lines.find((line) => line.startsWith(mine ?? '-'))).toMatch(/,open,critical,/)
  })
}
