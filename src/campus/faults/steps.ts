import { closeSync, openSync, writeSync } from 'node:fs'
import type { Packet, PacketOutcome, Ways } from '../../main/notices/way.ts'
import type { LocalDatabase } from '../../main/store/database.ts'
import type { NoticeKeeping } from '../../main/store/notice-store.ts'
import type { NoticeSettings, WayReport } from '../../shared/notices.ts'

/** The places between two steps: every write of the database, every packet, every answer. At one of them the process may kill itself. */
export class Steps {
  #left = Number.POSITIVE_INFINITY

  /** SIGKILL at the place after so many. */
  dieAfter(places: number): void {
    this.#left = places
  }

  point(): void {
    // Nothing of this process runs after it: the signal is taken before kill() returns.
    if (this.#left-- <= 0) process.kill(process.pid, 'SIGKILL')
  }

  /** Places before and after every statement and every transaction. */
  within(database: LocalDatabase): void {
    const run = database.run.bind(database)
    const transaction = database.transaction.bind(database)
    database.run = (statement, ...values) => this.#around(() => run(statement, ...values))
    database.transaction = (work) => this.#around(() => transaction(work))
  }

  #around<T>(work: () => T): T {
    this.point()
    const result = work()
    this.point()
    return result
  }
}

/** Real ways, with places between what was written and what leaves, and before what came back is heard. */
export class SteppingWays implements Ways {
  readonly #ways: Ways
  readonly #steps: Steps

  constructor(ways: Ways, steps: Steps) {
    this.#ways = ways
    this.#steps = steps
  }

  report(settings: NoticeSettings): WayReport {
    return this.#ways.report(settings)
  }

  test(settings: NoticeSettings): Promise<WayReport> {
    return this.#ways.test(settings)
  }

  async send(packet: Packet, settings: NoticeSettings): Promise<PacketOutcome> {
    this.#steps.point()
    const sent = this.#ways.send(packet, settings)
    this.#steps.point()
    const outcome = await sent
    this.#steps.point()
    return outcome
  }
}

/**
 * Notes each part before it is written as `begun`, in a file that outlives the process: of a part that is not in it nothing can
 * have left, whatever the database says.
 */
export function noting(store: NoticeKeeping, file: string): NoticeKeeping {
  return {
    write: (body, parts) => store.write(body, parts),
    writePart: (noticeId, part) => {
      if (part.state === 'begun') append(file, part.id)
      store.writePart(noticeId, part)
    },
    writeWith: (body, parts) => store.writeWith(body, parts),
    writeBare: (body) => store.writeBare(body),
    get: (id) => store.get(id),
    unfinished: () => store.unfinished(),
    finished: (limit) => store.finished(limit),
    ids: () => store.ids(),
    remove: (id) => store.remove(id),
    ofAudit: (id) => store.ofAudit(id),
  }
}

function append(file: string, line: string): void {
  const to = openSync(file, 'a')
  writeSync(to, `${line}\n`)
  closeSync(to)
}
