import type { Answer } from '../../shared/ipc.ts'
import { NOTICE_TEMPLATES_MAX } from '../../shared/limits.ts'
import type { NoticeTemplate } from '../../shared/notices.ts'
import { failure } from '../answers.ts'
import { shownName } from '../monitor/mask.ts'
import { recorded } from '../recorded.ts'
import type { AuditLog } from '../store/audit.ts'
import type { NoticeTemplateStore } from '../store/notice-template-store.ts'
import { notAudited } from './confirm.ts'
import { textHashOf } from './delivery.ts'
import { builtInTemplates } from './templates.ts'
import { notKept } from './words.ts'

export interface TemplateDeskParts {
  readonly store: NoticeTemplateStore
  readonly audit: AuditLog
  readonly osUser: string
  readonly now: () => number
}

/** Standard wording and the school's own. A change of what others will send is in the audit log, with the hash of its words. */
export class TemplateDesk {
  readonly #parts: TemplateDeskParts

  constructor(parts: TemplateDeskParts) {
    this.#parts = parts
  }

  list(): Answer<'templates:list'> {
    return [...builtInTemplates, ...this.#parts.store.list()]
  }

  save(template: NoticeTemplate): Answer<'templates:save'> {
    if (builtInTemplates.some(({ id }) => id === template.id)) return failure('This template comes with Rollcall and stays as it is.', 'Save it under another name.')
    const { store } = this.#parts
    const hash = textHashOf({ ...template, drill: false, expiresAtMs: null }).slice(0, 32)
    return this.#audited('save notice template', `template ${template.id} (${shownName(template.name)}), ${template.kind}; text ${hash}`, () =>
      store.save({ ...template, builtIn: false }) ? { ok: true } : failure(`Rollcall keeps at most ${NOTICE_TEMPLATES_MAX} templates.`, 'Remove one that you no longer need.'))
  }

  remove(id: string): Answer<'templates:remove'> {
    if (builtInTemplates.some((template) => template.id === id)) return failure('This template comes with Rollcall and stays.', '')
    return this.#audited('remove notice template', `template ${id}`, () => {
      this.#parts.store.remove(id)
      return { ok: true }
    })
  }

  #audited(action: string, scope: string, change: () => Answer<'templates:save'>): Answer<'templates:save'> {
    const { audit, osUser, now } = this.#parts
    try {
      const changed = recorded(audit, { who: osUser, action, targetName: '', scope, reason: '' }, now, {
        work: change,
        end: (answer) => (answer.ok ? { result: 'confirmed', detail: '' } : { result: 'failed', detail: answer.problem.what }),
        failed: 'It could not be written.',
      })
      return changed.ok ? changed.value : notAudited(changed.why)
    } catch (error) {
      return notKept(error)
    }
  }
}
