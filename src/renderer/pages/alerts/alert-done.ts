import type { AlertAction, SilenceMatcher, AlertRow } from '../../../shared/alerts.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { ALERT_UNDO_MS, ACKNOWLEDGE_MINUTES } from '../../../shared/limits.ts'
import { actOnAlerts, getTell } from '../../actions.ts'
import { createStore, useSelected } from '../../state/store.ts'
import { counted } from '../../text/numbers.ts'

/** What was done last, for the notice with Undo. */
export interface AlertDeed {
  readonly ids: readonly string[]
  readonly sentence: string
  /** Why some were left as they are. */
  readonly refused: readonly string[]
  readonly atMs: number
  readonly undoable: boolean
  /** Rules to be tuned, after a false alarm. */
  readonly ruleIds: readonly string[]
  readonly problem: Failure['problem'] | null
}

export const deeds = createStore<{ readonly last: AlertDeed | null }>({ last: null })

export function useLastDeed(): AlertDeed | null {
  return useSelected(deeds, (state) => state.last)
}

export function forgetDeed(): void {
  deeds.set({ last: null })
}

/** Ms left to take a deed back; 0: too late, or it cannot be. */
export function undoLeftMs(deed: AlertDeed, nowMs: number): number {
  return deed.undoable && deed.problem === null ? Math.max(0, ALERT_UNDO_MS - (nowMs - deed.atMs)) : 0
}

/** `Acknowledged 3 alerts.` */
export function deedSentence(action: AlertAction, changed: number): string {
  const alerts = counted(changed, 'alert')
  if (changed === 0) return 'Nothing was changed.'
  switch (action.kind) {
    case 'acknowledge': return `${alerts} acknowledged${action.owner === null ? '' : ` for ${action.owner}`}, for ${action.minutes} min.`
    case 'unacknowledge': return `${alerts} given back.`
    case 'snooze': return `${alerts} snoozed until worse, at most ${action.minutes} min.`
    case 'hand-over': return `${alerts} handed over to ${action.owner}.`
    case 'escalate': return `${alerts} escalated.`
    case 'note': return `Note added to ${alerts}.`
    case 'false-alarm': return `${alerts} called a false alarm.`
    case 'resolve': return `${alerts} resolved.`
    case 'undo': return `Taken back for ${alerts}.`
  }
}

/** Carries an action out and says what came of it in the notice. @returns null when it was done, else why not */
export async function doToAlerts(ids: readonly string[], action: AlertAction, ruleIds: readonly string[] = []): Promise<Failure | null> {
  const answer = await actOnAlerts(ids, action)
  const common = { ids, atMs: Date.now(), ruleIds: action.kind === 'false-alarm' ? ruleIds : [] }
  if (!answer.ok) {
    deeds.set({ last: { ...common, sentence: '', refused: [], undoable: false, problem: answer.problem } })
    return answer
  }
  const { changed, refused } = answer.value
  deeds.set({ last: { ...common, sentence: deedSentence(action, changed), refused, undoable: changed > 0 && action.kind !== 'undo' && action.kind !== 'note', problem: null } })
  return null
}

/** Takes the last deed back, while there is time. */
export async function undoLast(): Promise<void> {
  const { last } = deeds.get()
  if (last === null || undoLeftMs(last, Date.now()) === 0) return
  await doToAlerts(last.ids, { kind: 'undo' })
}

/** Acknowledges at once, for whoever sits here and as long as the settings say. */
export async function acknowledgeNow(ids: readonly string[]): Promise<void> {
  const minutes = await acknowledgeMinutes()
  await doToAlerts(ids, { kind: 'acknowledge', owner: null, note: '', minutes })
}

async function acknowledgeMinutes(): Promise<number> {
  try {
    return (await getTell()).settings.acknowledgeMinutes
  } catch (error) {
    console.error('tell:get failed', error)
    return ACKNOWLEDGE_MINUTES
  }
}

/** What alerts have in common, as the start of a silence. */
export function silencePrefill(rows: readonly AlertRow[]): readonly SilenceMatcher[] {
  const [first] = rows
  if (first === undefined) return []
  const same = (of: (row: AlertRow) => string | null): string | null => {
    const value = of(first)
    return value !== null && value !== '' && rows.every((row) => of(row) === value) ? value : null
  }
  const fields = [['school', same((row) => row.school)], ['cause', same((row) => row.cause)], ['namespace', same((row) => row.subject.namespace)], ['room', same((row) => row.subject.room)]] as const
  return fields.flatMap(([field, is]) => (is === null ? [] : [{ field, is: is.slice(0, 200), not: false }]))
}
