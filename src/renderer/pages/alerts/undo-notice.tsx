import { SlidersHorizontal, Undo2, X } from 'lucide-react'
import { useEffect } from 'react'
import { ALERT_UNDO_MS } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { ProblemText } from '../../components/notice.tsx'
import { useNow } from '../../state/clock.ts'
import { openRule } from '../../state/navigate.ts'
import { deeds, forgetDeed, undoLast, undoLeftMs, useLastDeed, type AlertDeed } from './alert-done.ts'

/** What was done last, with Undo for as long as it can be taken back. What went wrong stays until it is closed. */
export function UndoNotice() {
  const deed = useLastDeed()
  useEffect(() => {
    if (deed === null || deed.problem !== null) return undefined
    const timer = setTimeout(() => { if (deeds.get().last === deed) forgetDeed() }, ALERT_UNDO_MS)
    return () => { clearTimeout(timer) }
  }, [deed])
  return <div className="undo-place" role="status">{deed === null ? null : <Line deed={deed} />}</div>
}

function Line({ deed }: { deed: AlertDeed }) {
  const now = useNow()
  const left = Math.ceil(undoLeftMs(deed, Math.max(now, deed.atMs)) / 1_000)
  const [ruleId] = deed.ruleIds
  return (
    <div className="undo-notice" data-testid="undo-notice">
      {deed.problem === null ? <p className="num">{deed.sentence}{deed.refused.length === 0 ? null : <span className="dim"> {deed.refused.join(' ')}</span>}</p> : <div className="undo-problem"><ProblemText problem={deed.problem} /></div>}
      {ruleId === undefined ? null : <Button small onClick={() => { forgetDeed(); openRule(ruleId) }}><SlidersHorizontal size={14} aria-hidden="true" />Tune its rule</Button>}
      {left === 0 ? null : <Button small onClick={() => { void undoLast() }}><Undo2 size={14} aria-hidden="true" />Undo <span className="num dim" aria-hidden="true">{left} s</span></Button>}
      <Button look="quiet" small iconOnly aria-label="Close this notice" onClick={forgetDeed}><X size={14} aria-hidden="true" /></Button>
    </div>
  )
}
