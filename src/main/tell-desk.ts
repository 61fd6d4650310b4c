import { randomUUID } from 'node:crypto'
import type { AlertSummary, TellSettings, TellView, WebhookForm } from '../shared/alerts.ts'
import type { Severity } from '../shared/catalog.ts'
import type { Answer, Failure } from '../shared/ipc.ts'
import { messageOf } from '../shared/message-of.ts'
import { failure } from './answers.ts'
import { note } from './monitor/alerts/alert.ts'
import type { Monitor } from './monitor/monitor.ts'
import type { Handlers } from './requests.ts'
import type { AuditLog } from './store/audit.ts'
import type { LocalDatabase } from './store/database.ts'
import { TellStore } from './store/tell-store.ts'
import type { Vault } from './store/vault.ts'
import { desktopState } from './tell/desktop-state.ts'
import type { DesktopState } from './tell/desktop-state.ts'
import { openGroups } from './tell/open-groups.ts'
import { settingsTrouble, tidy } from './tell/settings-check.ts'
import { TellLog } from './tell/tell-log.ts'
import { Teller } from './tell/teller.ts'
import type { Deed } from './tell/teller.ts'
import type { Trouble } from './tell/trouble.ts'
import { Webhooks } from './tell/webhooks.ts'

/** One native notification. No text holds a person's name. */
export interface Notice {
  /** Replaces the one with the same key. */
  readonly key: string
  readonly title: string
  readonly body: string
  readonly severity: Severity
  /** What Acknowledge is about; empty: it cannot be acknowledged from there. */
  readonly alertIds: readonly string[]
  /** What Open leads to; null: the window alone. */
  readonly place: { readonly targetId: string; readonly alertId: string } | null
}

/** What comes back from the desktop. */
export interface DesktopEvents {
  readonly acknowledge: (alertIds: readonly string[]) => void
  /** Do not disturb for so long; 0: off. */
  readonly quietFor: (ms: number) => void
  /** A notification could not be shown after all. */
  readonly failed: (key: string, why: string) => void
  /** It is not on the desktop any more. */
  readonly gone: (key: string) => void
}

/** What the desktop can do; Electron's part is in tell/native.ts. */
export interface Desktop {
  /** Called once, before anything else. */
  readonly listen: (events: DesktopEvents) => void
  /** Shows one, instead of the one with the same key. @returns why not, in words; empty: it was handed to the desktop */
  readonly notify: (notice: Notice) => string
  readonly withdraw: (key: string) => void
  /** Number on the app's icon, and the tray's shape and words. */
  readonly show: (state: DesktopState) => void
  /** Why the desktop shows no notifications; empty: it does, as far as can be known. */
  readonly trouble: () => string
  readonly close: () => void
}

export interface TellDeskParts {
  readonly monitor: Pick<Monitor, 'targets' | 'rosterPerson' | 'alertBook'>
  readonly database: LocalDatabase
  readonly vault: Vault
  readonly audit: AuditLog
  readonly desktop: Desktop
  readonly osUser: string
  readonly now: () => number
  /** Somebody acknowledged alerts from a notification. */
  readonly acknowledge: (alertIds: readonly string[], minutes: number) => void
}

type Channels = 'tell:get' | 'tell:set' | 'tell:webhook' | 'tell:test'

/** Alerts are looked at for badge and tray so often. */
const LOOK_MS = 1_000
/** More than the desktop itself says is not known to any app. */
const DESKTOP_DOUBT = 'If nothing appears, the desktop’s own do-not-disturb or its settings for Rollcall hide it: no app can read those.'

/** Tells people: native notifications, sound, announcement, badge, tray, webhooks. */
export class TellDesk {
  readonly #parts: TellDeskParts
  readonly #store: TellStore
  readonly #webhooks: Webhooks
  readonly #teller = new Teller()
  readonly #log = new TellLog()
  #settings: TellSettings
  #chime: AlertSummary['chime'] = null
  #announce: AlertSummary['announce'] = null
  #lookedAtMs = Number.NEGATIVE_INFINITY

  constructor(parts: TellDeskParts) {
    this.#parts = parts
    this.#store = new TellStore(parts.database)
    this.#settings = this.#store.settings()
    this.#webhooks = new Webhooks({
      store: this.#store, vault: parts.vault, book: parts.monitor.alertBook, random: Math.random, newId: randomUUID, now: parts.now,
      personName: ({ personId, subject }) => (personId === null ? undefined : (parts.monitor.rosterPerson(subject.targetId, { id: personId })?.name ?? undefined)),
      onEnd: (alertId, delivered, sentence, nowMs) => {
        this.#note(alertId, 'webhook', sentence, nowMs)
        if (!delivered) this.#log.notSent(nowMs, 'A webhook message', sentence)
      },
    })
    parts.desktop.listen({
      acknowledge: (alertIds) => parts.acknowledge(alertIds, this.#settings.acknowledgeMinutes),
      quietFor: (ms) => void this.#set({ quietUntilMs: ms > 0 ? parts.now() + ms : null }),
      failed: (key, why) => {
        this.#teller.gone(key)
        this.#log.notShown(parts.now(), 'A notification', why)
      },
      gone: (key) => this.#teller.gone(key),
    })
  }

  handlers(): Pick<Handlers, Channels> {
    return {
      'tell:get': () => this.#view(),
      'tell:set': (change) => this.#set(change),
      'tell:webhook': (form) => this.#setWebhook(form),
      'tell:test': ({ way, severity }) => this.#test(way, severity),
    }
  }

  /** The teller's part of every frame's summary. */
  summary(): Pick<AlertSummary, 'notShown' | 'chime' | 'announce'> {
    return { notShown: this.#log.summary, chime: this.#chime, announce: this.#announce }
  }

  /** Called with the pulse, after the alerts' own tick. Cheap when nothing happened. */
  tick(nowMs: number): void {
    const { alertBook: book } = this.#parts.monitor
    const { news, leftOut } = book.takeNews()
    this.#webhooks.receive(news, leftOut, nowMs)
    this.#webhooks.tick(nowMs)
    if (news.length === 0 && nowMs - this.#lookedAtMs < LOOK_MS && nowMs >= this.#lookedAtMs) return
    this.#lookedAtMs = nowMs
    this.#endQuiet(nowMs)
    const groups = openGroups(book.active)
    for (const deed of this.#teller.decide({ news, flood: book.flood, groups, settings: this.#settings, nowMs })) this.#do(deed, nowMs)
    this.#parts.desktop.show(desktopState(groups.values(), this.#parts.monitor.targets(), this.#isQuiet(nowMs)))
  }

  close(): void {
    this.#webhooks.close()
    this.#parts.desktop.close()
  }

  #do(deed: Deed, nowMs: number): void {
    const { desktop } = this.#parts
    switch (deed.kind) {
      case 'show': {
        const why = desktop.notify(deed.notice)
        if (why === '') {
          this.#log.shown(nowMs, deed.line)
          for (const id of deed.alertIds) this.#note(id, 'notified', 'native notification', nowMs)
          return
        }
        this.#teller.gone(deed.notice.key)
        this.#notShown(deed.line, why, deed.alertIds, nowMs)
        return
      }
      case 'update':
        if (desktop.notify(deed.notice) !== '') this.#teller.gone(deed.notice.key)
        return
      case 'withdraw':
        desktop.withdraw(deed.key)
        return
      case 'not-shown':
        this.#notShown(deed.line, deed.why, deed.alertIds, nowMs)
        return
      case 'chime':
        this.#chime = { id: (this.#chime?.id ?? 0) + 1, severity: deed.severity }
        return
      case 'announce':
        this.#announce = { id: (this.#announce?.id ?? 0) + 1, text: deed.text }
    }
  }

  #notShown(line: string, why: string, alertIds: readonly string[], nowMs: number): void {
    this.#log.notShown(nowMs, line, why)
    for (const id of alertIds) this.#note(id, 'not-shown', `not shown: ${why}`, nowMs)
  }

  #note(alertId: string, what: 'notified' | 'not-shown' | 'webhook', text: string, nowMs: number): void {
    const slot = this.#parts.monitor.alertBook.slot(alertId)
    if (!slot) return
    note(slot, nowMs, what, null, text)
    this.#parts.monitor.alertBook.touched(slot)
  }

  #isQuiet(nowMs: number): boolean {
    const { quietUntilMs } = this.#settings
    return quietUntilMs !== null && nowMs < quietUntilMs
  }

  #endQuiet(nowMs: number): void {
    if (this.#settings.quietUntilMs !== null && !this.#isQuiet(nowMs)) this.#set({ quietUntilMs: null })
  }

  #set(change: { readonly [K in keyof TellSettings]?: TellSettings[K] | undefined }): ViewAnswer {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<TellSettings>
    return this.#answer(() => {
      const trouble = settingsTrouble(given, this.#parts.now())
      if (trouble) return trouble
      this.#settings = tidy({ ...this.#settings, ...given })
      this.#lookedAtMs = Number.NEGATIVE_INFINITY
      this.#store.setSettings(this.#settings)
      return undefined
    })
  }

  /** Where alerts are sent to outside, and whether with names, is in the audit log before it holds. */
  #setWebhook(form: WebhookForm): ViewAnswer {
    const { audit, osUser, now } = this.#parts
    const url = form.url.trim()
    // Of an address only its place: a path can hold a token.
    const place = URL.canParse(url) ? new URL(url).host : 'an address that cannot be read'
    const scope = url === '' ? `${form.severity} alerts: no webhook` : `${form.severity} alerts to ${place}, ${form.names ? 'names allowed' : 'without names'}`
    const begun = audit.begin({ who: osUser, action: 'set webhook', targetName: '', scope, reason: '' }, now())
    if (!begun.ok) return failed({ what: 'Not done: it could not be written to the audit log.', advice: 'Check the remarks at start and the free space of the disk.' }, begun.why)
    const answer = this.#answer(() => this.#webhooks.set(form, now()))
    audit.finish(begun.id, answer.ok ? 'confirmed' : 'failed', answer.ok ? '' : answer.problem.what, now())
    return answer
  }

  /** @param save gives back what is wrong */
  #answer(save: () => Trouble | undefined): ViewAnswer {
    try {
      const trouble = save()
      return trouble ? failed(trouble) : { ok: true, value: this.#view() }
    } catch (error) {
      return failed({ what: 'This could not be written to the local database.', advice: 'Check the free space of the disk, then try again. Until Rollcall ends it may hold all the same.' }, messageOf(error))
    }
  }

  async #test(way: 'notification' | 'sound' | 'webhook', severity: Severity): Promise<Answer<'tell:test'>> {
    switch (way) {
      case 'notification': {
        const why = this.#parts.desktop.notify({ key: 'test', title: 'A test from Rollcall', body: `This is how ${severity} alerts are shown`, severity, alertIds: [], place: null })
        return why === '' ? said(`Handed to the desktop. ${DESKTOP_DOUBT}`) : failed({ what: `Not shown: ${why}.`, advice: 'Alerts stay visible in this window, and sound and webhooks do not depend on it.' })
      }
      case 'sound':
        if (this.#settings.sound === 'off') return failed({ what: 'The sound is off.', advice: 'Choose one first.' })
        this.#do({ kind: 'chime', severity }, this.#parts.now())
        return said(`The window plays the ${this.#settings.sound} now.`)
      case 'webhook': {
        const outcome = await this.#webhooks.test(severity)
        return typeof outcome === 'string' ? said(outcome) : failed(outcome)
      }
    }
  }

  #view(): TellView {
    return { settings: this.#settings, webhooks: this.#webhooks.views(), trouble: this.#parts.desktop.trouble(), log: this.#log.lines, me: this.#parts.osUser }
  }
}

type ViewAnswer = Answer<'tell:set'>

function failed({ what, advice }: Trouble, details = ''): Failure {
  return failure(what, advice, details)
}

function said(sentence: string): Answer<'tell:test'> {
  return { ok: true, value: { sentence } }
}
