import type { AlertAction } from '../../shared/alerts.ts'
import type { Answer, Args } from '../../shared/ipc.ts'
import { counted, failure, notAudited } from '../answers.ts'
import { actOn } from '../monitor/alerts/alert-acts.ts'
import type { AlertBook } from '../monitor/alerts/alert-book.ts'
import type { AlertSlot } from '../monitor/alerts/alert.ts'
import type { AuditLog } from '../store/audit.ts'
import type { AlertDisk } from './alert-disk.ts'
import { LastAnswer } from './last-answer.ts'

export interface AlertActionsParts {
  readonly book: AlertBook
  readonly disk: AlertDisk
  readonly audit: AuditLog
  readonly osUser: string
  readonly now: () => number
}

/** As it stands in the audit log. */
const words: Record<AlertAction['kind'], string> = {
  acknowledge: 'acknowledge alerts',
  unacknowledge: 'give alerts back',
  snooze: 'snooze alerts',
  'hand-over': 'hand alerts over',
  escalate: 'escalate alerts',
  note: 'note on alerts',
  'false-alarm': 'mark false alarms',
  resolve: 'resolve alerts',
  undo: 'undo on alerts',
}

/** What the user does with alerts: audit record, action, disk, answer: in this order. */
export class AlertActions {
  readonly #parts: AlertActionsParts
  readonly #last = new LastAnswer<Answer<'alerts:act'>>()

  constructor(parts: AlertActionsParts) {
    this.#parts = parts
  }

  act(request: Args<'alerts:act'>): Answer<'alerts:act'> {
    const { book, disk, audit, osUser, now } = this.#parts
    const nowMs = now()
    const before = this.#last.again(request, nowMs)
    if (before) return before
    const { ids, action } = request
    const slots = [...new Set(ids)].map((id) => book.slot(id)).filter((slot) => slot !== undefined)
    const begun = audit.begin({ who: osUser, action: words[action.kind], targetName: [...new Set(slots.map(({ alert }) => alert.school))].join(', '), scope: scopeOf(slots, ids.length), reason: '' }, nowMs)
    if (!begun.ok) return notAudited(begun.why)
    const { changed, refused } = actOn(book, ids, action, osUser, nowMs)
    const trouble = changed === 0 ? undefined : disk.writeNow(slots)
    const detail = [`${counted(changed, 'alert')} changed.`, ...refused, ...(trouble === undefined ? [] : ['Not on the disk yet.'])].join(' ')
    const finished = audit.finish(begun.id, trouble === undefined ? (changed > 0 ? 'confirmed' : 'failed') : 'unknown', detail, now())
    if (trouble !== undefined) return failure('It holds in this run, but could not be written to the disk.', 'It is tried again by itself. Check the free space of the disk.', trouble)
    if (!finished.ok) return failure('It was done, but its result could not be written to the audit log.', 'There it stays without a known result.', finished.why)
    return this.#last.keep(request, { ok: true, value: { changed, refused: [...refused] } }, nowMs)
  }
}

/** Which alerts, without a name: `3 alerts (chronic_absence 2, truancy 1): id, id, id`. */
function scopeOf(slots: readonly AlertSlot[], asked: number): string {
  const causes = new Map<string, number>()
  for (const { alert } of slots) causes.set(alert.cause, (causes.get(alert.cause) ?? 0) + 1)
  const list = [...causes].map(([cause, count]) => `${cause} ${count}`).join(', ')
  return `${counted(asked, 'alert')}${list === '' ? '' : ` (${list}): ${slots.map(({ alert }) => alert.id).join(', ')}`}`
}
