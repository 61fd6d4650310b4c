import { Waypoints } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ListSkeleton } from '../../../components/list-skeleton.tsx'
import { useTargetNames } from '../../../components/platform-name.ts'
import { ReadProblem } from '../../../components/read-problem.tsx'
import { changeNotices, openDialog, useView } from '../../../state/view-store.ts'
import { stepInRows } from '../row-keys.ts'
import { useWays } from '../use-notices.ts'
import { wayWord } from '../notice-words.ts'
import { WayForm } from './way-form.tsx'

/** How each platform takes notices. Nothing is sent by a way that was not chosen here. */
export function WaysPart() {
  const { answer, problem } = useWays()
  const names = useTargetNames()
  const chosenId = useView((state) => state.notices.wayTargetId)
  const chosen = answer?.find(({ settings }) => settings.targetId === chosenId) ?? answer?.[0]
  const unread = problem === null ? null : <div className="notices-note"><ReadProblem what="The ways out" problem={problem} shown={answer !== null} /></div>
  if (answer === null && unread !== null) return unread
  if (answer === null) return <div className="notices-body"><ListSkeleton label="Loading the ways out" rows={8} /></div>
  if (chosen === undefined) return <div className="notices-body"><EmptyState icon={Waypoints} title="No platform yet." actions={<Button small onClick={() => { openDialog({ name: 'add-platform' }) }}>Add a platform</Button>}>A way out belongs to a platform.</EmptyState></div>
  return (
    <>
      {unread}
      <div className="platforms-body ways-body">
        <ul className="platform-list scroll" aria-label="Platforms" data-rows>
          {answer.map(({ settings, report }) => (
            <li key={settings.targetId}>
              <button type="button" data-row onKeyDown={stepInRows} className="platform-entry" aria-current={settings.targetId === chosen.settings.targetId} onClick={() => { changeNotices({ wayTargetId: settings.targetId }) }}>
                <span className="strong truncate">{names[settings.targetId] ?? settings.schoolName}</span>
                <span className={report.ok || settings.way === 'none' ? 'platform-entry-line dim' : 'platform-entry-line way-closed'}><span className="truncate">{wayWord(settings.way)}{report.ok || settings.way === 'none' ? '' : ', not open'}</span></span>
              </button>
            </li>
          ))}
        </ul>
        <div className="platform-detail scroll"><WayForm key={chosen.settings.targetId} way={chosen} name={names[chosen.settings.targetId] ?? chosen.settings.schoolName} /></div>
      </div>
    </>
  )
}
