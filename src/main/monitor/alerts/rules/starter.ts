import type { AlertRule, RuleCondition } from '../../../../shared/alerts.ts'
import { MEANING, SOCKET_CONNECT } from './conditions.ts'

/** A school day; the zone is this computer's, and a rule says which it was. */
const schoolDay = { days: [1, 2, 3, 4, 5], from: '08:00', to: '15:00', zone: 'local' }

type Part = Pick<AlertRule, 'id' | 'name' | 'severity' | 'advice'> & { readonly condition: RuleCondition } & Partial<AlertRule>

function starter(part: Part): AlertRule {
  return {
    enabled: true, per: 'target', schedule: null, pendingSeconds: 0, recoverSeconds: 0, noData: 'ignore', noDataSeconds: 300, starter: true,
    ...part,
    scope: { targetId: null, namespace: null, event: null, room: null, role: null, ...part.scope },
  }
}

const anywhere = { targetId: null, namespace: null, event: null, room: null, role: null }

/**
 * The rules that are on from the first run. That a connection is down has its grace in what is looked at (TROUBLE_AFTER_MS);
 * a server is silent until its first report after the admin feed came back, so that waits. Ids are fixed: restoring brings back these, not new ones.
 */
export const starterRules: readonly AlertRule[] = [
  starter({
    id: 'starter-platform-down', name: 'Platform not connected', severity: 'critical', condition: { kind: 'state', what: 'target-down', value: null }, recoverSeconds: 5,
    advice: 'Nothing of this platform arrives. See its page for what the server said; other alerts of the platform are folded under this one.',
  }),
  starter({
    id: 'starter-namespace-down', name: 'Namespace down', severity: 'warning', per: 'namespace', condition: { kind: 'state', what: 'namespace-down', value: null }, recoverSeconds: 5,
    advice: 'The platform is connected, this namespace is not. Ask whoever runs it whether that part is down or was renamed.',
  }),
  starter({ id: 'starter-signed-out', name: 'Signed out', severity: 'critical', condition: { kind: 'state', what: 'signed-out', value: null }, advice: 'The platform took the sign-in back. Sign in again on the platform’s page.' }),
  starter({ id: 'starter-node-stale', name: 'Server node silent', severity: 'warning', condition: { kind: 'state', what: 'node-stale', value: null }, pendingSeconds: 10, recoverSeconds: 10, advice: 'The admin feed hears nothing of this server. Its sockets are shown as last seen.' }),
  starter({ id: 'starter-joins-refused', name: 'Rooms refused', severity: 'warning', condition: { kind: 'state', what: 'joins-refused', value: null }, pendingSeconds: 5, advice: 'The server does not let this account into rooms that are watched. Check the account’s rights, or watch other rooms.' }),
  starter({ id: 'starter-rate-limited', name: 'Rate limit hit', severity: 'warning', per: 'target', condition: { kind: 'state', what: 'rate-limited', value: null }, recoverSeconds: 30, advice: 'The platform refuses messages or connections because there were too many. Close other sessions of the same account.' }),
  starter({
    id: 'starter-rate-low', name: 'No events during school hours', severity: 'warning', schedule: schoolDay, condition: { kind: 'absence', windowSeconds: 300 }, recoverSeconds: 10,
    advice: 'Connected, but silent for five minutes, though there were events before. Look whether the platform still sends, or whether today is no school day.',
  }),
  starter({
    id: 'starter-rate-high', name: 'Five times as many events as yesterday', severity: 'warning', per: 'namespace', condition: { kind: 'change', windowMinutes: 15, against: 'yesterday', compare: 'above', percent: 500, floor: 50 }, pendingSeconds: 60, recoverSeconds: 120,
    advice: 'See Rates for which event it is.',
  }),
  starter({ id: 'starter-drift', name: 'Payloads differ from the contract', severity: 'info', condition: { kind: 'state', what: 'drift', value: null }, recoverSeconds: 60, advice: 'See Contract: an event or a field is not as documented. After a release that is often on purpose.' }),
  starter({
    id: 'starter-errors-high', name: 'Many errors', severity: 'warning', scope: { ...anywhere, event: `${MEANING}error` },
    condition: { kind: 'threshold', metric: 'count', windowSeconds: 60, compare: 'above', value: 30, clearValue: 10 }, recoverSeconds: 30,
    advice: 'Filter the feed by the error events to see what is refused.',
  }),
  starter({
    id: 'starter-reconnect-storm', name: 'Reconnect storm', severity: 'warning', scope: { ...anywhere, event: SOCKET_CONNECT },
    condition: { kind: 'threshold', metric: 'count', windowSeconds: 60, compare: 'above', value: 300, clearValue: 100 }, recoverSeconds: 30,
    advice: 'Many connections were made within a minute: clients lose theirs and come back. Look at the disconnect reasons under People. Needs the admin feed.',
  }),
  starter({
    id: 'starter-latency-high', name: 'Slow answers', severity: 'warning', condition: { kind: 'threshold', metric: 'latency-p95', windowSeconds: 60, compare: 'above', value: 2_000, clearValue: 1_500 }, pendingSeconds: 15, recoverSeconds: 30,
    advice: 'Round trips take more than two seconds. See Rates, Latency, whether it is one namespace or all.',
  }),
  starter({
    id: 'starter-dropped', name: 'Events dropped by this console', severity: 'warning', condition: { kind: 'threshold', metric: 'dropped', windowSeconds: 60, compare: 'above', value: 0, clearValue: 0 }, recoverSeconds: 60,
    advice: 'More arrived than this computer could take in: counts stay exact, but lists are not complete. Switch off namespaces that you do not need.',
  }),
  starter({
    id: 'starter-roster-below', name: 'Fewer than 90 % of a roster present', severity: 'info', per: 'room', schedule: schoolDay, condition: { kind: 'state', what: 'roster-below', value: 90 }, pendingSeconds: 300, recoverSeconds: 60,
    advice: 'Open the room and check the roster: it lists who is missing.',
  }),
]
