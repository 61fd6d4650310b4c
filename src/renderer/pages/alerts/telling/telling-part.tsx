import { useState } from 'react'
import type { TellSettings, TellView } from '../../../../shared/alerts.ts'
import type { Answer, Failure } from '../../../../shared/ipc.ts'
import { getTell, setTell } from '../../../actions.ts'
import { ListSkeleton } from '../../../components/list-skeleton.tsx'
import { ReadProblem } from '../../../components/read-problem.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { useAsked } from '../rules/use-asked.ts'
import { HoursSection } from './hours-section.tsx'
import { NotifySection } from './notify-section.tsx'
import { OwnersSection } from './owners-section.tsx'
import { QuietSection } from './quiet-section.tsx'
import { TellLog } from './tell-log.tsx'
import { WebhooksSection } from './webhooks-section.tsx'

const RENEW_MS = 2_000

export type ChangeTell = (change: Partial<TellSettings>) => Promise<Failure | null>

/** How people are told: notifications, sound, times of peace, owners, webhooks, and what was shown. A change holds at once. */
export function TellingPart() {
  const { answer: view, problem, put } = useAsked(getTell, RENEW_MS)
  const [failure, setFailure] = useState<Failure | null>(null)
  const take = (answer: Answer<'tell:set'>): Failure | null => {
    if (answer.ok) put(answer.value)
    return answer.ok ? null : answer
  }
  const change: ChangeTell = async (settings) => {
    const failed = take(await setTell(settings))
    setFailure(failed)
    return failed
  }
  return (
    <section className="alerts-part" aria-label="Telling">
      {problem === null ? null : <div className="platforms-notice"><ReadProblem what="How people are told" problem={problem} shown={view !== null} /></div>}
      {failure === null ? null : <div className="platforms-notice"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
      <div className="audit-body scroll" data-screen-list tabIndex={-1}>
        {view === null ? (problem === null ? <ListSkeleton label="Loading how people are told" rows={10} /> : null) : <Sections view={view} change={change} onSaved={take} />}
      </div>
    </section>
  )
}

function Sections({ view, change, onSaved }: { view: TellView; change: ChangeTell; onSaved: (answer: Answer<'tell:webhook'>) => Failure | null }) {
  const { settings } = view
  return (
    <div className="tell-sections">
      {view.trouble === '' ? null : <Notice tone="warning" role="status">{view.trouble}</Notice>}
      <NotifySection settings={settings} change={change} />
      <QuietSection settings={settings} change={change} />
      <HoursSection settings={settings} change={change} />
      <OwnersSection settings={settings} me={view.me} change={change} />
      <WebhooksSection webhooks={view.webhooks} onSaved={onSaved} />
      <TellLog log={view.log} />
    </div>
  )
}
