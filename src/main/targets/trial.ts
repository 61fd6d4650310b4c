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
  const target = new Target(settings, { ...options, sink: { event() {}, rejected() {} }, trial: true, onChange: () => wake(), onWatched() {} })
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
  await until((view) => view.namespaces.every(isDecided) && (view.feedLink === null || isFeedDecided(view)), TRIAL_MS)
  if (!settings.adminFeed.on && target.view.namespaces.some(({ state }) => state === 'live')) await until((view) => view.adminFeed !== 'unknown', ADMIN_MS)
  const view = target.view
  target.stop()
  return reportOf(view)
}

/** In words, whatever was found. */
function reportOf(view: TargetView): TestReport {
  const on = view.namespaces.filter(({ state }) => state !== 'off')
  const live = on.filter(({ state }) => state === 'live' || state === 'delayed')
  const who = view.signedInAs ? `Signed in as ${view.signedInAs.id}${view.signedInAs.role === '' ? '' : ` (${view.signedInAs.role})`}` : live.length > 0 ? 'Connected' : 'Not connected'
  const feed = feedWords(view)
  const counted = `${live.length} of ${on.length} namespaces`
  const trouble = view.problem?.what ?? `Not connected, ${counted}`
  let sentence = live.length > 0 ? `${who}, ${counted}` : trouble
  if (feed !== '') sentence = on.length === 0 ? `${feed.charAt(0).toUpperCase()}${feed.slice(1)}` : live.length > 0 ? `${sentence}, ${feed}` : `${sentence} ${feed.charAt(0).toUpperCase()}${feed.slice(1)}.`
  return {
    sentence,
    signedInAs: live.length > 0 ? view.signedInAs : null,
    namespaces: on.map(({ name, state, problem }) => ({ name, ok: state === 'live' || state === 'delayed', problem })),
    adminFeed: view.adminFeed,
    transport: view.transport,
  }
}

/** What was found of the admin feed, and why it is not there; empty where it was not asked for. */
function feedWords(view: TargetView): string {
  const { feed, feedLink } = view
  if (feedLink === null) return view.adminFeed === 'unknown' ? '' : `admin feed ${view.adminFeed}`
  if (feed !== null && feed.mode !== 'unknown') {
    const cost = feed.mode === 'development' ? ' (development mode: it sends every event of every socket, about 1.9 MB/s at 10,000 events/s)' : ' (production mode: counts only)'
    return `admin feed available${cost}`
  }
  return `admin feed not available: ${feedLink.problem?.what ?? 'it did not answer in time.'}`.replace(/\.$/, '')
}

/** `config` is enough: a test does not wait for 12 MB of sockets. */
function isFeedDecided({ feed, feedLink }: TargetView): boolean {
  return feed?.mode !== 'unknown' || feedLink?.state === 'offline' || feedLink?.state === 'signed-out'
}

function isDecided(namespace: TargetView['namespaces'][number]): boolean {
  return namespace.state === 'off' || namespace.state === 'live' || namespace.state === 'delayed' || namespace.state === 'offline' || namespace.state === 'signed-out'
}
