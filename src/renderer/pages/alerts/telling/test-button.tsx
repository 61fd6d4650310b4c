import { useState, type ReactNode } from 'react'
import type { Severity } from '../../../../shared/catalog.ts'
import type { Answer } from '../../../../shared/ipc.ts'
import { testTell } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { ProblemText } from '../../../components/notice.tsx'

interface TestButtonProps {
  readonly way: 'notification' | 'sound' | 'webhook'
  readonly severity: Severity
  readonly label: string
  readonly disabled?: boolean
  readonly children: ReactNode
}

/** Tries one way to tell people, and says what came of it beside the button. */
export function TestButton({ way, severity, label, disabled = false, children }: TestButtonProps) {
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer<'tell:test'> | null>(null)
  async function run(): Promise<void> {
    setBusy(true)
    setAnswer(null)
    setAnswer(await testTell(way, severity))
    setBusy(false)
  }
  return (
    <>
      <Button small aria-label={label} disabled={disabled || busy} onClick={() => { void run() }}>{busy ? 'Trying…' : children}</Button>
      <span className="tell-outcome wrap-anywhere" role="status">{answer === null ? null : answer.ok ? answer.value.sentence : <ProblemText problem={answer.problem} />}</span>
    </>
  )
}
