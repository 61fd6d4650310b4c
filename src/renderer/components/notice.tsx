import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

type NoticeTone = 'critical' | 'warning' | 'info' | 'ok'

const icons = { critical: CircleAlert, warning: TriangleAlert, info: Info, ok: CircleCheck } as const

/** A sentence with its icon inside a panel. */
export function Notice({ tone, children, action, role }: { tone: NoticeTone; children: ReactNode; action?: ReactNode; role?: 'status' | 'alert' }) {
  const Icon = icons[tone]
  return (
    <div className={`notice ${tone}`} role={role}>
      <Icon size={16} aria-hidden="true" />
      <div className="notice-body">{children}</div>
      {action}
    </div>
  )
}

/** What happened, what to do, and behind "Details" what the library or server said, with a copy button. */
export function ProblemText({ problem }: { problem: { readonly what: string; readonly advice: string; readonly details: string } }) {
  return (
    <>
      <p className="selectable"><strong>{problem.what}</strong> {problem.advice}</p>
      {problem.details === '' ? null : (
        <details className="details">
          <summary>Details</summary>
          <div className="mono"><span>{problem.details}</span><CopyButton text={problem.details} label="Copy details" /></div>
        </details>
      )}
    </>
  )
}
