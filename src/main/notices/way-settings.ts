import type { Answer, Args, Failure } from '../../shared/ipc.ts'
import { noticeWay } from '../../shared/notices.ts'
import type { NoticeSettings } from '../../shared/notices.ts'
import { messageOf } from '../../shared/message-of.ts'
import { failure } from '../answers.ts'
import { recorded } from '../recorded.ts'
import type { AuditLog } from '../store/audit.ts'
import type { NoticeWayStore } from '../store/notice-way-store.ts'
import { notAudited } from './confirm.ts'
import type { Ways } from './way.ts'
import { notKept } from './words.ts'
import type { World } from './world.ts'
import { isZone } from '../../shared/zone-time.ts'

/** Where the secret header of an HTTP way is kept. */
export interface HeaderVault {
  noticeHeader(targetId: string): string | undefined
  setNoticeHeader(targetId: string, header: string | undefined): void
}

export interface WaySettingsParts {
  readonly world: World
  readonly ways: Ways
  readonly store: NoticeWayStore
  readonly vault: HeaderVault | undefined
  readonly audit: AuditLog
  readonly osUser: string
  readonly now: () => number
}

/** How each platform takes notices: shown, changed, tried. */
export class WaySettings {
  readonly #parts: WaySettingsParts

  constructor(parts: WaySettingsParts) {
    this.#parts = parts
  }

  list(): Answer<'ways:list'> {
    const { world, ways } = this.#parts
    return world.targets().map((view) => {
      const settings = this.#withSecret(world.settingsOf(view))
      return { settings, report: ways.report(settings), reports: noticeWay.options.map((way) => ways.report({ ...settings, way })) }
    })
  }

  /** Who may send what, and by which way, is written to the audit log first. */
  save({ settings, secretHeader }: Args<'ways:save'>): Answer<'ways:save'> {
    const { world, store, vault, audit, osUser, now } = this.#parts
    const view = world.targets().find((each) => each.settings.id === settings.targetId)
    if (!view) return gone
    if (!isZone(settings.zone)) return failure(`"${settings.zone}" is no time zone that this computer knows.`, 'Use a name like America/Chicago.')
    if (secretHeader !== undefined && secretHeader !== '' && !/^[A-Za-z0-9-]{1,100}:\s*\S/.test(secretHeader)) return failure('The secret header has no name.', 'Write it as "Authorization: …".')
    if (secretHeader !== undefined && secretHeader !== '' && !vault) return failure('The secret header cannot be kept here.', 'Nothing was changed.')
    const entry = { who: osUser, action: 'change way out', targetName: view.settings.name, scope: `${settings.way}; ${changedWords(world.settingsOf(view), settings)}${secretHeader === undefined ? '' : '; secret header changed'}; rights ${JSON.stringify(settings.rights).slice(0, 600)}`, reason: '' }
    try {
      const saved = recorded(audit, entry, now, {
        work: () => {
          if (secretHeader !== undefined) vault?.setNoticeHeader(settings.targetId, secretHeader === '' ? undefined : secretHeader)
          store.save(this.#withSecret(settings))
        },
        end: () => ({ result: 'confirmed', detail: '' }),
        failed: 'It could not be written.',
      })
      return saved.ok ? { ok: true } : notAudited(saved.why)
    } catch (error) {
      return notKept(error)
    }
  }

  /** Looks whether a way is open, before it is kept; nothing is sent to people. */
  async test(settings: NoticeSettings): Promise<Answer<'ways:test'>> {
    const { ways, world } = this.#parts
    if (!world.targets().some((view) => view.settings.id === settings.targetId)) return gone
    try {
      return { ok: true, value: await ways.test(this.#withSecret(settings)) }
    } catch (error) {
      return failure('The way out could not be tried.', 'Nothing was sent.', messageOf(error))
    }
  }

  /** Whether there is a secret is the vault's to say, not the window's. */
  #withSecret(settings: NoticeSettings): NoticeSettings {
    return { ...settings, http: { ...settings.http, hasSecretHeader: this.#parts.vault?.noticeHeader(settings.targetId) !== undefined } }
  }
}

/** What is another one than before, by name: addresses and bodies may hold what no log should. */
function changedWords(before: NoticeSettings, after: NoticeSettings): string {
  const words: readonly (readonly [string, (settings: NoticeSettings) => unknown])[] = [
    ['way', ({ way }) => way], ['rights', ({ rights }) => rights], ['school', ({ schoolName }) => schoolName], ['time zone', ({ zone }) => zone], ['quiet hours', ({ quietHours }) => quietHours],
    ['event', ({ socket }) => socket], ['method', ({ http }) => http.method], ['address', ({ http }) => http.url], ['body', ({ http }) => http.body], ['headers', ({ http }) => http.headers],
  ]
  const changed = words.filter(([, of]) => JSON.stringify(of(before)) !== JSON.stringify(of(after))).map(([word]) => word)
  return changed.length === 0 ? 'nothing changed' : `changed: ${changed.join(', ')}`
}

const gone: Failure = failure('This platform is no longer there.', 'It may have been removed in the meantime.')
