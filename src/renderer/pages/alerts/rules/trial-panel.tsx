import { useState } from 'react'
import type { AlertRule, RuleTrial } from '../../../../shared/alerts.ts'
import type { Failure } from '../../../../shared/ipc.ts'
import { tryRule } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { Segments } from '../../../components/segments.tsx'
import { count, percent } from '../../../text/numbers.ts'
import { duration, exact, since } from '../../../text/times.ts'
import { tidied } from './rule-draft.ts'
import { spanWords } from './rule-words.ts'

export type TrialSpan = 'hour' | 'day' | 'week'
export const spanMs: Readonly<Record<TrialSpan, number>> = { hour: 3_600_000, day: 24 * 3_600_000, week: 7 * 24 * 3_600_000 }

/** Firings that the list shows at once; all are in the picture. */
const LISTED = 20

interface Tried {
  readonly trial: RuleTrial
  readonly fromMs: number
  readonly toMs: number
  /** The rule that was tried: another one makes it old. */
  readonly rule: AlertRule
}

/** Tries the rule on what was, before it is saved. `ready` says whether it can be tried, and shows why not. */
export function TrialPanel({ rule, ready, onRefused }: { rule: AlertRule; ready: () => boolean; onRefused: (problem: Failure['problem']) => void }) {
  const [over, setOver] = useState<TrialSpan>('hour')
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState<Tried | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  async function run(): Promise<void> {
    if (busy || !ready()) return
    setBusy(true)
    setFailure(null)
    const answer = await tryRule(tidied(rule), over)
    setBusy(false)
    const toMs = Date.now()
    if (answer.ok) setTried({ trial: answer.value, fromMs: toMs - spanMs[over], toMs, rule })
    else {
      setTried(null)
      setFailure(answer)
      onRefused(answer.problem)
    }
  }
  return (
    <section className="rule-trial" aria-label="Try it">
      <div className="rule-trial-bar">
        <Segments<TrialSpan> label="Try it over" value={over} options={[{ value: 'hour', label: 'Hour' }, { value: 'day', label: 'Day' }, { value: 'week', label: 'Week' }]} onChange={setOver} />
        <Button small disabled={busy} onClick={() => { void run() }}>{busy ? 'Trying…' : 'Try it'}</Button>
      </div>
      <div role="status">
        {tried === null ? (failure === null ? <p className="form-remark">How often it would have fired, by what is kept of the time.</p> : null) : <Outcome tried={tried} old={tried.rule !== rule} />}
        {failure === null ? null : <Notice tone="critical"><ProblemText problem={failure.problem} /></Notice>}
      </div>
    </section>
  )
}

function Outcome({ tried, old }: { tried: Tried; old: boolean }) {
  const { trial, fromMs, toMs } = tried
  return (
    <div className={old ? 'rule-outcome old' : 'rule-outcome'}>
      <p className="strong" data-testid="trial-sentence">{trial.sentence}</p>
      {old ? <p className="form-remark">The rule was changed since. Try it again.</p> : null}
      {trial.covered > 0 ? (
        <>
          <Timeline tried={tried} />
          <p className="form-remark num">Data for {percent(trial.covered)} of the time, in steps of {spanWords(trial.stepSeconds)}.</p>
        </>
      ) : null}
      {trial.firings.length === 0 ? null : (
        // It scrolls, so that keys must reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ol className="rule-firings scroll" aria-label="Firings" tabIndex={0}>
          {trial.firings.slice(0, LISTED).map((firing, index) => (
            <li key={index}>
              <span className="num" title={exact(firing.fromMs)}>{since(firing.fromMs, toMs)}</span>
              <span className="num dim">{firing.toMs === null ? 'still' : duration(firing.toMs - firing.fromMs)}</span>
              <span className="wrap-anywhere">{firing.subject}{firing.value === '' ? null : <span className="dim"> · {firing.value}</span>}</span>
            </li>
          ))}
        </ol>
      )}
      {trial.firings.length + trial.leftOut > LISTED ? <p className="form-remark num">and {count(trial.firings.length - LISTED + trial.leftOut)} more, from {since(fromMs, toMs)} on</p> : null}
    </div>
  )
}

/** Where on the line from `fromMs` to `toMs` something lies, in percent; never thinner than can be seen. */
export function barOf(firing: { readonly fromMs: number; readonly toMs: number | null }, fromMs: number, toMs: number): { readonly left: number; readonly width: number } {
  const at = (ms: number): number => Math.min(100, Math.max(0, ((ms - fromMs) / (toMs - fromMs)) * 100))
  const left = Math.min(99, at(firing.fromMs))
  return { left, width: Math.max(1, at(firing.toMs ?? toMs) - left) }
}

function Timeline({ tried: { trial, fromMs, toMs } }: { tried: Tried }) {
  return (
    <div className="rule-timeline" role="img" aria-label={`Firings between ${since(fromMs, toMs)} and ${since(toMs, toMs)}: ${count(trial.firings.length + trial.leftOut)}`}>
      <div className="rule-timeline-line">
        {trial.firings.map((firing, index) => {
          const { left, width } = barOf(firing, fromMs, toMs)
          return <span key={index} className="rule-timeline-bar" style={{ left: `${left}%`, width: `${width}%` }} />
        })}
      </div>
      <div className="rule-timeline-ends num dim"><span>{since(fromMs, toMs)}</span><span>now</span></div>
    </div>
  )
}
