import type { Failure } from '../../../shared/ipc.ts'
import { Notice } from '../../components/notice.tsx'

/** Why a catalog was not saved, each wrong place a line. */
export function CatalogProblem({ problem }: { problem: Failure['problem'] }) {
  const lines = problem.details === '' ? [] : problem.details.split('\n')
  return (
    <Notice tone="critical" role="alert">
      <p className="selectable"><strong>{problem.what}</strong> {problem.advice}</p>
      {lines.length === 0 ? null : <ul className="catalog-faults selectable">{lines.map((line) => <li key={line} className="wrap-anywhere">{line}</li>)}</ul>}
    </Notice>
  )
}
