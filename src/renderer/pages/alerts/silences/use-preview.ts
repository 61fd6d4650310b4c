import { useEffect, useState } from 'react'
import type { SilencePreview } from '../../../../shared/alerts.ts'
import { messageOf } from '../../../../shared/message-of.ts'
import { previewSilence } from '../../../actions.ts'
import { formOf, type SilenceDraft } from './silence-ends.ts'

const TYPING_MS = 250
/** Alerts come and go while somebody writes a reason. */
const RENEW_MS = 2_000

export interface Previewed {
  readonly preview: SilencePreview | null
  /** It is of the draft as it is now. */
  readonly current: boolean
  readonly problem: string | null
}

/** What decides a preview; the reason does not, and the times are made anew at each question. */
function keyOf({ id, matchers, start, startText, end, endText, editing }: SilenceDraft): string {
  return JSON.stringify([id, matchers, start, startText, end, endText, editing?.startsAtMs])
}

/** What the silence would do, asked for once typing rests and then every two seconds. Nothing while something is missing. */
export function usePreview(draft: SilenceDraft): Previewed {
  const key = keyOf(draft)
  const [known, setKnown] = useState<{ readonly key: string; readonly preview: SilencePreview } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async (): Promise<void> => {
      const form = formOf(draft, Date.now(), true)
      if (form === undefined) return
      try {
        const preview = await previewSilence(form)
        if (!current) return
        setKnown({ key, preview })
        setProblem(null)
      } catch (error) {
        if (!current) return
        setProblem(messageOf(error))
      }
      timer = setTimeout(() => { void ask() }, RENEW_MS)
    }
    timer = setTimeout(() => { void ask() }, TYPING_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
    // The draft is told by its key: a letter of the reason asks for nothing.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key])
  return { preview: known?.preview ?? null, current: known?.key === key, problem }
}
