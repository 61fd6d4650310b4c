import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CatalogEvent } from '../../../shared/catalog.ts'
import { anyOf, freeText, id, int, isoDate, isoTime, num, obj, open } from '../../../shared/payload-schema.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'
import { catalogs } from '../../../shared/platforms/index.ts'
import { readAt } from '../compiled-path.ts'
import { START_MS } from '../monitor-fixture.ts'
import { readSentAt, sentAtFieldsOf } from './sent-at.ts'

function specOf(args: readonly PayloadSchema[] | null, variants: readonly PayloadSchema[] = []): CatalogEvent {
  return { name: 'grade.posted', namespaces: ['/'], direction: 'server-to-client', args: args && [...args], variants: variants.map((form) => ({ note: '', args: [form] })), meaning: 'activity', source: 'test' }
}

const namesIn = (form: PayloadSchema, ...variants: PayloadSchema[]): string[] => sentAtFieldsOf(specOf([form], variants)).map(({ path }) => path.source)

describe('fields that tell when an event was sent', () => {
  test('are times by name and by form, the best first', () => {
    expect(namesIn(obj({ id, createdAt: isoTime, 'timestamp?': isoTime, body: freeText }))).toEqual(['timestamp', 'createdAt'])
    expect(namesIn(obj({ created_at: isoTime }))).toEqual(['created_at'])
    expect(namesIn(obj({ at: anyOf(isoTime, num), ts: int }))).toEqual(['at', 'ts'])
    expect(namesIn(anyOf(obj({ sentAt: isoTime }), { type: 'null' }))).toEqual(['sentAt'])
    // Text that is no time, and a day without a time.
    expect(namesIn(obj({ time: open, timestamp: isoDate }))).toEqual([])
  })

  test('are none where the time means something else', () => {
    expect(namesIn(obj({ dueDate: isoTime, startsAt: isoTime, endsAt: isoTime, expiresAt: isoTime, birthDate: isoTime, startedAt: isoTime, joinedAt: isoTime, scheduledAt: isoTime, duration: num }))).toEqual([])
    expect(sentAtFieldsOf(specOf(null))).toEqual([])
    expect(sentAtFieldsOf(specOf([]))).toEqual([])
  })

  test('known variants have theirs as well', () => {
    expect(namesIn(obj({ createdAt: isoTime }), obj({ timestamp: isoTime }))).toEqual(['timestamp', 'createdAt'])
  })

  test('a name that looks like a path or like a prototype is only a name', () => {
    expect(namesIn(obj({ 'time.stamp': isoTime }))).toEqual([])
    const [field] = sentAtFieldsOf(specOf([obj({ timestamp: isoTime })]))
    expect(readAt([Object.create({ timestamp: '2026-11-23T10:00:00Z' })], field!.path)).toBeUndefined()
    for (const args of [[], [null], ['text'], [[]], [5], [{ timestamp: {} }]]) expect(readSentAt(readAt(args, field!.path), START_MS)).toBeUndefined()
  })

  test('of the platforms: most events carry one, and none whose name says a plan or a deadline', () => {
    const found = catalogs.flatMap(({ events }) => events.filter(({ direction }) => direction !== 'client-to-server').flatMap((event) => sentAtFieldsOf(event).map(({ from }) => from)))
    expect(found).toEqual(expect.arrayContaining(['grade.updated updatedAt', 'grade.posted postedAt', 'message.new timestamp', 'message.new createdAt', 'notification timestamp', 'chat:message timestamp']))
    expect(found.filter((from) => /due|start|end|expire|birth|schedul/i.test(from.split(' ')[1] ?? ''))).toEqual([])
  })
})

describe('reading a time', () => {
  const iso = '2026-11-23T10:00:00.000Z'
  const ms = Date.parse(iso)

  test.each([
    [iso, ms],
    ['2026-11-23T10:00:00Z', ms],
    ['2026-11-23T11:00:00+01:00', ms],
    ['2026-11-23T05:00:00-0500', ms],
    ['2026-11-23 10:00:00.250000', ms + 250],
    ['2026-11-23T10:00:00', ms],
    ['2026-11-23T10:00', ms],
    [ms, ms],
    [ms / 1000, ms],
    [ms / 1000 + 0.25, ms + 250],
    [String(ms), ms],
    [String(ms / 1000), ms],
  ])('%j', (value, expected) => {
    expect(readSentAt(value, START_MS)).toBe(expected)
  })

  test.each([
    450, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, ms * 1000, '', 'now', '450', '2026', '2026-11-23', '23.11.2026 10:00', '2026-13-45T99:00:00Z', '1999-12-31T23:59:59Z', '2024-01-20T10:30:00Z', '2028-01-20T10:30:00Z',
    null, undefined, true, {}, [], [iso], { $date: iso }, iso.padEnd(10_000, '0'), '2026-11-23T10:00:00ZZ',
  ])('%j is none', (value) => {
    expect(readSentAt(value, START_MS)).toBeUndefined()
  })

  test('never throws, and what it returns is within a year', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.double(), fc.date({ noInvalidDate: true }).map((date) => date.toISOString())), (value) => {
        const read = readSentAt(value, START_MS)
        expect(read === undefined || Math.abs(read - START_MS) <= 365 * 86_400_000).toBe(true)
      }),
    )
  })
})
