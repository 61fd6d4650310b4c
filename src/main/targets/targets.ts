import type { Catalog } from '../../shared/catalog.ts'
import type { RoomRef, TargetSecrets, TargetSettings, TargetView } from '../../shared/domain.ts'
import type { TargetForm, TestReport } from '../../shared/ipc.ts'
import { WATCHED_ROOMS_PER_TARGET_MAX } from '../../shared/limits.ts'
import type { WireSink } from '../monitor/wire-event.ts'
import { systemClock } from './clock.ts'
import type { Clock, Random, Vault } from './clock.ts'
import { isSameParty, withNamespace } from './namespaces.ts'
import { Target } from './target.ts'
import { tryTarget } from './trial.ts'

export interface TargetsOptions {
  readonly catalogs: readonly Catalog[]
  readonly vault: Vault
  readonly sink: WireSink
  /** The view of one target changed. */
  onChange(view: TargetView): void
  /** The rooms of one target whose events should arrive now, confirmed or asked for. */
  onJoined(targetId: string, rooms: readonly RoomRef[]): void
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

  constructor(options: TargetsOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#random = options.random ?? Math.random
  }

  /** Starts a target; its typed secrets go to the vault first. @returns false when its catalog is not known or the id is taken. */
  add(settings: TargetSettings, secrets?: TargetSecrets): boolean {
    const catalog = this.#catalog(settings.catalogId)
    if (!catalog || this.#targets.has(settings.id)) return false
    if (secrets && hasAny(secrets)) this.#options.vault.set(settings.id, { ...this.#options.vault.get(settings.id), ...secrets })
    const target: Target = new Target(settings, {
      catalog,
      vault: this.#options.vault,
      sink: this.#options.sink,
      clock: this.#clock,
      random: this.#random,
      loopbackOnly: this.#options.loopbackOnly,
      onChange: () => {
        if (this.#targets.get(settings.id) === target) this.#options.onChange(target.view)
      },
      onJoined: (rooms) => {
        if (this.#targets.get(settings.id) === target) this.#options.onJoined(settings.id, rooms)
      },
    })
    this.#targets.set(settings.id, target)
    target.start()
    this.#options.onChange(target.view)
    return true
  }

  /** New settings for a target; it reconnects only when the connection is concerned. Secrets that were not typed stay. */
  update(settings: TargetSettings, secrets?: TargetSecrets): boolean {
    const target = this.#targets.get(settings.id)
    if (!target || !this.#catalog(settings.catalogId)) return false
    if (target.settings.catalogId !== settings.catalogId) {
      // Another platform: nothing of the old target fits, its token included.
      target.stop()
      this.#targets.delete(settings.id)
      this.#options.vault.remove(settings.id)
      return this.add(settings, secrets)
    }
    target.update(settings)
    if (secrets && hasAny(secrets)) target.signIn(secrets)
    return true
  }

  remove(targetId: string): boolean {
    const target = this.#targets.get(targetId)
    if (!target) return false
    this.#targets.delete(targetId)
    target.stop()
    this.#options.vault.remove(targetId)
    this.#options.onRemoved(targetId)
    return true
  }

  /** Tries a form without keeping it. @param targetId secrets that were not typed are the ones kept for this target, at its own host alone. */
  async test(form: TargetForm, targetId: string | null): Promise<TestReport | undefined> {
    const catalog = this.#catalog(form.settings.catalogId)
    if (!catalog) return undefined
    const known = targetId === null ? undefined : this.#targets.get(targetId)?.settings
    const kept = known && isSameParty(known.url, form.settings.url) ? (this.#options.vault.get(known.id) ?? {}) : {}
    let secrets: TargetSecrets = { ...kept, ...form.secrets }
    // A password that was typed is what is to be tried, not the token of before.
    if (form.secrets.password && !form.secrets.token) secrets = { ...form.secrets }
    const vault: Vault = { where: 'memory', get: () => secrets, set: (_, next) => (secrets = next), remove() {} }
    return tryTarget({ ...form.settings, id: 'trial' }, { catalog, vault, clock: this.#clock, random: this.#random, loopbackOnly: this.#options.loopbackOnly })
  }

  /** Tries again now: the whole target, or one namespace of it. */
  retry(targetId: string, namespace: string | null): boolean {
    return this.#with(targetId, (target) => target.retry(namespace))
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

  /** After sleep or a change of network: every socket is dropped whatever it says of itself, and made anew. */
  rebuildAll(): void {
    for (const target of this.#targets.values()) target.rebuild()
  }

  views(): readonly TargetView[] {
    return [...this.#targets.values()].map((target) => target.view)
  }

  settings(): readonly TargetSettings[] {
    return [...this.#targets.values()].map((target) => target.settings)
  }

  stop(): void {
    for (const target of this.#targets.values()) target.stop()
    this.#targets.clear()
  }

  #catalog(id: string): Catalog | undefined {
    return this.#options.catalogs.find((catalog) => catalog.id === id)
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

function hasAny(secrets: TargetSecrets): boolean {
  return Boolean(secrets.token) || Boolean(secrets.refreshToken) || Boolean(secrets.password)
}

function sameRoom(a: RoomRef, b: RoomRef): boolean {
  return a.namespace === b.namespace && a.room === b.room
}
