import type { Failure, TestReport } from '../../../shared/ipc.ts'
import { CircleCheck, CircleX } from 'lucide-react'
import { Notice, ProblemText } from '../../components/notice.tsx'

/** What a test found: one sentence, then each namespace. */
export function TestResult({ result }: { result: { readonly ok: true; readonly value: TestReport } | Failure }) {
  if (!result.ok) return <Notice tone="critical" role="alert"><ProblemText problem={result.problem} /></Notice>
  const { sentence, namespaces } = result.value
  const good = namespaces.every((namespace) => namespace.ok)
  return (
    <div className="test-result">
      <Notice tone={good ? 'ok' : 'warning'} role="status">{sentence}</Notice>
      <ul>
        {namespaces.map((namespace) => (
          <li key={namespace.name}>
            <span className={`state-mark ${namespace.ok ? 'tone-ok' : 'tone-critical'}`}>{namespace.ok ? <CircleCheck size={14} aria-hidden="true" /> : <CircleX size={14} aria-hidden="true" />}<span className="mono">{namespace.name}</span></span>
            <span className="dim">{namespace.ok ? 'connected' : (namespace.problem?.what ?? 'not connected')}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
