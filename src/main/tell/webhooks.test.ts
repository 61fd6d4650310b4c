import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WEBHOOK_TRIES_MAX, WEBHOOK_WAITING_MAX } from '../../shared/limits.ts'
import { actOn } from '../monitor/alerts/alert-acts.ts'
import type { AlertBook } from '../monitor/alerts/alert-book.ts'
import { intervention, newBook, START_MS } from '../monitor/alerts/alert-book-fixture.ts'
import { openDatabase } from '../store/database.ts'
import type { LocalDatabase } from '../store/database.ts'
import { memoryDocument } from '../store/document.ts'
import { TellStore } from '../store/tell-store.ts'
import { Vault } from '../store/vault.ts'
import { signatureFits, startReceiver, until } from './webhook-fixture.ts'
import type { Receiver } from './webhook-fixture.ts'
import { Webhooks } from './webhooks.ts'
import type { WebhooksParts } from './webhooks.ts'

const SECRET = 'tulip-lantern-42'
const plain = { available: false, encrypt: (text: string) => Buffer.from(text), decrypt: (data: Buffer) => data.toString() }

let folder: string
let stops: (() => unknown)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-webhooks-'))
})
afterEach(async () => {
  for (const each of stops.toReversed()) await each()
  stops = []
  rmSync(folder, { recursive: true })
})

interface Run {
  readonly book: AlertBook
  readonly webhooks: Webhooks
  readonly database: LocalDatabase
  readonly ends: { readonly alertId: string; readonly delivered: boolean; readonly sentence: string }[]
  /** The clock; back-off is waited for by turning it. */
  nowMs: number
  readonly receive: () => void
  readonly view: () => ReturnType<Webhooks['views']>[number]
}

/** A run of the app on the folder's database. */
function run(vault: Vault, book = newBook(), parts: Partial<WebhooksParts> = {}): Run {
  const database = openDatabase({ folder, key: { kind: 'none' }, nowMs: START_MS })
  let number = 0
  const ends: Run['ends'] = []
  const state: Run = {
    book, database, ends,
    nowMs: START_MS,
    webhooks: new Webhooks({
      store: new TellStore(database), vault, book, random: () => 1, newId: () => `delivery-${++number}`, now: () => state.nowMs,
      onEnd: (alertId, delivered, sentence) => ends.push({ alertId, delivered, sentence }),
      personName: ({ personId }) => (personId === null ? undefined : 'Ada Quill'),
      ...parts,
    }),
    receive: () => {
      const { news, leftOut } = book.takeNews()
      state.webhooks.receive(news, leftOut, state.nowMs)
    },
    view: () => state.webhooks.views()[0] as ReturnType<Webhooks['views']>[number],
  }
  stops.push(() => {
    state.webhooks.close()
    database.close()
  })
  return state
}

/** A minute an attempt: every wait is over by then. */
function turning(state: Run): () => void {
  return () => {
    state.nowMs += 60_000
    state.webhooks.tick(state.nowMs)
  }
}

const steady = (state: Run) => () => state.webhooks.tick(state.nowMs)

async function receiver(answer: Parameters<typeof startReceiver>[0]): Promise<Receiver> {
  const started = await startReceiver(answer)
  stops.push(() => started.stop())
  return started
}

function vaultOf(): Vault {
  return new Vault(memoryDocument(), plain)
}

function use(state: Run, url: string, change: { names?: boolean; secret?: string } = {}): void {
  expect(state.webhooks.set({ severity: 'critical', url, names: false, secret: SECRET, ...change }, state.nowMs)).toBeUndefined()
}

describe('a message', () => {
  test('arrives signed, and holds the alert without a name', async () => {
    const { url, received } = await receiver((response) => response.end('thanks'))
    const state = run(vaultOf())
    use(state, url)
    state.book.receive(intervention('1'), START_MS)
    state.receive()
    await until(() => state.ends.length === 1, steady(state))
    const [message] = received
    expect(message && signatureFits(message, SECRET)).toBe(true)
    expect(message?.headers).toMatchObject({ 'content-type': 'application/json', 'x-rollcall-delivery': 'delivery-1', 'x-rollcall-timestamp': String(START_MS / 1000) })
    expect(message?.payload).toEqual({
      version: 1,
      event: 'fired',
      alert: {
        id: 'a1', fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown, severity: 'critical', cause: 'chronic_absence', title: 'Attendance rule chronic_absence reached', school: 'Lincoln High',
        namespace: '/attendance', room: null, value: '', startedAt: '2026-09-14T09:00:00.000Z', count: 1, url: 'rollcall://alert/lincoln/a1',
      },
    })
    expect(message?.body).not.toMatch(/Quill|student-1/)
    expect(state.ends).toEqual([{ alertId: 'a1', delivered: true, sentence: 'fired: delivered to the webhook for critical.' }])
    expect(state.view()).toMatchObject({ waiting: 0, last: expect.stringMatching(/^Delivered at \d\d:\d\d\.$/) as unknown })
  })

  test('holds the name where that is allowed, and not any more when it is forbidden before it was sent', async () => {
    const { url, received } = await receiver((response, index) => response.writeHead(index === 0 ? 500 : 200).end())
    const state = run(vaultOf())
    use(state, url, { names: true })
    state.book.receive(intervention('1'), START_MS)
    state.receive()
    await until(() => received.length === 1 && state.view().last !== '', steady(state))
    use(state, url, { names: false })
    await until(() => state.ends.length === 1, turning(state))
    expect(received.map(({ payload }) => payload.alert.person)).toEqual(['Ada Quill', undefined])
  })

  test('is sent again after 500, with the same id and a fresh signature', async () => {
    const { url, received } = await receiver((response, index) => response.writeHead(index < 2 ? 500 : 200).end())
    const state = run(vaultOf())
    use(state, url)
    state.book.receive(intervention('1'), START_MS)
    state.receive()
    await until(() => state.ends.length === 1, turning(state))
    expect(received.map(({ headers }) => headers['x-rollcall-delivery'])).toEqual(['delivery-1', 'delivery-1', 'delivery-1'])
    expect(new Set(received.map(({ headers }) => headers['x-rollcall-timestamp'])).size).toBe(3)
    expect(received.every((each) => signatureFits(each, SECRET))).toBe(true)
    expect(state.view().last).toMatch(/by try 3\.$/)
  })

  test.each<[string, Parameters<typeof startReceiver>[0], RegExp]>([
    ['refused by 404', (response) => response.writeHead(404).end('no token-in-path here'), /it answered 404/],
    ['refused by 410', (response) => response.writeHead(410).end(), /gone for good/],
    ['refused by 403', (response) => response.writeHead(403).end(), /check the secret/],
  ])('%s is given up at once, and said', async (_, answer, why) => {
    const { url, received } = await receiver(answer)
    const state = run(vaultOf())
    use(state, url)
    state.book.receive(intervention('1'), START_MS)
    state.receive()
    await until(() => state.ends.length === 1, steady(state))
    expect(received.length).toBe(1)
    expect(state.ends[0]).toMatchObject({ delivered: false, sentence: expect.stringMatching(why) as unknown })
    expect(JSON.stringify([state.ends, state.view().last])).not.toMatch(/token-in-path|tulip|Quill|127\.0/)
  })

  test('is given up after the last try', async () => {
    const { url, received } = await receiver((response) => response.destroy())
    const state = run(vaultOf())
    use(state, url)
    state.book.receive(intervention('1'), START_MS)
    state.receive()
    await until(() => state.ends.length === 1, () => {
      state.nowMs += 15 * 60_000
      state.webhooks.tick(state.nowMs)
    })
    expect([received.length, state.view().waiting]).toEqual([WEBHOOK_TRIES_MAX, 0])
    expect(state.ends[0]?.sentence).toMatch(/closed before an answer, at the last of 10 tries/)
  })

  test('waits as long as Retry-After says, and so do the others', async () => {
    const { url, received } = await receiver((response, index) => response.writeHead(index === 0 ? 429 : 200, index === 0 ? { 'retry-after': '600' } : {}).end())
    const state = run(vaultOf())
    use(state, url)
    for (const id of ['1', '2']) state.book.receive(intervention(id), START_MS)
    state.receive()
    await until(() => state.view().last !== '', steady(state))
    expect(state.view().last).toMatch(/Next try in 600 s/)
    state.nowMs += 599_000
    state.webhooks.tick(state.nowMs)
    expect(received.length).toBe(1)
    state.nowMs += 1_000
    await until(() => state.ends.length === 2, steady(state))
  })

  test('is not sent without its secret, and sent when that is entered again', async () => {
    const { url, received } = await receiver((response) => response.end())
    const vault = vaultOf()
    const state = run(vault)
    use(state, url)
    vault.setWebhookSecret('critical', undefined)
    state.book.receive(intervention('1'), START_MS)
    state.receive()
    state.webhooks.tick(state.nowMs)
    expect(state.view()).toMatchObject({ waiting: 1, hasSecret: false, last: expect.stringMatching(/enter it again/) as unknown })
    use(state, url)
    await until(() => state.ends.length === 1, steady(state))
    expect(received.length).toBe(1)
  })
})

describe('order and place', () => {
  test('of one alert the beginning goes before the end, though it fails first', async () => {
    const { url, received } = await receiver((response, index) => response.writeHead(index === 0 ? 500 : 200).end())
    const state = run(vaultOf())
    use(state, url)
    state.book.receive(intervention('1'), START_MS)
    state.receive()
    actOn(state.book, ['a1'], { kind: 'resolve', note: '' }, 'ortiz', START_MS)
    state.receive()
    await until(() => state.ends.length === 2, turning(state))
    expect(received.map(({ payload }) => payload.event)).toEqual(['fired', 'fired', 'resolved'])
  })

  test('a message that is refused again and again holds up no other alert', async () => {
    const { url, received } = await receiver((response, _index) => {
      const poison = received.at(-1)?.payload.alert.id === 'a1'
      response.writeHead(poison ? 500 : 200).end()
    })
    const state = run(vaultOf())
    use(state, url)
    for (const id of ['1', '2', '3']) state.book.receive(intervention(id), START_MS)
    state.receive()
    await until(() => state.ends.length === 2, steady(state))
    expect(state.ends.map(({ alertId }) => alertId)).toEqual(['a2', 'a3'])
  })

  test('one request at a time', async () => {
    let open = 0
    let most = 0
    const { url } = await receiver((response) => {
      most = Math.max(most, ++open)
      setTimeout(() => {
        open--
        response.end()
      }, 5)
    })
    const state = run(vaultOf())
    use(state, url)
    for (let n = 0; n < 10; n++) state.book.receive(intervention(String(n)), START_MS)
    state.receive()
    await until(() => state.ends.length === 10, steady(state))
    expect(most).toBe(1)
  })

  test('what finds no place is counted and said', () => {
    const state = run(vaultOf())
    use(state, 'http://127.0.0.1:9/')
    for (let n = 0; n < WEBHOOK_WAITING_MAX + 10; n++) {
      state.book.receive(intervention(String(n)), START_MS)
      if (n % 500 === 0) state.receive()
    }
    state.receive()
    expect(state.view()).toMatchObject({ waiting: WEBHOOK_WAITING_MAX, last: '10 messages dropped, because 1000 waited.' })
  })

  test('news that a storm left out are made good', () => {
    const state = run(vaultOf())
    use(state, 'http://127.0.0.1:9/')
    // The book keeps 1,000 news; the critical one comes after them.
    for (let n = 0; n < 1_000; n++) state.book.receive(intervention(`w${n}`, { severity: 'warning' }), START_MS)
    state.book.receive(intervention('critical'), START_MS)
    state.receive()
    expect(state.view().waiting).toBe(1)
  })
})

describe('which webhook', () => {
  test('each severity has its own; an escalated alert goes to the next, and its end to both', async () => {
    const { url, received } = await receiver((response) => response.end())
    const state = run(vaultOf())
    use(state, url)
    state.webhooks.set({ severity: 'warning', url: `${url}/warning`, names: false, secret: SECRET }, START_MS)
    state.book.receive(intervention('1', { severity: 'warning' }), START_MS)
    state.receive()
    actOn(state.book, ['a1'], { kind: 'escalate', note: 'nobody answers' }, 'ortiz', START_MS)
    state.receive()
    actOn(state.book, ['a1'], { kind: 'resolve', note: '' }, 'ortiz', START_MS)
    state.receive()
    await until(() => state.ends.length === 4, steady(state))
    expect(received.map(({ payload }) => payload.event).sort()).toEqual(['escalated', 'fired', 'resolved', 'resolved'])
  })

  test('nothing goes for what is silenced or was never sent', () => {
    const state = run(vaultOf())
    use(state, 'http://127.0.0.1:9/')
    state.book.silences.set([{ id: 's', matchers: [{ field: 'cause', is: 'chronic_absence', not: false }], reason: 'drill', createdBy: 'ortiz', startsAtMs: START_MS, endsAtMs: START_MS + 60_000 }])
    state.book.silencesChanged(START_MS)
    state.book.receive(intervention('1'), START_MS)
    actOn(state.book, ['a1'], { kind: 'resolve', note: '' }, 'ortiz', START_MS)
    state.receive()
    expect(state.view().waiting).toBe(0)
  })

  test('removed: what waited and the secret go with it', () => {
    const vault = vaultOf()
    const state = run(vault)
    use(state, 'http://127.0.0.1:9/')
    state.book.receive(intervention('1'), START_MS)
    state.receive()
    use(state, '')
    expect(state.view()).toEqual({ severity: 'critical', url: '', hasSecret: false, names: false, last: '', waiting: 0 })
    expect(state.database.all('SELECT * FROM webhook_outbox')).toEqual([])
  })

  test('none without a secret, nor by http elsewhere', () => {
    const state = run(vaultOf())
    expect(state.webhooks.set({ severity: 'critical', url: 'https://oncall.example/', names: false }, START_MS)?.what).toMatch(/needs a secret/)
    expect(state.webhooks.set({ severity: 'critical', url: 'http://oncall.example/', names: false, secret: SECRET }, START_MS)?.what).toMatch(/http/)
    expect(state.view()).toMatchObject({ url: '', hasSecret: false })
  })
})

describe('restart', () => {
  test('ended between writing and sending: sent by the next run, once, with the same id', async () => {
    const { url, received } = await receiver((response) => response.end())
    const vault = vaultOf()
    const first = run(vault)
    use(first, url)
    first.book.receive(intervention('1'), START_MS)
    first.receive()
    first.database.close()
    const second = run(vault, first.book)
    await until(() => second.ends.length === 1, steady(second))
    const third = (second.database.close(), run(vault, first.book))
    third.webhooks.tick(START_MS)
    expect(third.view().waiting).toBe(0)
    expect(received.map(({ headers }) => headers['x-rollcall-delivery'])).toEqual(['delivery-1'])
  })

  test('ended while it was sent: sent once more with the same id', async () => {
    const { url, received } = await receiver((response, index) => {
      if (index > 0) response.end()
    })
    const vault = vaultOf()
    const first = run(vault)
    use(first, url)
    first.book.receive(intervention('1'), START_MS)
    first.receive()
    await until(() => received.length === 1, steady(first))
    first.webhooks.close()
    first.database.close()
    const second = run(vault, first.book)
    await until(() => second.ends.length === 1, steady(second))
    expect(received.map(({ headers, body }) => [headers['x-rollcall-delivery'], body])).toEqual([['delivery-1', received[0]?.body], ['delivery-1', received[0]?.body]])
  })

  test('tries and waits go on where they were', async () => {
    const { url } = await receiver((response) => response.writeHead(500).end())
    const vault = vaultOf()
    const first = run(vault)
    use(first, url)
    first.book.receive(intervention('1'), START_MS)
    first.receive()
    await until(() => first.view().last !== '', steady(first))
    first.database.close()
    const [waiting] = new TellStore(run(vault).database).waiting()
    expect(waiting).toMatchObject({ tries: 1, nextAtMs: START_MS + 5_000, delivery: 'delivery-1' })
  })

  test('an alert that was resolved meanwhile is ended at its webhook', async () => {
    const { url, received } = await receiver((response) => response.end())
    const vault = vaultOf()
    const first = run(vault)
    use(first, url)
    first.book.receive(intervention('1'), START_MS)
    first.receive()
    await until(() => first.ends.length === 1, steady(first))
    actOn(first.book, ['a1'], { kind: 'resolve', note: '' }, 'ortiz', START_MS)
    // The news are lost with the process; the alert's state is not.
    first.book.takeNews()
    first.database.close()
    const second = run(vault, first.book)
    second.receive()
    await until(() => second.ends.length === 1, steady(second))
    expect(received.map(({ payload }) => payload.event)).toEqual(['fired', 'resolved'])
  })

  test('what is not at hand any more is forgotten', () => {
    const state = run(vaultOf())
    new TellStore(state.database).addTold([{ alertId: 'long-ago', severity: 'critical' }])
    const next = (state.database.close(), run(vaultOf()))
    next.receive()
    expect(new TellStore(next.database).told().size).toBe(0)
  })

  test('a row that cannot be read is deleted, the others are sent', () => {
    const state = run(vaultOf())
    state.database.run("INSERT INTO webhook_outbox (severity, made_at_ms, tries, next_at_ms, body) VALUES ('critical', 1, 0, 1, '{\"delivery\":\"x\"}')")
    expect([new TellStore(state.database).waiting(), state.database.all('SELECT * FROM webhook_outbox')]).toEqual([[], []])
  })
})

describe('a test', () => {
  test.each<[Parameters<typeof startReceiver>[0], RegExp]>([
    [(response) => response.end(), /^The test arrived: it was answered 200 after \d+ ms\.$/],
    [(response) => response.writeHead(500).end(), /^The test did not arrive: it answered 500\.$/],
  ])('%#', async (answer, sentence) => {
    const { url, received } = await receiver(answer)
    const state = run(vaultOf())
    use(state, url)
    expect(await state.webhooks.test('critical')).toMatch(sentence)
    expect(received[0]?.payload).toMatchObject({ test: true, alert: { id: 'test' } })
    expect(state.view().waiting).toBe(0)
  })

  test('without an address says so', async () => {
    expect(await run(vaultOf()).webhooks.test('info')).toMatchObject({ what: 'There is no webhook for info.' })
  })
})
