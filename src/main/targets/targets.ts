import type { Catalog } from '../../shared/catalog.ts'
import type { RoomRef, TargetSecrets, TargetSettings, TargetView } from '../../shared/domain.ts'
import type { TargetForm, TestReport } from '../../shared/ipc.ts'
import { WATCHED_ROOMS_PER_TARGET_MAX } from '../../shared/limits.ts'
import type { PresenceSink } from '../monitor/presence-sink.ts'
import type { WireSink } from '../monitor/wire-event.ts'
import type { CommandOutcome, FeedCommand } from './admin-feed/commands.ts'
import type { EmitOutcome, FeedEmit } from './admin-feed/emits.ts'
import type { AskOutcome } from './ask.ts'
import { sameConnectionParts, secretsThatStay, strandedView } from './catalog-change.ts'
import { systemClock } from './clock.ts'
import type { Clock, Random, Vault } from './clock.ts'
import type { EventReader } from './event-reader.ts'
import { isSameParty, withNamespace } from './namespaces.ts'
import type { WatchedRoom } from './rooms.ts'
import { Target } from './target.ts'
import { tryTarget } from './trial.ts'

export interface TargetsOptions {
  /** The catalogs of now: the user adds and replaces some while targets run. */
  readonly catalogs: () => readonly Catalog[]
  readonly vault: Vault
  readonly sink: WireSink
  /** Where admin feeds report who is there. */
  readonly presence?: PresenceSink
  /** Reads some events itself, at any rate: receipts of notices. */
  readonly reader?: EventReader
  /** The view of one target changed. */
  onChange(view: TargetView): void
  /** The rooms of one target whose events should arrive now, confirmed or asked for. */
  onWatched(targetId: string, rooms: readonly WatchedRoom[]): void
  onRemoved(targetId: string): void
  /** true: this Electron is out of support; only addresses on this computer are connected to. */
  readonly loopbackOnly: boolean
  readonly clock?: Clock
  readonly random?: Random
}

/** All targets. It keeps no file: the caller stores the settings that come back. */
export class Targets {
  readonly #options: TargetsOptions
  readonly #clock: Clock
  readonly #random: Random
  readonly #targets = new Map<string, Target>()
  /** Kept targets whose catalog is not here: shown, not connected. */
  readonly #stranded = new Map<string, TargetView>()
  /** Targets whose catalog has other connection parts now than those they run by: taken at their next connect. */
  readonly #stale = new Set<string>()

  constructor(options: TargetsOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#random = options.random ?? Math.random
  }

  /** Starts a target; its typed secrets go to the vault first. @returns false when its catalog is not known or the id is taken. */
  add(settings: TargetSettings, secrets?: TargetSecrets): boolean {
    const catalog = this.#catalog(settings.catalogId)
    if (!catalog || this.#targets.has(settings.id) || this.#stranded.has(settings.id)) return false
    if (secrets && hasAny(secrets)) this.#options.vault.set(settings.id, { ...this.#options.vault.get(settings.id), ...secrets })
    this.#start(settings, catalog)
    return true
  }

  /** Starts a target from disk. One whose catalog is not here is shown with the reason, until the catalog or another choice comes. */
  addKept(settings: TargetSettings): void {
    if (this.add(settings) || this.#targets.has(settings.id)) return
    const view = strandedView(settings, this.#options.vault, this.#clock.now())
    this.#stranded.set(settings.id, view)
    this.#options.onChange(view)
  }

  /**
   * A catalog was added, or took the place of another of its id. Targets that waited for it start; those that run by it take what they
   * connect by at their next connect. @returns the names of those that will
   */
  catalogSaved(catalog: Catalog, before: Catalog | undefined): readonly string[] {
    for (const { settings } of this.#stranded.values()) if (settings.catalogId === catalog.id) this.#unstrand(settings)
    const users = [...this.#targets.values()].filter(({ settings }) => settings.catalogId === catalog.id)
    for (const target of users) target.describeBy(catalog)
    if (!before || sameConnectionParts(before, catalog)) return []
    for (const { settings } of users) this.#stale.add(settings.id)
    return users.map(({ settings }) => settings.name)
  }

  #start(settings: TargetSettings, catalog: Catalog): void {
    this.#stale.delete(settings.id)
    const target: Target = new Target(settings, {
      catalog,
      vault: this.#options.vault,
      sink: this.#options.sink,
      ...(this.#options.presence && { presence: this.#options.presence }),
      ...(this.#options.reader && { reader: this.#options.reader }),
      clock: this.#clock,
      random: this.#random,
      loopbackOnly: this.#options.loopbackOnly,
      onChange: () => {
        if (this.#targets.get(settings.id) !== target) return
        if (this.#stale.has(settings.id) && isDown(target.view.state)) this.#renew(target)
        else this.#options.onChange(target.view)
      },
      onWatched: (rooms) => {
        if (this.#targets.get(settings.id) === target) this.#options.onWatched(settings.id, rooms)
      },
    })
    this.#targets.set(settings.id, target)
    target.start()
    this.#options.onChange(target.view)
  }

  /** The same target anew, by the catalog of now. */
  #renew(target: Target): void {
    const { settings } = target
    const catalog = this.#catalog(settings.catalogId)
    this.#stale.delete(settings.id)
    if (!catalog) return
    target.stop()
    this.#targets.delete(settings.id)
    this.#start(settings, catalog)
  }

  /** @returns whether its catalog is here now, and it was started */
  #unstrand(settings: TargetSettings): boolean {
    const catalog = this.#catalog(settings.catalogId)
    if (!catalog) return false
    this.#stranded.delete(settings.id)
    this.#start(settings, catalog)
    return true
  }

  /** New settings for a target; it reconnects only when the connection is concerned. Secrets that were not typed stay. */
  update(settings: TargetSettings, secrets?: TargetSecrets): boolean {
    const target = this.#targets.get(settings.id)
    const before = target?.settings ?? this.#stranded.get(settings.id)?.settings
    const catalog = this.#catalog(settings.catalogId)
    if (!before || !catalog) return false
    if (!target || before.catalogId !== settings.catalogId) {
      // Perhaps another platform: of its secrets stays what is sent to the same place in the same way.
      const { vault } = this.#options
      const kept = secretsThatStay(vault.get(settings.id) ?? {}, before, this.#catalog(before.catalogId), settings, catalog)
      target?.stop()
      this.#targets.delete(settings.id)
      this.#stranded.delete(settings.id)
      vault.remove(settings.id)
      if (hasAny(kept)) vault.set(settings.id, kept)
      return this.add(settings, secrets)
    }
    target.update(settings)
    if (secrets && hasAny(secrets)) target.signIn(secrets)
    return true
  }

  remove(targetId: string): boolean {
    const target = this.#targets.get(targetId)
    if (!target && !this.#stranded.has(targetId)) return false
    this.#targets.delete(targetId)
    this.#stranded.delete(targetId)
    this.#stale.delete(targetId)
    target?.stop()
    this.#options.vault.remove(targetId)
    this.#options.onRemoved(targetId)
    return true
  }

  /** Tries a form without keeping it. @param targetId secrets that were not typed are the ones kept for this target, at its own host alone. */
  async test(form: TargetForm, targetId: string | null): Promise<TestReport | undefined> {
    const catalog = this.#catalog(form.settings.catalogId)
    if (!catalog) return undefined
    const known = targetId === null ? undefined : (this.#targets.get(targetId)?.settings ?? this.#stranded.get(targetId)?.settings)
    const kept = known && isSameParty(known.url, form.settings.url) ? (this.#options.vault.get(known.id) ?? {}) : {}
    let secrets: TargetSecrets = { ...kept, ...form.secrets }
    // A password that was typed is what is to be tried, not the token of before.
    if (form.secrets.password && !form.secrets.token) secrets = { ...(kept.adminSecret && { adminSecret: kept.adminSecret }), ...form.secrets }
    // The credentials are what is to be tried, not the session that others were good for.
    const { adminSession: _, ...tried } = secrets
    secrets = tried
    const vault: Vault = { where: 'memory', get: () => secrets, set: (_, next) => (secrets = next), remove() {} }
    return tryTarget({ ...form.settings, id: 'trial' }, { catalog, vault, clock: this.#clock, random: this.#random, loopbackOnly: this.#options.loopbackOnly })
  }

  /** Tries again now: the whole target, or one namespace of it. */
  retry(targetId: string, namespace: string | null): boolean {
    const stranded = this.#stranded.get(targetId)
    if (stranded) return this.#unstrand(stranded.settings) || true
    return this.#with(targetId, (target) => {
      if (this.#stale.has(targetId)) this.#renew(target)
      else target.retry(namespace)
    })
  }

  signIn(targetId: string, secrets: TargetSecrets): boolean {
    return this.#with(targetId, (target) => target.signIn(secrets))
  }

  /** @returns the new settings, to be stored; undefined when the target is not known. */
  setNamespace(targetId: string, namespace: string, on: boolean): TargetSettings | undefined {
    return this.#change(targetId, (settings, catalog) => withNamespace(settings, catalog, namespace, on))
  }

  /** @returns the new settings, to be stored; unchanged when WATCHED_ROOMS_PER_TARGET_MAX are watched already. */
  watch(targetId: string, room: RoomRef): TargetSettings | undefined {
    return this.#change(targetId, (settings) =>
      settings.watchedRooms.length >= WATCHED_ROOMS_PER_TARGET_MAX || settings.watchedRooms.some((known) => sameRoom(known, room)) ? settings : { ...settings, watchedRooms: [...settings.watchedRooms, room] },
    )
  }

  unwatch(targetId: string, room: RoomRef): TargetSettings | undefined {
    return this.#change(targetId, (settings) => ({ ...settings, watchedRooms: settings.watchedRooms.filter((known) => !sameRoom(known, room)) }))
  }

  /** Sends one event, checked and paced; see Target.send. undefined when the target is not known. */
  send(targetId: string, namespace: string, event: string, args: readonly unknown[]): ReturnType<Target['send']> | undefined {
    return this.#targets.get(targetId)?.send(namespace, event, args)
  }

  /** Disconnects sockets, or moves them into or out of a room, through the target's admin feed. Never rejects, never waits for a connection. */
  async command(targetId: string, command: FeedCommand): Promise<CommandOutcome> {
    return this.#targets.get(targetId)?.command(command) ?? { result: 'failed', detail: 'This platform is no longer there.' }
  }

  /** Sends one event and waits for its acknowledgement; see Target.ask. Never rejects. */
  async ask(targetId: string, namespace: string, event: string, args: readonly unknown[], withinMs: number): Promise<AskOutcome> {
    return this.#targets.get(targetId)?.ask(namespace, event, args, withinMs) ?? { kind: 'not-sent', why: 'This platform is not connected.' }
  }

  /** Has the server send an event to clients, through the target's admin feed. Never rejects, never waits for a connection. */
  async emit(targetId: string, emit: FeedEmit): Promise<EmitOutcome> {
    return this.#targets.get(targetId)?.emit(emit) ?? { result: 'failed', delivered: null, detail: 'This platform is not connected.' }
  }

  /** Why emit() would send nothing now; undefined: it would. */
  emitTrouble(targetId: string): string | undefined {
    const target = this.#targets.get(targetId)
    return target ? target.emitTrouble : 'This platform is not connected.'
  }

  /** After sleep or a change of network: every socket is dropped whatever it says of itself, and made anew. */
  rebuildAll(): void {
    for (const [id, target] of new Map(this.#targets)) {
      if (this.#stale.has(id)) this.#renew(target)
      else target.rebuild()
    }
  }

  views(): readonly TargetView[] {
    return [...[...this.#targets.values()].map((target) => target.view), ...this.#stranded.values()]
  }

  settings(): readonly TargetSettings[] {
    return this.views().map(({ settings }) => settings)
  }

  stop(): void {
    for (const target of this.#targets.values()) target.stop()
    this.#targets.clear()
    this.#stranded.clear()
  }

  #catalog(id: string): Catalog | undefined {
    return this.#options.catalogs().find((catalog) => catalog.id === id)
  }

  #with(targetId: string, run: (target: Target) => void): boolean {
    const target = this.#targets.get(targetId)
    if (target) run(target)
    return target !== undefined
  }

  #change(targetId: string, change: (settings: TargetSettings, catalog: Catalog) => TargetSettings): TargetSettings | undefined {
    const target = this.#targets.get(targetId)
    const catalog = target && this.#catalog(target.settings.catalogId)
    if (!target || !catalog) return undefined
    const settings = change(target.settings, catalog)
    if (settings !== target.settings) target.update(settings)
    return settings
  }
}

/** Not connected, or not any more: what it connects by can change without costing a connection. */
function isDown(state: TargetView['state']): boolean {
  return state === 'offline' || state === 'reconnecting' || state === 'signed-out' || state === 'off'
}

function hasAny(secrets: TargetSecrets): boolean {
  return Boolean(secrets.token) || Boolean(secrets.refreshToken) || Boolean(secrets.password) || Boolean(secrets.adminSecret)
}

function sameRoom(a: RoomRef, b: RoomRef): boolean {
  return a.namespace === b.namespace && a.room === b.room
}
