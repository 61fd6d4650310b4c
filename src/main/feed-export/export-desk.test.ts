import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exportState } from '../../shared/feed-tools.ts'
import { grade, START_MS, wire } from '../monitor/monitor-fixture.ts'
import { deferred, ExportBench } from './export-fixture.ts'
import type { OpenPart } from './export-run.ts'

let bench: ExportBench
beforeEach(() => {
  bench = new ExportBench()
})
afterEach(() => bench.end())

function renew(...args: ConstructorParameters<typeof ExportBench>): ExportBench {
  bench.end()
  bench = new ExportBench(...args)
  return bench
}

function receive(count: number, atMs = START_MS, from = 0): void {
  for (let index = 0; index < count; index++) bench.monitor.event(wire(index % 2 === 0 ? 'even' : 'odd', [{ n: from + index }], { atMs }))
  bench.monitor.drain(atMs)
}

const numbers = (): number[] => bench.text.trimEnd().split('\n').map((line) => (JSON.parse(line) as { payload: [{ n: number }] }).payload[0].n)
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)

/** A part whose writes wait until the test lets them go on. */
function gatedPart(): { openPart: OpenPart; reached: Promise<void>; go: () => void; writes: () => number } {
  const reached = deferred<void>()
  const gate = deferred<void>()
  let writes = 0
  const openPart: OpenPart = async (file) => {
    const handle = await open(file, 'wx', 0o600)
    return {
      appendFile: async (data) => {
        writes++
        await handle.appendFile(data)
        reached.resolve()
        await gate.promise
      },
      sync: () => handle.sync(),
      close: () => handle.close(),
    }
  }
  return { openPart, reached: reached.promise, go: gate.resolve, writes: () => writes }
}

describe('what is exported', () => {
  test('shown: the rows as filtered; while paused the frozen ones, although they left the log', async () => {
    renew({}, { capacity: 20, bytes: 1_000_000, perSecond: 1_000_000 })
    receive(20)
    bench.monitor.feed.setFilter('event:odd')
    await bench.write()
    expect(numbers()).toEqual(range(0, 10).map((index) => index * 2 + 1))
    bench.monitor.feed.pause(START_MS)
    receive(100, START_MS, 20)
    const state = await bench.write()
    expect(numbers()).toEqual(range(0, 10).map((index) => index * 2 + 1))
    expect(exportState.parse(state)).toMatchObject({ fileName: 'out.txt', state: 'done', total: 10, written: 10 })
  })

  test('a span: from <= t < to, by its own filter, with marked events that left the log', async () => {
    renew({}, { capacity: 6, bytes: 1_000_000, perSecond: 1_000_000 })
    for (const second of range(0, 5)) {
      receive(2, START_MS + second * 1_000, second * 2)
      if (second === 0) bench.monitor.feed.mark(1, true)
    }
    await bench.write({ scope: { kind: 'span', fromMs: START_MS + 2_000, toMs: START_MS + 4_000, filter: '' } })
    expect(numbers()).toEqual([4, 5, 6, 7])
    await bench.write({ scope: { kind: 'span', fromMs: START_MS, toMs: START_MS + 3_000, filter: 'event:even' } })
    expect(numbers()).toEqual([0, 4])
  })

  test('the events of the start: what arrives or leaves while it is written changes nothing', async () => {
    const { openPart, reached, go } = gatedPart()
    renew({ openPart }, { capacity: 1_000, bytes: 10_000_000, perSecond: 1_000_000 })
    receive(1_000)
    await bench.start()
    await reached
    receive(5_000, START_MS + 1_000, 1_000)
    bench.monitor.targetRemoved('t1')
    go()
    await bench.desk.ended
    expect(numbers()).toEqual(range(0, 1_000))
  })

  test('a text that is no filter, and nothing to export, are told before a file is asked for', async () => {
    receive(1)
    expect(await bench.start({ scope: { kind: 'span', fromMs: 0, toMs: 1, filter: '' } })).toMatchObject({ ok: false, problem: { what: 'There is no event to export.' } })
    expect(await bench.start({ scope: { kind: 'span', fromMs: 0, toMs: 1e15, filter: 'size:>abc' } })).toMatchObject({ ok: false, problem: { what: expect.stringMatching(/size/i) as unknown } })
    expect([bench.suggested, bench.desk.state]).toEqual([undefined, null])
  })

  test('what was counted and not kept is said', async () => {
    renew({}, { capacity: 1_000, bytes: 1_000_000, perSecond: 50 })
    receive(40, START_MS)
    expect((await bench.write({ scope: { kind: 'span', fromMs: 0, toMs: 1e15, filter: '' } })).sentence).toMatch(/^Wrote 40 events \([\d.]+ k?B\)\.$/)
    bench.desk.tick(START_MS + 10_000)
    receive(1_000, START_MS + 10_500, 40)
    bench.desk.tick(START_MS + 11_000)
    bench.nowMs = START_MS + 20_000
    const all = await bench.write({ scope: { kind: 'span', fromMs: 0, toMs: 1e15, filter: 'event:even' } })
    const { kept } = bench.monitor.totals(bench.nowMs)
    expect(all.sentence).toContain(`${1_040 - kept} events of this time were counted but not kept (overwritten or sampled out), and are not in the file.`)
    const early = await bench.write({ scope: { kind: 'span', fromMs: START_MS, toMs: START_MS + 5_000, filter: '' } })
    expect(early.sentence).not.toContain('not kept')
  })
})

describe('the file', () => {
  test('nobody chose one: nothing happens', async () => {
    receive(3)
    bench.chosen = undefined
    expect(await bench.start()).toEqual({ ok: true, value: null })
    expect([bench.desk.state, bench.files]).toEqual([null, []])
  })

  test('is for its user alone, and has no neighbour; an older one is replaced when all is written', async () => {
    const { openPart, reached, go } = gatedPart()
    renew({ openPart })
    receive(500)
    writeFileSync(bench.path('out.txt'), 'older')
    await bench.start()
    await reached
    expect([bench.text, bench.files.length]).toEqual(['older', 2])
    go()
    await bench.desk.ended
    expect([numbers().length, bench.files]).toEqual([500, ['out.txt']])
  })

  test('cancelled in the middle: the part is removed, an older file stays, and the next export can begin', async () => {
    const { openPart, reached, go, writes } = gatedPart()
    renew({ openPart })
    receive(5_000)
    writeFileSync(bench.path('out.txt'), 'older')
    const begun = await bench.start()
    await reached
    const id = begun.ok ? (begun.value?.id ?? '') : ''
    await bench.desk.cancel('another')
    expect(bench.desk.state?.state).toBe('running')
    const over = bench.desk.cancel(id)
    go()
    await over
    expect([bench.desk.state?.state, bench.desk.state?.written, writes(), bench.text, bench.files]).toEqual(['cancelled', 200, 1, 'older', ['out.txt']])
    await bench.desk.cancel(id)
    expect((await bench.write()).state).toBe('done')
  })

  test('a second export is refused in words, while the file is chosen and while it is written', async () => {
    const choice = deferred<string | undefined>()
    const { openPart, reached, go } = gatedPart()
    renew({ openPart, chooseFile: () => choice.promise })
    receive(500)
    const first = bench.start()
    expect(await bench.start()).toMatchObject({ ok: false, problem: { what: 'An export is being written already.' } })
    choice.resolve(bench.path('out.txt'))
    await first
    await reached
    expect(await bench.start()).toMatchObject({ ok: false, problem: { what: 'An export is being written already.' } })
    go()
    await bench.desk.ended
    expect(numbers()).toHaveLength(500)
  })

  test.each([
    ['a folder', 'folder', /^folder is a folder\. Choose the name of a file/],
    ['a folder that is gone', 'gone/out.txt', /gone is not there any more/],
    ['a name beyond what the disk takes', `${'n'.repeat(300)}.csv`, /could not be written/],
  ])('%s: a sentence, and nothing is left', async (_, name, sentence) => {
    mkdirSync(bench.path('folder'))
    receive(3)
    bench.chosen = name
    const state = await bench.write()
    expect([state.state, state.sentence]).toEqual(['failed', expect.stringMatching(sentence)])
    expect(bench.files).toEqual(['folder'])
  })

  test('a folder without the right to write', async ({ skip }) => {
    skip(process.getuid?.() === 0, 'root may write everywhere')
    mkdirSync(bench.path('locked'))
    chmodSync(bench.path('locked'), 0o500)
    receive(3)
    bench.chosen = 'locked/out.txt'
    expect(await bench.write()).toMatchObject({ state: 'failed', sentence: expect.stringMatching(/may not write in .*locked/) as unknown })
  })

  test('a disk that is full in the middle: a sentence, and the part is removed', async () => {
    let room = 3
    const openPart: OpenPart = async (file) => {
      const handle = await open(file, 'wx')
      return {
        appendFile: async (data) => {
          if (room-- === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
          await handle.appendFile(data)
        },
        sync: () => handle.sync(),
        close: () => handle.close(),
      }
    }
    renew({ openPart })
    receive(5_000)
    expect(await bench.write()).toMatchObject({ state: 'failed', written: 600, sentence: expect.stringMatching(/^There is no space left for out\.txt/) as unknown })
    expect(bench.files).toEqual([])
  })

  test('the app closes in the middle: no file and no part, and nothing begins after it', async () => {
    const { openPart, reached, go } = gatedPart()
    renew({ openPart })
    receive(5_000)
    await bench.start()
    await reached
    bench.desk.close()
    expect([bench.files, bench.desk.state?.state]).toEqual([[], 'cancelled'])
    go()
    await bench.desk.ended
    expect([bench.files, bench.desk.state?.state]).toEqual([[], 'cancelled'])
    expect(await bench.start()).toEqual({ ok: true, value: null })
  })
})

test('everything else runs between two steps', async () => {
  receive(10_000)
  let turns = 0
  const count = (): void => {
    turns++
    if (bench.desk.state?.state === 'running') setImmediate(count)
  }
  await bench.start()
  setImmediate(count)
  await bench.desk.ended
  expect(turns).toBeGreaterThanOrEqual(40)
  expect(numbers()).toEqual(range(0, 10_000))
})

describe('revealed', () => {
  const reveal = { reason: 'incident', note: 'Ticket 4190' } as const

  test('the audit record is there before the file, and gets the result', async () => {
    const { openPart, reached, go } = gatedPart()
    renew({ openPart })
    bench.monitor.event(grade(1))
    bench.monitor.drain(START_MS)
    await bench.start({ reveal })
    await reached
    expect(bench.audit.list(null, 10)).toMatchObject([{ result: 'pending', who: 'jlee on office-12', action: 'export events', targetName: 'School t1', reason: 'incident: Ticket 4190' }])
    go()
    await bench.desk.ended
    const [record] = bench.audit.list(null, 10)
    expect(record).toMatchObject({ result: 'confirmed', detail: 'Wrote 1 event.', scope: '1 event of 2026-11-23T10:00:00.000Z to 2026-11-23T10:00:00.001Z in clear, as ndjson, to out.txt' })
    expect(bench.text).toContain('Maria Rossi')
    expect(JSON.stringify(record)).not.toContain('Rossi')
  })

  test('nothing is written when the audit log cannot be', async () => {
    receive(3)
    bench.database.close()
    expect(await bench.start({ reveal })).toMatchObject({ ok: false, problem: { what: 'Not done: it could not be written to the audit log.' } })
    expect([bench.files, bench.desk.state]).toEqual([[], null])
    expect((await bench.write()).state).toBe('done')
  })

  test('a reason "other" needs a note; nobody chose a file: no record', async () => {
    receive(3)
    expect(await bench.start({ reveal: { reason: 'other', note: ' x ' } })).toMatchObject({ ok: false, problem: { what: 'Say why: "other" needs a note.' } })
    bench.chosen = undefined
    await bench.start({ reveal })
    expect(bench.audit.list(null, 10)).toEqual([])
  })

  test.each(['cancelled', 'closed', 'failed'])('%s: the record says that no file was left', async (how) => {
    const { openPart, reached, go } = gatedPart()
    renew({ openPart })
    receive(5_000)
    if (how === 'failed') mkdirSync(bench.path('out.txt'))
    const begun = await bench.start({ reveal })
    const id = begun.ok ? (begun.value?.id ?? '') : ''
    if (how !== 'failed') await reached
    if (how === 'closed') bench.desk.close()
    go()
    await (how === 'cancelled' ? bench.desk.cancel(id) : bench.desk.ended)
    expect(bench.audit.list(null, 10)).toMatchObject([{ result: 'failed', detail: expect.stringMatching(/^(Cancelled|Failed) after [\d,]+ events; no file was left\.$/) as unknown }])
    if (how !== 'failed') expect(existsSync(join(bench.folder, 'out.txt'))).toBe(false)
  })
})

test('a masked export leaves no record', async () => {
  receive(3)
  await bench.write()
  expect(bench.audit.list(null, 10)).toEqual([])
  expect(readFileSync(bench.path('out.txt'), 'utf8').split('\n')).toHaveLength(4)
})
