import type { AlertRule, RuleMetric } from '../src/shared/alerts.ts'
import type { TargetView } from '../src/shared/domain.ts'
import { RuleEngine } from '../src/main/monitor/alerts/rules/engine.ts'
import { MonitorMeasures } from '../src/main/monitor/alerts/rules/gauges-of-monitor.ts'
import { Monitor } from '../src/main/monitor/monitor.ts'
import { START_MS, viewOf } from '../src/main/monitor/monitor-fixture.ts'
import { payloadOf } from '../src/main/monitor/raw-payload.ts'

/*
 * 1,000 rules on 100 namespaces (10 platforms with 10 each), against a real monitor with two minutes of events: what one
 * tick of the evaluation takes. Nothing is asserted; ends by itself.
 */

const RULES = Number(process.env['BENCH_RULES'] ?? 1_000)
const TARGETS = Number(process.env['BENCH_TARGETS'] ?? 10)
const SPACES = Number(process.env['BENCH_NAMESPACES'] ?? 10)
const TICKS = Number(process.env['BENCH_TICKS'] ?? 200)

function view(id: string): TargetView {
  return viewOf(id, { namespaces: Object.fromEntries(Array.from({ length: SPACES }, (_, n) => [`/space-${n}`, 'live' as const])) })
}

/** windows: how many different windows the rules have; each is a gauge of its own at each namespace. */
function rules(windows: number): AlertRule[] {
  const metrics: RuleMetric[] = ['rate', 'count', 'bytes-rate', 'rate', 'count']
  return Array.from({ length: RULES }, (_, n) => {
    const limit = 50 + (n % 300)
    return {
      id: `r${n}`, name: `Rule ${n}`, enabled: true, severity: 'warning', per: 'namespace', scope: { targetId: null, namespace: null, event: null, room: null, role: null },
      condition: { kind: 'threshold', metric: metrics[n % metrics.length] ?? 'rate', windowSeconds: 5 + Math.floor(n / metrics.length) % windows, compare: 'above', value: limit * 1e6, clearValue: limit * 0.9e6 },
      schedule: n % 4 === 0 ? { days: [1, 2, 3, 4, 5], from: '08:00', to: '15:00', zone: 'America/Chicago' } : null,
      pendingSeconds: 5, recoverSeconds: 5, noData: 'alert', noDataSeconds: 60, advice: '', starter: false,
    }
  })
}

function measure(windows: number): void {
  const monitor = new Monitor({ catalogs: [], startedAtMs: START_MS })
  for (let target = 0; target < TARGETS; target++) monitor.targetChanged(view(`target-${target}`), START_MS)
  const measures = new MonitorMeasures(monitor.measured)
  let reports = 0
  const engine = new RuleEngine({ measures, sink: { receive: () => undefined, ruleState: () => reports++ } })
  engine.setRules(rules(windows), START_MS)
  const payload = payloadOf([{ n: 1 }])
  const took: number[] = []
  let nowMs = START_MS
  // The first ticks list the places; the series fill up meanwhile.
  for (let tick = -130; tick < TICKS; tick++) {
    nowMs += 1000
    for (let target = 0; target < TARGETS; target++) for (let space = 0; space < SPACES; space++) monitor.event({ targetId: `target-${target}`, namespace: `/space-${space}`, name: 'tick', direction: 'in', payload, atMs: nowMs })
    monitor.drain(nowMs)
    const startedMs = performance.now()
    measures.step(nowMs)
    engine.evaluate(nowMs)
    if (tick >= 0) took.push(performance.now() - startedMs)
  }
  took.sort((a, b) => a - b)
  const at = (share: number): string => (took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0).toFixed(2)
  process.stdout.write(`${String(windows).padStart(8)} ${String(engine.rules).padStart(7)} ${String(engine.subjects).padStart(9)} ${String(engine.gauges).padStart(8)} ${at(0.5).padStart(10)} ${at(0.95).padStart(8)} ${at(1).padStart(8)} ${String(reports).padStart(8)}\n`)
}

process.stdout.write(`${TICKS} ticks, ${TARGETS * SPACES} namespaces\n windows   rules  subjects   gauges  median ms   p95 ms   max ms  reports\n`)
for (const windows of [1, 5, 20, 200]) measure(windows)
