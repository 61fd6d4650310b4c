import type { TargetView } from '../../shared/domain.ts'
import type { TargetForm, TestReport } from '../../shared/ipc.ts'
import type { SignIn } from './approval.ts'

/** What it needs of Targets. */
export interface TryTargets {
  views(): readonly TargetView[]
  test(form: TargetForm, targetId: string | null): Promise<TestReport | undefined>
}

/** Signs a second person in on a connection of their own, which is closed at once; nothing of it is kept, and no kept secret is used. */
export function secondPerson(targets: TryTargets): SignIn {
  return async (targetId, email, password) => {
    const view = targets.views().find(({ settings }) => settings.id === targetId)
    if (!view) return { ok: false, why: 'The platform is no longer there.' }
    const { id: _, ...settings } = view.settings
    // One namespace is enough to know who they are, and an emergency waits for it.
    const [first, ...others] = view.namespaces.filter(({ state }) => state !== 'off').sort((a, b) => Number(b.state === 'live') - Number(a.state === 'live'))
    const disabledNamespaces = first ? [...settings.disabledNamespaces, ...others.map(({ name }) => name)] : settings.disabledNamespaces
    const report = await targets.test({ settings: { ...settings, signIn: 'password', email, disabledNamespaces, watchedRooms: [], adminFeed: { ...settings.adminFeed, on: false } }, secrets: { password } }, null)
    if (!report?.signedInAs) return { ok: false, why: report?.sentence ?? 'The platform could not be asked.' }
    return { ok: true, ...report.signedInAs }
  }
}
