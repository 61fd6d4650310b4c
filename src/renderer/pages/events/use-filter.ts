import { useEffect, useRef, useState } from 'react'
import type { FeedMode } from '../../../shared/ipc.ts'
import { setFeedFilter } from '../../actions.ts'
import { useFrame } from '../../frame-store.ts'
import { useView } from '../../state/view-store.ts'
import { keepInHistory } from './filter-shelf.ts'
import type { Place } from './filter-text.ts'
import { UsedFilter } from './used-filter.ts'

const TYPING_MS = 150
/** A filter that held for so long was meant, and goes to the history. */
const USED_AFTER_MS = 2_000

/** Why a text is not in force: the sentence, and the place where the parser says it. */
export interface FilterFault {
  readonly text: string
  readonly sentence: string
  readonly at: Place | null
}

export interface FilterInUse {
  /** What stands in the box: what was typed here, or else what the core has (a reloaded window). */
  readonly text: string
  readonly mode: FeedMode
  readonly fault: FilterFault | null
  /** The text is meant as it stands (Enter, leaving the box): it goes to the history once it is known to be right. */
  readonly settle: () => void
}

/** The filter of the box. It is sent once typing rests, and not before somebody changed it; a wrong one leaves the one before in force. */
export function useFilter(): FilterInUse {
  const typed = useView((state) => state.filterText)
  const chosen = useView((state) => state.filterMode)
  const heldText = useFrame((state) => state.feed?.filter.text ?? '')
  const heldMode = useFrame((state) => state.feed?.filter.mode ?? 'hide')
  const known = useFrame((state) => state.feed !== undefined)
  const [fault, setFault] = useState<FilterFault | null>(null)
  const sent = useRef(0)
  const [history] = useState(() => new UsedFilter((used) => { void keepInHistory(used) }))
  const text = typed ?? heldText
  const mode = chosen ?? heldMode
  const changed = known && (typed !== null || chosen !== null)
  useEffect(() => {
    if (!changed) return
    const timer = setTimeout(() => {
      const number = ++sent.current
      void setFeedFilter(text, mode).then((answer) => {
        // An answer that was overtaken says nothing of what is in the box now.
        if (number !== sent.current) return
        if (answer.ok) history.holds(text)
        setFault(answer.ok ? null : { text, sentence: `${answer.problem.what} ${answer.problem.advice}`, at: 'at' in answer ? answer.at : null })
      })
    }, TYPING_MS)
    const used = setTimeout(() => { history.settled(text) }, USED_AFTER_MS)
    return () => {
      clearTimeout(timer)
      clearTimeout(used)
    }
  }, [changed, history, text, mode])
  return { text, mode, fault: fault?.text === text ? fault : null, settle: () => { if (typed !== null) history.settled(text) } }
}
