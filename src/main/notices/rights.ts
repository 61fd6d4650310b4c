import type { TargetView } from '../../shared/domain.ts'
import type { NoticeDraft, NoticeKind, NoticeSettings } from '../../shared/notices.ts'
import { stepWord } from '../../shared/step-word.ts'
import type { PlannedStep } from '../../shared/planned-steps.ts'
import { clockText, isBetween } from './zone-time.ts'

/** Whether a role may send a kind on a platform: a role that is not named may send announcements only (NoticeSettings.rights). */
export function maySend(kind: NoticeKind, role: string | null, { rights }: Pick<NoticeSettings, 'rights'>): boolean {
  if (role !== null && Object.hasOwn(rights, role)) return rights[role]?.includes(kind) === true
  return kind === 'announcement'
}

/** Why the signed-in user may not send this kind there; null: they may. */
export function rightsProblem(kind: NoticeKind, view: TargetView, settings: NoticeSettings): string | null {
  if (view.settings.readOnly) return `${view.settings.name} is read-only: nothing is sent there. Lift that under Platforms first.`
  if (view.state === 'signed-out') return `Rollcall is signed out of ${view.settings.name}. Sign in under Platforms first.`
  const role = view.signedInAs?.role ?? null
  if (maySend(kind, role === '' ? null : role, settings)) return null
  const who = view.signedInAs === null ? `Rollcall has no account on ${view.settings.name}, and without one` : `Your role on ${view.settings.name}${role ? ` (${role})` : ''}`
  return `${who} may not send ${kindWords[kind]}. Rights are set under Notices, Ways out.`
}

const kindWords: Record<NoticeKind, string> = { announcement: 'announcements', maintenance: 'maintenance notices', urgent: 'urgent notices', emergency: 'emergency notices' }

/**
 * What the quiet hours of a school say of the steps. Urgent and emergency notices go at any hour; of maintenance the steps of the
 * work itself may be at night, and are told of.
 */
export function quietHours(draft: Pick<NoticeDraft, 'kind'>, steps: readonly PlannedStep[], settings: NoticeSettings): { readonly problems: string[]; readonly warnings: string[] } {
  const { quietHours: quiet, zone, schoolName } = settings
  const problems: string[] = []
  const warnings: string[] = []
  if (quiet === null || draft.kind === 'urgent' || draft.kind === 'emergency') return { problems, warnings }
  for (const { step, atMs } of steps) {
    if (!isBetween(atMs, zone, quiet)) continue
    const when = `${clockText(atMs, zone)} in ${schoolName} is within its quiet hours, ${quiet.from} to ${quiet.to}`
    if (step === 'in-progress' || step === 'verifying' || step === 'completed' || step === 'cancelled') warnings.push(`${when}: “${stepWord(step)}” is sent then all the same.`)
    else problems.push(`${when}. Choose another time, or send it as urgent.`)
  }
  return { problems, warnings }
}
