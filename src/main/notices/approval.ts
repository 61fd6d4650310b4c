import type { TargetView } from '../../shared/domain.ts'
import type { Failure } from '../../shared/ipc.ts'
import type { NoticeApproval, NoticeKind } from '../../shared/notices.ts'
import { failure } from '../answers.ts'
import { maySend } from './rights.ts'
import type { World } from './world.ts'

/** Signs somebody in on a platform once, on a connection of its own, and forgets the password. */
export type SignIn = (targetId: string, email: string, password: string) => Promise<{ readonly ok: true; readonly id: string; readonly role: string } | { readonly ok: false; readonly why: string }>

/** In the place of a second person's name. */
export const OVERRIDE = 'override without a second person: '

export interface Approved {
  readonly ok: true
  /** For the audit log and the notice: who agreed, or why nobody was asked. */
  readonly by: string
}

/** Whether somebody else agrees: another account than the one that Rollcall is signed in with, on a platform of the audience, with a right to this kind. Or a reason why it could not be asked for. */
export async function approve(approval: NoticeApproval, kind: NoticeKind, audience: readonly TargetView[], world: World, signIn: SignIn | undefined): Promise<Approved | Failure> {
  if (approval.kind === 'override') return { ok: true, by: `${OVERRIDE}${approval.reason.trim()}` }
  const view = audience.find(({ settings }) => settings.id === approval.targetId)
  if (!view) return failure('The second person signs in on a platform that the notice goes to.', 'Choose one of them.')
  const own = view.signedInAs
  if (own === null) return failure(`Rollcall itself is not signed in on ${view.settings.name}, so nobody can tell whether the second person is another.`, 'Sign in under Platforms, or override with a reason.')
  if (!signIn) return failure('A second person cannot sign in here.', 'Override with a reason; it is logged.')
  const answer = await signIn(approval.targetId, approval.email, approval.password)
  if (!answer.ok) return failure('The second person could not be signed in.', 'Check address and password, then try again.', answer.why)
  if (answer.id === '' || sameAccount(answer.id, own.id) || sameAccount(approval.email, view.settings.email)) return failure('That is the account which sends. A second person is needed.', 'Somebody else signs in with an account of their own.')
  if (!maySend(kind, answer.role === '' ? null : answer.role, world.settingsOf(view))) return failure(`That account${answer.role === '' ? '' : ` (${answer.role})`} has no right to this kind of notice on ${view.settings.name}.`, 'Ask somebody who has it, or override with a reason.')
  return { ok: true, by: `${answer.id}${answer.role === '' ? '' : ` (${answer.role})`} on ${view.settings.name}` }
}

function sameAccount(one: string, other: string): boolean {
  return one.trim() !== '' && one.trim().toLowerCase() === other.trim().toLowerCase()
}
