import type { Catalog } from '../shared/catalog.ts'
import type { RoomRef, TargetSecrets, TargetSettings } from '../shared/domain.ts'
import { TARGETS_MAX, WATCHED_ROOMS_PER_TARGET_MAX } from '../shared/limits.ts'
import type { Answer, Failure, TargetForm } from '../shared/ipc.ts'
import { failure } from './answers.ts'
import type { TargetStore } from './store/target-store.ts'
import type { Vault } from './store/vault.ts'
import { readTargetFile, writeTargetFile } from './target-file.ts'
import { understandPaste } from './targets/paste.ts'
import type { Targets } from './targets/targets.ts'

type Done = Answer<'target:remove'>
const done: Done = { ok: true }

export interface DeskParts {
  readonly catalogs: () => readonly Catalog[]
  readonly targets: Targets
  readonly store: TargetStore
  readonly vault: Pick<Vault, 'keepInMemoryOnly'>
  readonly newId: () => string
}

/** What the user does with platforms: keeps the store, the vault and the running targets in step. */
export class TargetDesk {
  readonly #parts: DeskParts
  readonly #demo = new Set<string>()

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  /** Starts what is on disk; a platform whose catalog is not here is shown with the reason. */
  startKept(): void {
    for (const settings of this.#parts.store.list()) this.#parts.targets.addKept(settings)
  }

  /** Starts a target that lives only as long as this run: nothing of it reaches the disk. */
  startDemo(settings: TargetSettings, secrets: TargetSecrets): void {
    this.#demo.add(settings.id)
    this.#parts.vault.keepInMemoryOnly(settings.id)
    this.#parts.targets.add(settings, secrets)
  }

  add(form: TargetForm): Answer<'target:add'> {
    const refused = this.#refuse(form.settings)
    if (refused) return refused
    const settings: TargetSettings = { ...form.settings, id: this.#parts.newId() }
    if (!this.#parts.store.save(settings)) return failure(`Rollcall watches at most ${TARGETS_MAX} platforms.`, 'Remove one that you no longer need.')
    this.#parts.targets.add(settings, cleaned(form.secrets))
    return { ok: true, value: { targetId: settings.id } }
  }

  /** Secrets that were not typed stay as they are. */
  update(targetId: string, form: TargetForm): Done {
    const refused = this.#refuse(form.settings)
    if (refused) return refused
    const settings: TargetSettings = { ...form.settings, id: targetId }
    if (!this.#parts.targets.update(settings, cleaned(form.secrets))) return unknownTarget
    this.#keep(settings)
    return done
  }

  remove(targetId: string): Done {
    if (!this.#parts.targets.remove(targetId)) return unknownTarget
    this.#parts.store.remove(targetId)
    return done
  }

  async test(targetId: string | null, form: TargetForm): Promise<Answer<'target:test'>> {
    const refused = this.#refuse(form.settings)
    if (refused) return refused
    const value = await this.#parts.targets.test({ settings: form.settings, secrets: cleaned(form.secrets) }, targetId)
    return value ? { ok: true, value } : unknownTarget
  }

  retry(targetId: string, namespace: string | null): Done {
    return this.#parts.targets.retry(targetId, namespace) ? done : unknownTarget
  }

  signIn(targetId: string, secrets: TargetSecrets): Done {
    const typed = cleaned(secrets)
    if (Object.keys(typed).length === 0) return failure('Nothing was typed.', 'Enter the password or paste a token.')
    return this.#parts.targets.signIn(targetId, typed) ? done : unknownTarget
  }

  setNamespace(targetId: string, namespace: string, on: boolean): Done {
    return this.#kept(this.#parts.targets.setNamespace(targetId, namespace, on))
  }

  watch(targetId: string, room: RoomRef, on: boolean): Done {
    const settings = on ? this.#parts.targets.watch(targetId, room) : this.#parts.targets.unwatch(targetId, room)
    const watched = settings?.watchedRooms.some((known) => known.namespace === room.namespace && known.room === room.room)
    if (settings && on && watched === false) return failure(`Rollcall watches at most ${WATCHED_ROOMS_PER_TARGET_MAX} rooms of a platform.`, 'Stop watching one first.')
    return this.#kept(settings)
  }

  export(): string {
    return writeTargetFile(this.#parts.store.list())
  }

  import(json: string): Answer<'target:import'> {
    const read = readTargetFile(json, this.#parts.store.list(), this.#parts.catalogs().map(({ id }) => id))
    if (!read.ok) return failure(read.what, 'Nothing was imported.')
    const added: string[] = []
    const skipped = [...read.skipped]
    for (const settings of read.targets) {
      const answer = this.add({ settings, secrets: {} })
      if (answer.ok) added.push(settings.name)
      else skipped.push(`${settings.name}: ${answer.problem.what}`)
    }
    return { ok: true, value: { added, skipped } }
  }

  #kept(settings: TargetSettings | undefined): Done {
    if (!settings) return unknownTarget
    this.#keep(settings)
    return done
  }

  /** The demo's targets are not written to disk. */
  #keep(settings: TargetSettings): void {
    if (this.#demo.has(settings.id)) return
    this.#parts.store.save(settings)
  }

  #refuse(settings: TargetForm['settings']): Failure | undefined {
    if (!this.#parts.catalogs().some(({ id }) => id === settings.catalogId)) return failure(`There is no catalog "${settings.catalogId}".`, 'Choose one from the list.')
    const { pathname, search, username, password } = new URL(settings.url)
    if (username !== '' || password !== '') return failure('The address holds a user name or password.', 'Take it out of the address and enter it below: addresses are shown and exported.')
    if (pathname !== '/' || search !== '') return failure('The address has a path or a query.', 'Give the address without it; the path has a field of its own.')
    return undefined
  }
}

/** A token field may hold a whole pasted text: `Bearer x`, a JSON answer, a line of an environment file. Empty fields are no secrets. */
function cleaned(secrets: TargetSecrets): TargetSecrets {
  const token = secrets.token === undefined ? undefined : (understandPaste(secrets.token).tokenText ?? secrets.token.trim())
  return {
    ...(token !== undefined && token !== '' && { token }),
    ...(secrets.refreshToken !== undefined && secrets.refreshToken.trim() !== '' && { refreshToken: secrets.refreshToken.trim() }),
    ...(secrets.password !== undefined && secrets.password !== '' && { password: secrets.password }),
    ...(secrets.adminSecret !== undefined && secrets.adminSecret !== '' && { adminSecret: secrets.adminSecret }),
  }
}

const unknownTarget = failure('This platform is no longer there.', 'It may have been removed in the meantime.')
