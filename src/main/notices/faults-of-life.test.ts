import { expect, test } from 'vitest'
import { NOTICE_LATE_MS, NOTICE_UNDO_MS } from '../../shared/limits.ts'
import type { AudiencePart, NoticeDraft, NoticeView } from '../../shared/notices.ts'
import { payloadOf } from '../monitor/raw-payload.ts'
import { badNetwork, DiskError, FaultyDatabase, FaultyWays, Killed, Life } from './faults-fixture.ts'
import { twice, untrueAudit, untrueNotice } from './faults-truth.ts'
import { draftOf, HOUR_MS, memoryTables, MemoryServer, MINUTE_MS, School, SECOND_MS, settle, START_MS, students } from './notices-fixture.ts'
import type { Packet, PacketOutcome } from './way.ts'
import { randomOf } from './random-fixture.ts'

/*
 * Everything that a person does with notices, in random orders, with several at a time, while runs end between two steps, the disk
 * refuses, answers come late or never, the computer sleeps and its clock jumps. FAULTS_RUNS and FAULTS_SEED ask for more, or for one again.
 */

const RUNS = Number(process.env['FAULTS_RUNS'] ?? 100)
const FIRST = Number(process.env['FAULTS_SEED'] ?? 1)
const LIVES = 4
const TICKS = 60
const zone = 'America/Chicago'
/** A common day, and an hour before the clocks of Chicago change in autumn and in spring. */
const days = [START_MS, Date.UTC(2026, 10, 1, 6), Date.UTC(2027, 2, 14, 7)]
const jumps = [2 * MINUTE_MS, 2 * HOUR_MS, 24 * HOUR_MS, -HOUR_MS, -10 * MINUTE_MS]
/** What a packet may take beyond its time: undo, the pace, a disk that refuses for some ticks. */
const SLACK_MS = NOTICE_LATE_MS + NOTICE_UNDO_MS + MINUTE_MS

class Years {
  readonly #random: () => number
  readonly #sql = memoryTables()
  readonly server = new MemoryServer()
  readonly #drafts = new Map<string, NoticeDraft>()
  readonly #byServer: boolean
  /** Places that have what is sent again to others: `notice target namespace`. */
  readonly #hasIt = new Map<string, string>()
  readonly wrong: string[] = []
  readonly done = new Map<string, number>()
  #nowMs: number
  #waiting: (() => void)[] = []
  #school: School | undefined
  #startedMs = 0

  constructor(seed: number) {
    this.#random = randomOf(seed)
    this.#byServer = this.#random() < 0.5
    this.#nowMs = this.#one(days)
  }

  #one<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)] as T
  }

  async live(): Promise<void> {
    for (let life = 0; life < LIVES; life++) {
      await this.#life(life)
      this.#nowMs += this.#one([0, SECOND_MS, 3 * MINUTE_MS, 3 * MINUTE_MS, 24 * HOUR_MS])
    }
    const last = this.#open(new Life())
    // What is due now has its time to be answered, or not.
    for (let tick = 0; tick < 70; tick++) {
      this.#nowMs = last.nowMs += tick < 10 ? SECOND_MS : 5 * SECOND_MS
      last.desk.tick(last.nowMs)
      this.#waiting.shift()?.()
      // What comes due after it would be under way when it is looked at.
      if (tick === 50) for (const id of this.#drafts.keys()) if (this.#isScheduled(last, id)) await last.handlers['notices:cancel']({ id })
      await settle()
    }
    const views = new Map<string, NoticeView | undefined>()
    for (const id of this.#drafts.keys()) {
      const answer = await last.handlers['notices:get']({ id })
      views.set(id, answer.ok ? answer.value : undefined)
      if (answer.ok) this.wrong.push(...untrueNotice(answer.value, this.server, last.nowMs))
      this.#count(`is ${answer.ok ? answer.value.state : 'away'}`)
    }
    const known = new Set(this.#drafts.keys())
    for (const { noticeId } of this.server.packets) if (!known.has(noticeId.split('.')[0] ?? '')) this.wrong.push(`${noticeId} is of nobody`)
    this.wrong.push(...twice(this.server), ...untrueAudit(last.audit.list(null, 1_000), views, this.server))
  }

  #isScheduled(school: School, id: string): boolean {
    const answer = school.handlers['notices:get']({ id })
    return !(answer instanceof Promise) && answer.ok && answer.value.state === 'scheduled'
  }

  #open(life: Life): School {
    const network = badNetwork(this.#random, this.#waiting)
    const send = (packet: Packet, left: () => void): Promise<PacketOutcome> => network(packet, () => {
      left()
      this.#look(packet)
    })
    this.#startedMs = this.#nowMs
    this.#school = new School({
      database: new FaultyDatabase(this.#sql, life), server: this.server, ways: new FaultyWays(this.server, life, send), targets: ['t1', 't2'], sockets: students(2), startedAtMs: this.#nowMs,
      settings: this.#byServer ? { way: 'application-socket' } : {},
      parts: { newId: () => `n${this.#drafts.size}-${Math.floor(this.#random() * 1e9)}`, signIn: () => new Promise((resolve) => this.#waiting.push(() => resolve({ ok: true, id: 'u-2', role: this.#random() < 0.8 ? 'PRINCIPAL' : 'TEACHER' }))) },
    })
    return this.#school
  }

  /** Of a packet that leaves. */
  #look({ key, noticeId, targetId, namespace }: Packet): void {
    const [id = '', step = 'announce'] = noticeId.split('.')
    const answer = this.#school?.handlers['notices:get']({ id })
    if (!answer || answer instanceof Promise || !answer.ok) return void this.wrong.push(`${key} left, and nobody knows of it`)
    const planned = answer.value.steps.find((each) => each.step === step)
    const late = this.#nowMs - (planned?.atMs ?? 0)
    if (planned?.state !== 'done' || late > SLACK_MS) this.wrong.push(`${key} left ${late} ms after the time of ${JSON.stringify(planned)}`)
    if (planned && planned.atMs < this.#startedMs) this.wrong.push(`${key} left by itself, and its time was before this run (${this.#startedMs}, now ${this.#nowMs}): ${shown(answer.value)}`)
    const first = this.#hasIt.get(`${id} ${targetId} ${namespace}`)
    if (first !== undefined) this.wrong.push(`${key} went again to ${targetId} ${namespace}, which has it: ${first}`)
  }

  async #life(number: number): Promise<void> {
    const random = this.#random
    const life = new Life()
    const left = random() < 0.3 ? Number.POSITIVE_INFINITY : Math.floor(random() ** 2 * 250)
    if (number > 0) life.left = left
    const refusals = random() < 0.6 ? 0 : 0.05
    life.refuses = () => number > 0 && random() < refusals
    this.#waiting = []
    try {
      const school = this.#open(life)
      life.left = left
      life.refuses = () => random() < refusals
      const tickMs = this.#one([250, SECOND_MS, 5 * SECOND_MS])
      for (let tick = 0; tick < TICKS && !life.isDead; tick++) {
        const jump = random() < 0.01 ? this.#one(jumps) : 0
        if (jump < 0) this.#startedMs += jump
        this.#nowMs = school.nowMs += tickMs + jump
        school.desk.tick(school.nowMs)
        if (random() < (tick < 5 ? 0.5 : 0.15)) void this.#act(school).catch((error: unknown) => void (life.isDead || error instanceof DiskError || this.wrong.push(String(error))))
        if (random() < 0.2) this.#waiting.shift()?.()
        await settle()
      }
      if (!life.isDead && random() < 0.5) school.desk.close()
    } catch (error) {
      if (!life.isDead && !(error instanceof Killed) && !(error instanceof DiskError)) throw error
    }
    // Nothing of it runs any more.
    life.isDead = true
  }

  #count(what: string): void {
    this.done.set(what, (this.done.get(what) ?? 0) + 1)
  }

  async #act(school: School): Promise<void> {
    const random = this.#random
    const { handlers } = school
    const draft = this.#one([...this.#drafts.values()])
    if (this.#drafts.size < 2 || (this.#drafts.size < 4 && random() < 0.2)) return await this.#send(school, this.#someDraft())
    const id = draft.id
    const answer = await handlers['notices:get']({ id })
    const view = answer.ok ? answer.value : undefined
    const part = this.#one(view?.parts ?? [])
    const what = this.#one(['undo', 'stop', 'cancel', 'step', 'send', 'follow up', 'found out', 'receipt', 'arrives', 'remove'] as const)
    const did = (ok: { readonly ok: boolean } | void): void => void (ok?.ok === true && this.#count(what))
    switch (what) {
      case 'undo': return did(await handlers['notices:undo']({ id }))
      case 'stop': return did(await handlers['notices:stop']({ id }))
      case 'cancel': return random() < 0.4 ? did(await handlers['notices:cancel']({ id })) : undefined
      case 'step': return did(await handlers['notices:step']({ id, step: this.#one(['reminder', 'in-progress', 'verifying', 'completed', 'cancelled'] as const) }))
      case 'remove': return did(await handlers['notices:remove-draft']({ id }))
      case 'send':
        // What is out already is not announced anew.
        if (!view || (['draft', 'missed', 'scheduled', 'failed'].includes(view.state) && !view.parts.some((each) => this.server.handed.has(each.id)))) await this.#send(school, { ...draft, when: draft.when.kind === 'now' ? draft.when : this.#later(draft.when.kind) })
        return
      case 'follow up': {
        const how = this.#one(['resend', 'correct', 'retract'] as const)
        const now = handlers['notices:get']({ id })
        const made = await handlers['notices:follow-up']({ id, how })
        const first = await now
        if (!made.ok || !first.ok) return
        did(made)
        if (how === 'resend') for (const each of first.value.parts) if (each.step === first.value.parts.at(-1)?.step && ['begun', 'sent', 'confirmed', 'unknown'].includes(each.state)) this.#hasIt.set(`${made.value.draft.id} ${each.targetId} ${each.namespace}`, shown(first.value))
        return await this.#send(school, made.value.draft, true)
      }
      case 'found out': {
        const open = view?.parts.find(({ state }) => state === 'unknown')
        return open ? did(await handlers['notices:found-out']({ id, partId: open.id, arrived: this.server.handed.has(open.id), note: 'Looked.' })) : undefined
      }
      case 'receipt':
        if (part && this.server.handed.has(part.id)) school.desk.receipts.onEvent(part.targetId, payloadOf([{ key: part.id, noticeId: part.step === 'announce' ? id : `${id}.${part.step}`, delivered: 3 }]))
        return
      case 'arrives':
        school.monitor.event({ targetId: 't1', namespace: '/', name: 'bulletin', direction: 'in', atMs: school.nowMs, payload: payloadOf([{ noticeId: `else-${school.nowMs}`, ...draft.texts[0] }]) })
        return void school.monitor.drain(school.nowMs)
      default:
        return what satisfies never
    }
  }

  #later(kind: 'at' | 'window'): NoticeDraft['when'] {
    const inMs = Math.floor(this.#random() * 4 * MINUTE_MS) + 1
    if (kind === 'at') return { kind, atMs: this.#nowMs + inMs, zone }
    const startMs = this.#nowMs + inMs
    return { kind, startMs, endMs: startMs + MINUTE_MS + Math.floor(this.#random() * 2 * MINUTE_MS), zone, reminderMinutes: this.#one([null, 1, 2]) }
  }

  #someDraft(): NoticeDraft {
    const random = this.#random
    const id = `n${this.#drafts.size}-${Math.floor(random() * 1e9)}`
    const kind = this.#one(['urgent', 'announcement', 'maintenance', 'maintenance', 'emergency'] as const)
    const when = kind === 'maintenance' ? this.#later(random() < 0.8 ? 'window' : 'at') : kind !== 'emergency' && random() < 0.4 ? this.#later('at') : ({ kind: 'now' } as const)
    const include = this.#one<AudiencePart[]>([[{ kind: 'everybody' }], [{ kind: 'target', targetId: 't1' }], ['/', '/talk'].map((namespace) => ({ kind: 'namespace', targetId: 't2', namespace }))])
    return draftOf({ id, kind, when, drill: when.kind !== 'window' && random() < 0.2, audience: { include, exclude: [] }, texts: [{ language: 'en', title: `Room change ${id}`, body: 'The lesson is in the gym.' }] })
  }

  /** As a person does it, who may click twice, and may have it open in two windows. */
  async #send(school: School, draft: NoticeDraft, repeat = false): Promise<void> {
    this.#drafts.set(draft.id, draft)
    const random = this.#random
    const send = school.handlers[draft.drill ? 'drills:send' : 'notices:send']
    const reviews = [await school.review(draft), ...(random() < 0.3 ? [await school.review(draft)] : [])]
    const clicks = reviews.flatMap(({ reviewId, needsApproval }) => {
      const approval = !needsApproval ? null : random() < 0.5 ? ({ kind: 'override', reason: 'The principal is at the gate.' } as const) : ({ kind: 'second-person', targetId: draft.audience.include[0]?.kind === 'namespace' ? 't2' : 't1', email: 'second@lincoln.example', password: 'right' } as const)
      const click = { reviewId, typed: null, approval, repeat }
      return random() < 0.3 ? [click, click] : [click]
    })
    // In one tick, or the second one when the first is out.
    const later = random() < 0.3
    const answers = later ? [] : await Promise.all(clicks.map(async (click) => await send(click)))
    if (later) {
      for (const click of clicks) {
        const answer = await send(click)
        answers.push(answer)
        await new Promise<void>((resolve) => this.#waiting.push(resolve))
      }
    }
    if (answers.some(({ ok }) => ok)) this.#count(`confirmed ${draft.drill ? 'drill' : draft.when.kind}${draft.corrects ? ` ${draft.corrects.how}` : ''}`)
  }
}

function shown({ draft, steps, parts, createdAtMs }: NoticeView): string {
  return JSON.stringify({ corrects: draft.corrects, audience: draft.audience.include, createdAtMs, steps, parts: parts.map(({ id, step, state, atMs, detail }) => [id, step, state, atMs, detail]) })
}

test(`${RUNS} lives of a console: nothing leaves twice, late or unknown, and every notice and record ends true`, async () => {
  const done = new Map<string, number>()
  const wrong: string[] = []
  for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
    const years = new Years(seed)
    await years.live()
    for (const [what, count] of years.done) done.set(what, (done.get(what) ?? 0) + count)
    wrong.push(...years.wrong.map((what) => `seed ${seed}: ${what}`))
    if (wrong.length > 10) break
  }
  expect(wrong).toEqual([])
  if (process.env['FAULTS_RUNS'] !== undefined) process.stdout.write(`${JSON.stringify([...done].sort(([one], [other]) => one.localeCompare(other)))}\n`)
  const wanted = ['undo', 'stop', 'cancel', 'step', 'follow up', 'found out', 'confirmed at', 'confirmed window', 'confirmed drill', 'confirmed now retract', 'is sent', 'is missed', 'is unknown', 'is stopped', 'is cancelled', 'is draft', 'is failed']
  if (RUNS >= 100) expect(wanted.filter((what) => !done.has(what))).toEqual([])
}, 120_000)
