import type { TargetView } from '../shared/domain.ts'
import type { Answer, Args, Failure } from '../shared/ipc.ts'
import { NAMED_ENTRIES_MAX } from '../shared/limits.ts'
import type { ActionRequest, PersonDetail, PersonKey, PersonRow, RevealReason, RoomKey, RosterReport } from '../shared/presence.ts'
import { messageOf } from '../shared/message-of.ts'
import { failure, notAudited } from './answers.ts'
import { shownName } from './monitor/mask.ts'
import { planAction } from './people-desk-plan.ts'
import type { ActionPlan, SocketRef } from './people-desk-plan.ts'
import type { Handlers } from './requests.ts'
import { REVEALS_MAX } from './reveals.ts'
import type { OpenReveal, Reveals } from './reveals.ts'
import type { RosterMember } from './roster-match.ts'
import { checkRoster } from './roster.ts'
import type { AuditLog, FinalResult } from './store/audit.ts'
import type { Rosters } from './store/rosters.ts'
import type { SavedViews } from './store/saved-views.ts'

type Done = Answer<'reveal:open'>
const done: Done = { ok: true }

/** What is sent through a target's admin feed. */
export interface FeedCommand {
  readonly kind: ActionRequest['kind']
  readonly sockets: readonly SocketRef[]
  /** For leave and join. */
  readonly room?: string
}

/** confirmed: seen in the feed. sent: the server confirms nothing. unknown: sent, and not seen in time. */
export interface CommandOutcome {
  readonly result: FinalResult
  /** A sentence, without names. */
  readonly detail: string
}

export interface PeopleDeskParts {
  /** targets/: sends a command now or not at all. */
  readonly commands: { command(targetId: string, command: FeedCommand): Promise<CommandOutcome> }
  /** monitor/: who is there. */
  readonly monitor: {
    /** Sockets that the admin feed shows of a person now. */
    personSockets(key: PersonKey): readonly SocketRef[]
    readonly people: { detail(key: PersonKey): PersonDetail | undefined; row(key: PersonKey): PersonRow | undefined }
    /** People known in a room, raw; also those who left, if they are remembered. */
    rosterCandidates(room: RoomKey): readonly RosterMember[]
    /** Anybody known on the platform. */
    rosterPerson(targetId: string, who: { readonly id?: string; readonly name?: string; readonly email?: string }): { readonly lastSeenMs: number } | undefined
  }
  readonly targetViews: () => readonly TargetView[]
  readonly audit: AuditLog
  readonly reveals: Reveals
  readonly rosters: Rosters
  readonly savedViews: SavedViews
  /** Account of this computer, for the audit log. */
  readonly osUser: string
  readonly now: () => number
  /** Reveals changed: names are masked and unmasked by whoever shows them. */
  readonly onReveals: (open: readonly OpenReveal[]) => void
}

type Channels = 'reveal:open' | 'reveal:close' | 'action:preview' | 'action:run'
  | 'roster:check' | 'roster:list' | 'roster:save' | 'roster:remove' | 'views:list' | 'views:save' | 'views:remove'

/** What the user does with people: previews and runs actions, reveals names, keeps rosters and views. Nothing is done that the audit log cannot hold. */
export class PeopleDesk {
  readonly #parts: PeopleDeskParts
  /** Actions whose command is on its way: a second click is not a second command. */
  readonly #running = new Set<string>()

  constructor(parts: PeopleDeskParts) {
    this.#parts = parts
  }

  /** One function a channel, to be spread into the window's handlers. */
  handlers(): Pick<Handlers, Channels> {
    const { rosters, savedViews } = this.#parts
    return {
      'reveal:open': ({ person, reason, note }) => this.reveal(person, reason, note),
      'reveal:close': (person) => this.closeReveal(person),
      'action:preview': (action) => this.preview(action),
      'action:run': (request) => this.run(request),
      'roster:check': ({ room, csv }) => this.checkRoster(room, csv),
      'roster:list': () => rosters.list(),
      'roster:save': (roster) => saved(() => rosters.save(roster), `Rollcall keeps at most ${NAMED_ENTRIES_MAX} rosters.`),
      'roster:remove': ({ id }) => removed(() => rosters.remove(id)),
      'views:list': () => savedViews.list(),
      'views:save': (view) => saved(() => savedViews.save(view), `Rollcall keeps at most ${NAMED_ENTRIES_MAX} views.`),
      'views:remove': ({ id }) => removed(() => savedViews.remove(id)),
    }
  }

  preview(action: ActionRequest): Answer<'action:preview'> {
    const view = this.#view(action.person.targetId)
    return view ? { ok: true, value: this.#plan(action, view).preview } : unknownTarget
  }

  /** Audit record, command, result: in this order. Worked out anew, because the preview may be minutes old. */
  async run({ action, reason }: Args<'action:run'>): Promise<Answer<'action:run'>> {
    const view = this.#view(action.person.targetId)
    if (!view) return unknownTarget
    const running = JSON.stringify(action)
    if (this.#running.has(running)) return failure('This is being done already.', 'Wait for its result in the audit log.')
    const plan = this.#plan(action, view)
    if (plan.preview.refused !== null) return failure(plan.preview.refused, 'Nothing was sent.')
    const { audit, now } = this.#parts
    const begun = audit.begin({ who: this.#who(view), action: action.kind, targetName: view.settings.name, scope: plan.scope, reason }, now())
    if (!begun.ok) return notAudited(begun.why)
    this.#running.add(running)
    const outcome = await this.#send(action, plan)
    this.#running.delete(running)
    const finished = audit.finish(begun.id, outcome.result, outcome.detail, now())
    return finished.ok ? { ok: true, value: finished.record } : failure(`The result (${outcome.result}: ${outcome.detail}) could not be written to the audit log.`, 'There the record stays without a known result.', finished.why)
  }

  /** Shows one person's name for some minutes, once the reason is in the audit log. */
  reveal(person: PersonKey, reason: RevealReason, note: string): Done {
    const { audit, reveals, monitor, now } = this.#parts
    const view = this.#view(person.targetId)
    if (!view) return unknownTarget
    // The key by which they are known now: records of one person may have become one.
    const key = monitor.people.row(person)?.key
    if (!key) return failure('This person is not known any more.', 'Search for them again.')
    if (reason === 'other' && note.trim().length < 3) return failure('Say why: "other" needs a note.', 'It is written to the audit log.')
    if (!reveals.hasRoom(key, now())) return failure(`${REVEALS_MAX} people are revealed now, and not more at a time.`, 'Mask one of them, or wait until one masks itself again.')
    const begun = audit.begin({ who: this.#who(view), action: 'reveal', targetName: view.settings.name, scope: `person ${shownName(key.personId)}`, reason: note.trim() === '' ? reason : `${reason}: ${note.trim()}` }, now())
    if (!begun.ok) return notAudited(begun.why)
    const finished = audit.finish(begun.id, 'confirmed', 'Name and address shown for 5 minutes.', now())
    if (!finished.ok) return notAudited(finished.why)
    reveals.open(key, now())
    this.#revealsChanged()
    return done
  }

  closeReveal(person: PersonKey): null {
    this.#parts.reveals.close(person)
    this.#revealsChanged()
    return null
  }

  /** To be called at least once a second: ends the reveals whose time is over or whose person is gone. */
  tick(nowMs: number): void {
    const { reveals, monitor } = this.#parts
    const ended = reveals.tick(nowMs)
    const gone = reveals.keepOnly((key) => monitor.people.row(key) !== undefined)
    if (ended || gone) this.#revealsChanged()
  }

  /** The user removed a platform: what was kept of its people goes. */
  targetRemoved(targetId: string): void {
    // A roster or view that cannot be deleted now stays listed: the user can still delete it.
    removed(() => this.#parts.rosters.removeOfTarget(targetId))
    removed(() => this.#parts.savedViews.removeOfTarget(targetId))
    if (this.#parts.reveals.targetRemoved(targetId)) this.#revealsChanged()
  }

  /** Matches names in clear with people: looking at the answer is looking at them, and is written down as such. */
  checkRoster(room: RoomKey, csv: string): RosterReport {
    const view = this.#view(room.targetId)
    const live = view?.feedLink?.state === 'live'
    const { monitor, audit, osUser, now } = this.#parts
    if (csv.trim() !== '') audit.viewed({ who: view ? this.#who(view) : osUser, targetName: view?.settings.name ?? '', scope: `room ${shownName(room.room)} in ${room.namespace}`, screen: 'roster check' }, now())
    return checkRoster(csv, monitor.rosterCandidates(room), live ? 'observed' : 'inferred', ({ id, name, email }) =>
      monitor.rosterPerson(room.targetId, { ...(id !== null && { id }), ...(name !== null && { name }), ...(email !== null && { email }) })?.lastSeenMs,
    )
  }

  #plan(action: ActionRequest, view: TargetView): ActionPlan {
    const { monitor } = this.#parts
    return planAction(action, view, monitor.people.detail(action.person), monitor.personSockets(action.person))
  }

  async #send(action: ActionRequest, { sockets }: ActionPlan): Promise<CommandOutcome> {
    try {
      return await this.#parts.commands.command(action.person.targetId, { kind: action.kind, sockets, ...(action.kind !== 'disconnect' && { room: action.room.room }) })
    } catch (error) {
      return { result: 'failed', detail: `The command could not be sent: ${messageOf(error)}` }
    }
  }

  #view(targetId: string): TargetView | undefined {
    return this.#parts.targetViews().find(({ settings }) => settings.id === targetId)
  }

  #who({ signedInAs, settings, feed }: TargetView): string {
    const account = signedInAs ? `; on the platform ${signedInAs.id} (${signedInAs.role})` : ''
    const admin = feed && settings.adminFeed.auth === 'basic' ? `; admin feed as ${settings.adminFeed.username}` : ''
    return `${this.#parts.osUser}${account}${admin}`
  }

  #revealsChanged(): void {
    this.#parts.onReveals(this.#parts.reveals.list(this.#parts.now()))
  }
}

function saved(save: () => boolean, full: string): Done {
  try {
    return save() ? done : failure(full, 'Remove one that you no longer need.')
  } catch (error) {
    return notKept(error)
  }
}

function removed(remove: () => void): Done {
  try {
    remove()
    return done
  } catch (error) {
    return notKept(error)
  }
}

function notKept(error: unknown): Failure {
  return failure('The local database could not be written.', 'Check the free space of the disk, then try again.', messageOf(error))
}

const unknownTarget = failure('This platform is no longer there.', 'It may have been removed in the meantime.')
