import { BellOff, Plus, RotateCcw, Square } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Silence } from '../../../../shared/alerts.ts'
import type { Failure } from '../../../../shared/ipc.ts'
import { endSilence, listSilences } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ListSkeleton } from '../../../components/list-skeleton.tsx'
import { ReadProblem } from '../../../components/read-problem.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { useNow } from '../../../state/clock.ts'
import { count } from '../../../text/numbers.ts'
import { exact } from '../../../text/times.ts'
import { useAsked } from '../rules/use-asked.ts'
import { SilenceDialog } from './silence-dialog.tsx'
import { affectsWords, endsWords, matchersWords, startsWords } from './silence-words.ts'

const RENEW_MS = 2_000

/** Silences: active, coming, expired; who made each and why. */
export function SilencesPart() {
  const { answer: list, problem, reload } = useAsked(listSilences, RENEW_MS)
  const [opened, setOpened] = useState<{ readonly from: Silence | null } | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const now = useNow()

  async function end(silence: Silence): Promise<void> {
    const answer = await endSilence(silence.id)
    setFailure(answer.ok ? null : answer)
    reload()
  }

  const renew = (from: Silence): void => { setOpened({ from }) }
  const create = (): void => { setOpened({ from: null }) }
  return (
    <section className="alerts-part" aria-label="Silences">
      <div className="list-bar">
        <div className="list-bar-line">
          <span className="events-count num" role="status">{list === null ? '' : `${count(list.active.length)} active · ${count(list.coming.length)} coming`}</span>
          <span className="spacer" />
          <Button small onClick={create}><Plus size={14} aria-hidden="true" />New silence…</Button>
        </div>
      </div>
      {problem === null ? null : <div className="platforms-notice"><ReadProblem what="The silences" problem={problem} shown={list !== null} /></div>}
      {failure === null ? null : <div className="platforms-notice"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
      <div className="audit-body scroll" data-screen-list tabIndex={-1}>
        {list === null ? (problem === null ? <ListSkeleton label="Loading the silences" rows={8} /> : null) : list.active.length + list.coming.length + list.expired.length === 0 ? (
          <EmptyState icon={BellOff} title="No silences." actions={<Button onClick={create}>New silence…</Button>}>A silence keeps alerts quiet for a while: during maintenance, or while somebody works on them.</EmptyState>
        ) : (
          <>
            <Part title="Active" none="Nothing is silenced now.">
              {list.active.map((silence) => (
                <Row key={silence.id} silence={silence} when={endsWords(silence, now)} extra={affectsWords(silence.affects).replace(/\.$/, '').replace(/^A/, 'a')}>
                  <Button small aria-label={`End now: ${matchersWords(silence.matchers)}`} onClick={() => { void end(silence) }}><Square size={14} aria-hidden="true" />End now</Button>
                  <Button small aria-label={`Renew: ${matchersWords(silence.matchers)}`} onClick={() => { renew(silence) }}><RotateCcw size={14} aria-hidden="true" />Renew…</Button>
                </Row>
              ))}
            </Part>
            {list.coming.length === 0 ? null : (
              <Part title="Coming" none="">
                {list.coming.map((silence) => <Row key={silence.id} silence={silence} when={startsWords(silence, now)}><Button small aria-label={`Cancel it: ${matchersWords(silence.matchers)}`} onClick={() => { void end(silence) }}><Square size={14} aria-hidden="true" />Cancel it</Button></Row>)}
              </Part>
            )}
            {list.expired.length === 0 ? null : (
              <Part title="Expired" none="">
                {list.expired.map((silence) => <Row key={silence.id} silence={silence} when={endsWords(silence, now)}><Button small aria-label={`Renew: ${matchersWords(silence.matchers)}`} onClick={() => { renew(silence) }}><RotateCcw size={14} aria-hidden="true" />Renew…</Button></Row>)}
              </Part>
            )}
          </>
        )}
      </div>
      {opened === null ? null : <SilenceDialog prefill={opened.from?.matchers ?? []} reason={opened.from?.reason ?? ''} onClose={() => { setOpened(null) }} onSaved={reload} />}
    </section>
  )
}

function Part({ title, none, children }: { title: string; none: string; children: readonly ReactNode[] }) {
  return (
    <section className="silence-part" aria-label={title}>
      <h3>{title}<span className="num dim">{count(children.length)}</span></h3>
      {children.length === 0 ? <p className="dim silence-none">{none}</p> : <ul>{children}</ul>}
    </section>
  )
}

function Row({ silence, when, extra, children }: { silence: Silence; when: string; extra?: string; children: ReactNode }) {
  const { matchers, reason, createdBy, startsAtMs, endsAtMs } = silence
  return (
    <li className="silence-row" data-silence={silence.id}>
      <div className="silence-main">
        <p className="wrap-anywhere"><strong>{matchersWords(matchers)}</strong></p>
        <p className="wrap-anywhere">{reason}</p>
        <p className="dim num" title={`From ${exact(startsAtMs)} to ${exact(endsAtMs)}`}>{[when, extra, `by ${createdBy}`].filter((part) => part !== undefined).join(' · ')}</p>
      </div>
      <span className="silence-actions">{children}</span>
    </li>
  )
}
