import type { AlertBook } from './alerts/alert-book.ts'
import type { EvidenceCollector } from './alerts/evidence.ts'
import { platformSignal } from './alerts/platform-signal.ts'
import type { ContractWatch } from './contract/contract-watch.ts'
import type { EventKey } from './counts.ts'
import type { EventLog } from './event-log.ts'
import type { FeedView } from './feed-view.ts'
import type { IncomingNotices } from './incoming-notices.ts'
import type { Latency } from './latency/latency.ts'
import { BY_EMAIL, BY_NAME } from './people/person.ts'
import type { Who } from './people/proofs.ts'
import type { Presence } from './presence.ts'
import type { Rates } from './rates/rates.ts'
import { readPayload } from './reading.ts'
import type { Sampling } from './sampling.ts'
import type { WireEvent } from './wire-event.ts'

/** Everything that keeps something of an event. */
export interface EventKeepers {
  readonly alertBook: AlertBook
  readonly contract: ContractWatch
  readonly evidence: EvidenceCollector
  readonly feed: FeedView
  readonly incoming: IncomingNotices
  readonly latency: Latency
  readonly log: EventLog
  readonly presence: Presence
  readonly rates: Rates
  readonly sampling: Sampling
}

/** Applies events that were counted: each is read once, and what it says goes to all that keep something of it. On the path of every event. */
export class Applier {
  readonly #alertBook: AlertBook
  readonly #contract: ContractWatch
  readonly #evidence: EvidenceCollector
  readonly #feed: FeedView
  readonly #incoming: IncomingNotices
  readonly #latency: Latency
  readonly #log: EventLog
  readonly #presence: Presence
  readonly #rates: Rates
  readonly #sampling: Sampling
  #applied = 0
  #withdrawn = 0

  constructor(keepers: EventKeepers) {
    this.#alertBook = keepers.alertBook
    this.#contract = keepers.contract
    this.#evidence = keepers.evidence
    this.#feed = keepers.feed
    this.#incoming = keepers.incoming
    this.#latency = keepers.latency
    this.#log = keepers.log
    this.#presence = keepers.presence
    this.#rates = keepers.rates
    this.#sampling = keepers.sampling
  }

  get applied(): number {
    return this.#applied
  }

  /** Events whose target was removed while they waited. */
  get withdrawn(): number {
    return this.#withdrawn
  }

  /** @param kept the log keeps it whatever its rate, as was judged at receipt. Never throws. */
  apply(event: WireEvent, key: EventKey, kept: boolean): void {
    if (key.target.removed) {
      this.#withdrawn++
      return
    }
    this.#applied++
    const marked = this.#contract.byName(key, event.payload, event.atMs)
    const payload = marked === undefined ? this.#contract.reading(event.payload) : event.payload
    const reading = readPayload(key.event, payload)
    if (key.event?.readsPayload === true) this.#sampling.wasRead(event.atMs)
    this.#latency.event(key, payload, event.atMs)
    const drift = marked ?? this.#contract.byPayload(key, payload, event.atMs)
    const presence = this.#presence.of(key.target.id)
    const { feedSocketId } = event
    const attributed = presence?.event(key.space.name, key.name, reading, event.direction, feedSocketId, event.atMs) ?? { person: undefined, room: undefined }
    // Of an event that the admin feed shows, the person is the one whose socket it went through.
    const person = attributed.person?.key ?? (feedSocketId === undefined ? keyOf(reading.who) : undefined)
    if (attributed.person && feedSocketId !== undefined && key.event?.spec.meaning === 'error' && event.direction === 'in') presence?.refused(attributed.person, key.space.name, key.name, event.atMs)
    const room = attributed.room?.name ?? reading.room
    if (room !== undefined && (event.direction === 'in' || feedSocketId !== undefined)) this.#rates.roomEvent(key.space, room, event.atMs)
    // What a client sends is nobody's alert, whatever it is called: the admin feed shows that too.
    const alert = event.direction === 'in' ? reading.alert : undefined
    const record = this.#log.append(event, key, { room, person, severity: alert?.severity ?? null, drift }, kept || undefined)
    if (!record) return
    presence?.logged(record, attributed)
    this.#feed.add(record)
    this.#evidence.event(record)
    if (key.event?.spec.meaning === 'notice' && event.direction === 'in') this.#incoming.add(record, key.target.catalog?.catalog)
    // Whom an alert is about is who its payload names, not whose socket the admin feed saw it on.
    if (alert) this.#alertBook.receive(platformSignal(alert, { key, room, personId: presence?.publicIdOf(reading.who) ?? null, atMs: event.atMs, seq: record.seq }), event.atMs)
  }
}

/** For a person who is not remembered: the id, or the name or address under a prefix of its own. */
function keyOf(who: Who | undefined): string | undefined {
  if (who === undefined) return undefined
  if (who.id !== undefined) return who.id
  return who.name === undefined ? BY_EMAIL + who.email : BY_NAME + who.name
}
