import { createColumnHelper, flexRender, tableFeatures, useTable } from '@tanstack/react-table'
import { RotateCw } from 'lucide-react'
import { Fragment, useMemo } from 'react'
import type { NamespaceView, TargetView } from '../../../shared/domain.ts'
import { retryTarget, switchNamespace } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { ProblemText } from '../../components/notice.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { useNow } from '../../state/clock.ts'
import { useView, view } from '../../state/view-store.ts'
import { count } from '../../text/numbers.ts'
import { countdown, exact, since } from '../../text/times.ts'

interface Line extends NamespaceView {
  readonly targetId: string
}

const features = tableFeatures({})
const helper = createColumnHelper<typeof features, Line>()
/** At module scope: TanStack Table rebuilds its models when the columns change identity. */
const columns = helper.columns([
  helper.display({ id: 'on', header: 'On', cell: ({ row }) => <NamespaceSwitch line={row.original} /> }),
  helper.accessor('name', { header: 'Namespace', cell: ({ row }) => <NamespaceName line={row.original} /> }),
  helper.accessor('state', { header: 'State', cell: ({ row }) => <StateMark state={row.original.state} /> }),
  helper.accessor('sinceMs', { header: 'Since', cell: ({ row }) => <Since line={row.original} /> }),
  helper.accessor('attempts', { header: 'Attempts', cell: ({ row }) => <span className="num">{count(row.original.attempts)}</span> }),
  helper.accessor('nextTryAtMs', { header: 'Next try', cell: ({ row }) => <NextTry line={row.original} /> }),
])

/** The namespaces of one platform, each with its own state, its next try and its switch. */
export function NamespaceTable({ target }: { target: TargetView }) {
  const { namespaces, settings } = target
  const data = useMemo(() => namespaces.map((namespace): Line => ({ ...namespace, targetId: settings.id })), [namespaces, settings.id])
  const table = useTable({ features, columns, data, getRowId: (line) => line.name })
  const selection = useView((state) => state.selection)
  return (
    <table className="table namespaces">
      <caption className="visually-hidden">Namespaces of {settings.name}</caption>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>{group.headers.map((header) => <th key={header.id} scope="col" className={`col-${header.column.id}`}>{flexRender(header.column.columnDef.header, header.getContext())}</th>)}</tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => {
          const { name } = row.original
          // What holds for the whole platform is said once, above.
          const problem = row.original.problem?.what === target.problem?.what ? null : row.original.problem
          const selected = selection?.kind === 'namespace' && selection.targetId === settings.id && selection.namespace === name
          return (
            <Fragment key={row.id}>
              <tr className={[selected ? 'selected' : '', problem === null ? '' : 'has-problem'].join(' ')}>
                {row.getAllCells().map((cell) => <td key={cell.id} className={`col-${cell.column.id}`}>{flexRender(cell.column.columnDef.cell, cell.getContext())}</td>)}
              </tr>
              {problem === null ? null : <tr className={selected ? 'problem selected' : 'problem'}><td colSpan={columns.length}><ProblemText problem={problem} /></td></tr>}
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

function NamespaceSwitch({ line }: { line: Line }) {
  return <Toggle label={`Watch ${line.name}`} checked={line.state !== 'off'} onChange={(on) => { void switchNamespace(line.targetId, line.name, on) }} />
}

function NamespaceName({ line }: { line: Line }) {
  return (
    <button type="button" className="cell-button" title="Show in the inspector" onClick={() => { view.set({ selection: { kind: 'namespace', targetId: line.targetId, namespace: line.name } }) }}>
      <span className="mono">{line.name}</span>
      <span className="dim truncate">{line.title}</span>
    </button>
  )
}

function Since({ line }: { line: Line }) {
  const now = useNow()
  return <span className="num" title={exact(line.sinceMs)}>{since(line.sinceMs, now)}</span>
}

function NextTry({ line }: { line: Line }) {
  const now = useNow()
  if (line.nextTryAtMs === null) return <span className="dim">–</span>
  return (
    <span className="next-try num">
      {countdown(line.nextTryAtMs, now)}
      <Button look="quiet" small iconOnly aria-label={`Retry ${line.name} now`} title="Retry now" onClick={() => { void retryTarget(line.targetId, line.name) }}><RotateCw size={14} aria-hidden="true" /></Button>
    </span>
  )
}
