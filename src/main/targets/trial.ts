import type { Catalog } from '../../shared/catalog.ts'
import type { TargetSettings, TargetView } from '../../shared/domain.ts'
import type { TestReport } from '../../shared/ipc.ts'
import type { Clock, Random, Vault } from './clock.ts'
import { Target } from './target.ts'

/** A test of a form ends after this long, whatever happens. */
const TRIAL_MS = 15_000
/** How long the answer about the admin feed is waited for once all namespaces are known. */
const ADMIN_MS = 2_500

export interface TrialOptions {
  readonly catalog: Catalog
  readonly vault: Vault
  readonly clock: Clock
  readonly random: Random
  readonly loopbackOnly: boolean
}

/** Tries settings once on a connection of their own: every namespace, then the admin feed; closes all and says what was found. */
export async function tryTarget(settings: TargetSettings, options: TrialOptions): Promise<TestReport> {
  const { clock } = options
  let wake = () => {}
  const target = new Target(settings, { ...options, sink: { event() {}, rejected() {} }, trial: true, onChange: () => wake(), onJoined() {} })
  const until = (ready: (view: TargetView) => boolean, ms: number) =>
    new Promise<void>((resolve) => {
      const finish = () => {
        clock.clearTimeout(timer)
        wake = () => {}
        resolve()
      }
      const timer = clock.setTimeout(finish, ms)
      wake = () => {
        if (ready(target.view)) finish()
      }
      wake()
    })
  target.start()
  await until((view) => view.namespaces.every(isDecided), TRIAL_MS)
  if (target.view.namespaces.some(({ state }) => state === 'live')) await until((view) => view.adminFeed !== 'unknown', ADMIN_MS)
  const view = target.view
  target.stop()
  return reportOf(view)
}

/** In words, whatever was found. */
export function reportOf(view: TargetView): TestReport {
  const on = view.namespaces.filter(({ state }) => state !== 'off')
  const live = on.filter(({ state }) => state === 'live' || state === 'delayed')
  const who = view.signedInAs ? `Signed in as ${view.signedInAs.id}${view.signedInAs.role === '' ? '' : ` (${view.signedInAs.role})`}` : live.length > 0 ? 'Connected' : 'Not connected'
  const feed = view.adminFeed === 'unknown' ? '' : `, admin feed ${view.adminFeed}`
  const counted = `${live.length} of ${on.length} namespaces`
  const sentence = live.length > 0 ? `${who}, ${counted}${feed}` : (view.problem?.what ?? `Not connected, ${counted}`)
  return {
    sentence,
    signedInAs: live.length > 0 ? view.signedInAs : null,
    namespaces: on.map(({ name, state, problem }) => ({ name, ok: state === 'live' || state === 'delayed', problem })),
    adminFeed: view.adminFeed,
    transport: view.transport,
  }
}

function isDecided(namespace: TargetView['namespaces'][number]): boolean {
  return namespace.state === 'off' || namespace.state === 'live' || namespace.state === 'delayed' || namespace.state === 'offline' || namespace.state === 'signed-out'
}
