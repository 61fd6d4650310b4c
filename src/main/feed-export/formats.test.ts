import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { EventRow } from '../../shared/domain.ts'
import type { ExportFormat } from '../../shared/feed-tools.ts'
import { grade, START_MS, viewOf, wire } from '../monitor/monitor-fixture.ts'
import { sizeInWords } from '../monitor/preview.ts'
import { payloadOfText } from '../monitor/raw-payload.ts'
import type { WireEvent } from '../monitor/wire-event.ts'
import { ExportBench } from './export-fixture.ts'
import { EXPORT_FIELDS } from './exported-event.ts'

/* What is written is read again by parsers that are not ours, and held against the rows of the feed. */

const line = z.strictObject({
  time: z.string(), target: z.string(), namespace: z.string(), direction: z.enum(['in', 'out']), event: z.string(), room: z.string().nullable(), person: z.string().nullable(),
  bytes: z.number(), drift: z.string(), payload: z.array(z.unknown()),
})
const message = z.strictObject({ type: z.enum(['send', 'receive']), time: z.number(), opcode: z.literal(1), data: z.string(), _room: z.string().nullable(), _person: z.string().nullable(), _bytes: z.number(), _drift: z.string() })
const har = z.object({
  log: z.object({
    version: z.literal('1.2'),
    creator: z.object({ name: z.literal('Rollcall'), version: z.literal('9.9.9') }),
    entries: z.array(z.object({ startedDateTime: z.iso.datetime(), time: z.literal(0), request: z.object({ url: z.string() }), _resourceType: z.literal('websocket'), _target: z.string(), _namespace: z.string(), _webSocketMessages: z.array(message) })),
  }),
})

let bench: ExportBench
beforeEach(() => {
  bench = new ExportBench()
})
afterEach(() => bench.end())

function receive(...events: readonly WireEvent[]): readonly EventRow[] {
  for (const event of events) bench.monitor.event(event)
  bench.monitor.drain(START_MS + 1_000)
  bench.monitor.feed.setOwn(true)
  return bench.monitor.feed.tail(1_000)
}

type Line = z.infer<typeof line>

/** The file of a format as lines of the same form. */
async function exported(format: ExportFormat, reveal = false): Promise<Line[]> {
  const state = await bench.write({ format, reveal: reveal ? { reason: 'incident', note: '' } : null })
  expect([state.state, state.written, state.bytes]).toEqual(['done', state.total, Buffer.byteLength(bench.text)])
  switch (format) {
    case 'ndjson':
      expect(bench.text.endsWith('\n')).toBe(true)
      return bench.text.trimEnd().split('\n').map((each) => line.parse(JSON.parse(each)))
    case 'csv': {
      const rows: string[][] = parse(bench.text, { record_delimiter: '\r\n' })
      expect(rows[0]).toEqual(EXPORT_FIELDS)
      for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
      // A leading apostrophe is taken away where it was put: before such a sign, or before apostrophes and one.
      return rows.slice(1).map((cells) => {
        const [time, target, namespace, direction, event, room, person, bytes, drift, payload] = cells.map((cell) => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell))
        return line.parse({ time, target, namespace, direction, event, room: room === '' ? null : room, person: person === '' ? null : person, bytes: Number(bytes), drift, payload: JSON.parse(payload ?? '') })
      })
    }
    case 'har': {
      const { entries } = har.parse(JSON.parse(bench.text)).log
      return entries.flatMap((entry) => entry._webSocketMessages.map((each) => {
        const packet = /^(?:42|45\d+-)(?:(\/[^,]*),)?(\[.*\])$/su.exec(each.data)
        const [event, ...payload] = z.tuple([z.string()], z.unknown()).parse(JSON.parse(packet?.[2] ?? ''))
        expect(packet?.[1] ?? '/').toBe(entry._namespace)
        return line.parse({ time: new Date(Math.round(each.time * 1_000)).toISOString(), target: entry._target, namespace: entry._namespace, direction: each.type === 'send' ? 'out' : 'in', event, room: each._room, person: each._person, bytes: each._bytes, drift: each._drift, payload })
      }))
    }
  }
}

/** A line as the feed has it; the payload as the inspector has it. */
function asLine(row: EventRow): Line {
  const detail = bench.monitor.detail(row.seq)
  return { time: new Date(row.atMs).toISOString(), target: 'School t1', namespace: row.namespace, direction: row.direction, event: row.event, room: row.room, person: row.person, bytes: row.bytes, drift: row.drift ?? '', payload: JSON.parse(detail?.json ?? '') as unknown[] }
}

const formats: readonly ExportFormat[] = ['ndjson', 'csv', 'har']

describe.each(formats)('%s', (format) => {
  test('has what the feed has, masked as there', async () => {
    const rows = receive(
      grade(1),
      wire('grade.posted', [{ teacherName: 'Maria Rossi', classId: 'anna@lyceum.example' }], { atMs: START_MS + 17 }),
      wire('message', [{ from: { id: 'u-7', name: 'Noah Lee' }, body: 'Call me, 555-0101', topic: 'help, "now"\nplease' }], { namespace: '/grades', direction: 'out' }),
      wire('pong'),
      wire('two', [1, { list: [1, null, false] }]),
    )
    const lines = await exported(format)
    expect(lines).toEqual(rows.map(asLine))
    expect(lines.map(({ person, room }) => [person, room])).toEqual([['u-1', 'class_7b'], ['M. R.', 'c•••@•••'], [null, null], [null, null], [null, null]])
    expect(bench.text).not.toMatch(/Rossi|Noah|555|anna@/)
    expect(bench.suggested).toMatch(new RegExp(`^rollcall-events-[\\dT-]+Z\\.${format}$`))
  })

  test('hostile names and values stand where they stood', async () => {
    const names = ['=HYPERLINK("http://x")', '+1', '-2', '@SUM(A1)', "'=1", 'a,b"c"\r\nd', '\u202Egnp.exe', '🧑‍🏫 مرحبا', '\ud800', 'n'.repeat(10_000), '42["x"]', '__proto__', '\t=1', '']
    const rows = receive(...names.map((name, index) => wire(name, [{ classId: name, n: index, [name]: name }], { namespace: '/grades' })))
    const lines = await exported(format)
    const asWritten = (text: string): string => (format === 'csv' ? Buffer.from(text).toString() : text)
    expect(lines.map(({ event }) => event)).toEqual(rows.map(({ event }) => asWritten(event)))
    expect(lines.map(({ payload }) => (payload[0] as { n: number }).n)).toEqual(names.map((_, index) => index))
    expect(bench.text.startsWith('\ufeff')).toBe(false)
  })

  test('what cannot be read is one text, and is said', async () => {
    receive(
      { ...wire('big'), payload: payloadOfText(JSON.stringify(['x'.repeat(5_000_000)])) },
      { ...wire('broken'), payload: payloadOfText('[{"a":') },
      { ...wire('deep'), payload: payloadOfText(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) },
      { ...wire('file'), payload: payloadOfText('[{"_placeholder":true,"num":0}]', 1) },
      { ...wire('infinite'), payload: payloadOfText('[1e999,-1e999]') },
    )
    const lines = await exported(format)
    expect(lines.map(({ payload }) => payload)).toEqual([['5000004 bytes, above the size limit: only its size is kept'], ['6 bytes that are no JSON'], expect.any(Array), ['binary data'], [Infinity, -Infinity]])
    expect(bench.desk.state?.sentence).toBe(`Wrote 5 events (${sizeInWords(Buffer.byteLength(bench.text))}). 3 payloads were too large and are cut in it.`)
  })

  test('revealed: payloads as received, persons and rooms in clear', async () => {
    const text = '[\r\n{"teacherName":"Maria Rossi","classId":"anna@lyceum.example",\n"big":12345678901234567890,"text":"a\\nb"}]'
    receive({ ...wire('grade.posted'), payload: payloadOfText(text) }, wire('pong'), { ...wire('broken'), payload: payloadOfText('{"half') })
    const lines = await exported(format, true)
    expect(lines.map(({ payload }) => payload)).toEqual([[{ teacherName: 'Maria Rossi', classId: 'anna@lyceum.example', big: 12345678901234567000, text: 'a\nb' }], [], ['{"half']])
    expect([lines[0]?.person, lines[0]?.room]).toEqual(['Maria Rossi', 'class_anna@lyceum.example'])
    expect(bench.text).toContain('12345678901234567890')
  })
})

test('har: one entry a target and namespace, addressed as the WebSocket without its secrets, times in seconds', async () => {
  const view = viewOf('t2', { name: 'Lake "School"' })
  bench.monitor.targetChanged({ ...view, settings: { ...view.settings, url: 'https://ops:secret@lake.example:8443/x?token=abc', path: '/live/socket.io' } }, START_MS)
  receive(grade(1, { atMs: START_MS + 500 }), wire('a', [], { targetId: 't2', namespace: '/' }), grade(2), wire('b', [1], { targetId: 't2', namespace: '/' }), wire('c', [], { targetId: 't2', namespace: '/talk', direction: 'out' }))
  await bench.write({ format: 'har' })
  const { entries } = har.parse(JSON.parse(bench.text)).log
  expect(entries.map((entry) => [entry._target, entry._namespace, entry.request.url, entry._webSocketMessages.map(({ data, type }) => `${type} ${data.slice(0, 21)}`)])).toEqual([
    ['School t1', '/grades', 'ws://127.0.0.1:4400/socket.io/?EIO=4&transport=websocket', ['receive 42/grades,["grade.pos', 'receive 42/grades,["grade.pos']],
    ['Lake "School"', '/', 'wss://lake.example:8443/live/socket.io/?EIO=4&transport=websocket', ['receive 42["a"]', 'receive 42["b",1]']],
    ['Lake "School"', '/talk', 'wss://lake.example:8443/live/socket.io/?EIO=4&transport=websocket', ['send 42/talk,["c"]']],
  ])
  expect(entries[0]?._webSocketMessages[0]?.time).toBe(START_MS / 1_000 + 0.5)
  expect(bench.text).not.toMatch(/secret|token/)
})
