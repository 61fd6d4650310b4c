import type { Catalog } from '../../../shared/catalog.ts'
import type { TargetView } from '../../../shared/domain.ts'
import { NOTICE_ACK_MS } from '../../../shared/limits.ts'
import { noticeKind } from '../../../shared/notices.ts'
import type { NoticeSettings, WayReport } from '../../../shared/notices.ts'
import type { EmitOutcome, FeedEmit } from '../../targets/admin-feed/emits.ts'
import type { AskOutcome } from '../../targets/ask.ts'
import { httpRequest } from '../../targets/http.ts'
import { originOf } from '../../targets/namespaces.ts'
import type { Packet, PacketOutcome, Ways } from '../way.ts'
import { readAnswer } from './answer.ts'
import { isDocumented, packetTrouble } from './check-packet.ts'
import { noticeOf } from './fill.ts'
import { httpWayTrouble, lookAtHttp, sendByHttp } from './http-way.ts'
import type { HttpWayParts } from './http-way.ts'
import { socketMessage } from './socket-message.ts'

/** What the ways need of Targets. */
export interface WayTargets {
  views(): readonly TargetView[]
  emit(targetId: string, emit: FeedEmit): Promise<EmitOutcome>
  emitTrouble(targetId: string): string | undefined
  ask(targetId: string, namespace: string, event: string, args: readonly unknown[], withinMs: number): Promise<AskOutcome>
}

export interface NoticeWaysParts {
  readonly targets: WayTargets
  /** The catalog of a target. */
  readonly catalogOf: (targetId: string) => Catalog | undefined
  /** `Authorization: ...` for a target's HTTP way; undefined: none is kept. */
  readonly secretHeader: (targetId: string) => string | undefined
  /** This Electron is out of support: only addresses on this computer. */
  readonly loopbackOnly: boolean
  /** How long an acknowledgement is waited for, ms; NOTICE_ACK_MS. */
  readonly ackMs?: number
  readonly request?: typeof httpRequest
}

/** Keys that were handed over, so that none goes twice. */
const KEYS_MAX = 20_000
type Found = { readonly view: TargetView; readonly catalog: Catalog | undefined }

/** The three ways by which a notice leaves. A packet is checked here once more, handed over once, and what is known of it is said in words. */
export class NoticeWays implements Ways {
  readonly #parts: NoticeWaysParts
  readonly #keys = new Set<string>()

  constructor(parts: NoticeWaysParts) {
    this.#parts = parts
  }

  report(settings: NoticeSettings): WayReport {
    const found = this.#find(settings.targetId)
    const trouble = this.#trouble(settings, found)
    const open = openSentence(settings, found)
    return { ...this.#base(settings, found), ok: trouble === undefined, sentence: trouble === undefined ? open : `${wayName(settings)} ${trouble}`.trim() }
  }

  async test(settings: NoticeSettings): Promise<WayReport> {
    const report = this.report(settings)
    // A server is asked for nothing that is no notice: it could be sent to people, or end its process.
    if (settings.way === 'application-socket' && report.ok) return { ...report, sentence: `${report.sentence} ${settings.socket.namespace} is connected; whether the server takes ${settings.socket.event} shows with the first notice: send that to one person.` }
    if (settings.way !== 'http' || !report.ok) return report
    const found = this.#find(settings.targetId)
    const { ok, sentence } = await lookAtHttp(this.#httpParts(settings, found))
    return { ...report, ok, sentence: ok ? `${report.sentence} ${sentence}` : `${wayName(settings)} ${sentence}` }
  }

  async send(packet: Packet, settings: NoticeSettings): Promise<PacketOutcome> {
    let handed = false
    try {
      const found = this.#find(packet.targetId)
      const trouble = this.#mismatch(packet, settings) ?? this.#trouble(settings, found) ?? packetTrouble(packet, found?.catalog)
      if (trouble !== undefined) return failed(trouble)
      if (this.#keys.has(packet.key)) return failed('It was handed over before, and nothing is sent twice.')
      this.#remember(packet.key)
      handed = true
      const outcome = await this.#handOver(packet, settings, found)
      // What did not leave can be tried again, by a person.
      if (outcome.result === 'failed') this.#keys.delete(packet.key)
      return outcome
    } catch (error) {
      const what = error instanceof Error ? error.name : 'an error'
      return handed ? { result: 'unknown', delivered: null, detail: `Something failed while it was sent (${what}): it may have arrived.` } : failed(`It was not sent (${what}).`)
    }
  }

  #handOver(packet: Packet, settings: NoticeSettings, found: Found | undefined): Promise<PacketOutcome> {
    switch (packet.way) {
      case 'admin-feed':
        return this.#byFeed(packet)
      case 'application-socket':
        return this.#bySocket(packet, settings)
      case 'http':
        return sendByHttp(packet, this.#httpParts(settings, found))
      default:
        return packet.way satisfies never
    }
  }

  async #byFeed({ targetId, namespace, room, otherRooms = [], event, args }: Packet): Promise<PacketOutcome> {
    return this.#parts.targets.emit(targetId, { namespace, rooms: room === null ? null : [...new Set([room, ...otherRooms])], event, args })
  }

  async #bySocket(packet: Packet, { socket }: NoticeSettings): Promise<PacketOutcome> {
    const message = socketMessage(packet)
    if (message === undefined) return failed('The audience names nobody of this platform.')
    const ackMs = this.#parts.ackMs ?? NOTICE_ACK_MS
    const outcome = await this.#parts.targets.ask(packet.targetId, socket.namespace, socket.event, [message], ackMs)
    switch (outcome.kind) {
      case 'not-sent':
        return failed(outcome.why)
      case 'silent':
        return { result: 'not-confirmed', delivered: null, detail: `It left, and no acknowledgement came within ${Math.round(ackMs / 1_000)} s.` }
      case 'lost':
        return { result: 'unknown', delivered: null, detail: 'The connection ended before the acknowledgement: it may have arrived.' }
      case 'answered':
        return readAnswer(outcome.args[0], packet.noticeId, true)
      default:
        return outcome satisfies never
    }
  }

  #find(targetId: string): Found | undefined {
    const view = this.#parts.targets.views().find(({ settings }) => settings.id === targetId)
    return view && { view, catalog: this.#parts.catalogOf(targetId) }
  }

  #mismatch(packet: Packet, settings: NoticeSettings): string | undefined {
    return packet.targetId === settings.targetId && packet.way === settings.way ? undefined : 'The way out of this platform was changed since the notice was reviewed. Review it again.'
  }

  /** Why nothing can leave by this way now; undefined: it can. */
  #trouble(settings: NoticeSettings, found: Found | undefined): string | undefined {
    if (settings.way === 'none') return 'No way out was chosen for this platform.'
    if (!found) return 'This platform is no longer there.'
    const { view, catalog } = found
    if (view.settings.readOnly) return `${view.settings.name} is read-only. Lift it in this platform's settings first.`
    switch (settings.way) {
      case 'admin-feed':
        if (!catalog?.notices?.length) return 'No event of this platform is known that carries a notice to its clients.'
        return this.#parts.targets.emitTrouble(settings.targetId)
      case 'application-socket':
        return socketTrouble(view, settings.socket.namespace)
      case 'http':
        return httpWayTrouble(this.#httpParts(settings, found))
      default:
        return settings.way satisfies never
    }
  }

  #httpParts(settings: NoticeSettings, found: Found | undefined): HttpWayParts {
    const { secretHeader, loopbackOnly, request = httpRequest } = this.#parts
    // The authority that was entered for a platform is trusted for its own address alone.
    const own = found && originOf(found.view.settings.url) === originOf(settings.http.url)
    return { settings, secretHeader: settings.http.hasSecretHeader ? secretHeader(settings.targetId) : undefined, request, loopbackOnly, ca: own ? found.view.settings.caCertificate : '' }
  }

  #base({ targetId, way }: NoticeSettings, found: Found | undefined): Pick<WayReport, 'targetId' | 'way' | 'events' | 'receipts'> {
    const catalog = found?.catalog
    const events = catalog
      ? noticeKind.options.flatMap((kind) => {
          const notice = noticeOf(catalog, kind)
          return notice ? [{ kind, event: notice.event, namespace: notice.namespace, documented: isDocumented(catalog, notice) }] : []
        })
      : []
    const counts = way === 'http' || (way === 'admin-feed' && found?.view.feed?.mode === 'development')
    return { targetId, way, events, receipts: way === 'application-socket' ? 'delivered-and-read' : counts ? 'delivered' : 'none' }
  }

  #remember(key: string): void {
    this.#keys.add(key)
    if (this.#keys.size > KEYS_MAX) for (const oldest of this.#keys) { this.#keys.delete(oldest); break }
  }
}

/** `By the admin feed.` */
function wayName({ way, socket }: NoticeSettings): string {
  switch (way) {
    case 'none':
      return ''
    case 'admin-feed':
      return 'By the admin feed.'
    case 'application-socket':
      return `By the application socket (${socket.event} on ${socket.namespace}).`
    case 'http':
      return 'By HTTP.'
    default:
      return way satisfies never
  }
}

function openSentence(settings: NoticeSettings, found: Found | undefined): string {
  switch (settings.way) {
    case 'none':
      return ''
    case 'admin-feed':
      return found?.view.feed?.mode === 'development'
        ? 'By the admin feed (development mode). It shows how many connections the event was sent to; who read it is not known.'
        : 'By the admin feed (production mode). No receipts: the server confirms nothing.'
    case 'application-socket':
      return `${wayName(settings)} The server acknowledges and may say how many connections got it and how many read it. No platform's document covers this event.`
    case 'http':
      return `By HTTP (${settings.http.method} to ${hostOf(settings.http.url)}). The answer's status confirms it; how many people it reached is known where the server says so.`
    default:
      return settings.way satisfies never
  }
}

function socketTrouble(view: TargetView, namespace: string): string | undefined {
  if (view.signedOutAtMs !== null && view.signedInAs === null) return `Rollcall is signed out of ${view.settings.name}. Sign in first.`
  const link = view.namespaces.find(({ name }) => name === namespace)
  if (!link) return `Rollcall does not connect to ${namespace} of ${view.settings.name}.`
  if (link.state === 'signed-out') return `Rollcall is signed out of ${view.settings.name}. Sign in first.`
  return link.state === 'live' || link.state === 'delayed' ? undefined : `${namespace} is not live (${link.state}). Nothing is kept for later: try again when it is.`
}

function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return 'an address that is none'
  }
}

function failed(detail: string): PacketOutcome {
  return { result: 'failed', delivered: null, detail: detail.trim() }
}
