import { ChevronDown, ChevronRight, EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { PayloadNode } from '../../../shared/domain.ts'
import { Button } from '../../components/button.tsx'
import { count, counted } from '../../text/numbers.ts'

/** Entries drawn at once under one node: a payload may hold 100,000. */
const SHOWN_MAX = 100
/** Open from the start down to this depth. */
const OPEN_DEPTH = 2

/** A masked payload; what is masked says so with an icon and a word. */
export function PayloadTree({ args }: { args: readonly PayloadNode[] }) {
  // The number of the only argument says nothing.
  if (args.length === 0) return <p className="dim inspector-line">No payload.</p>
  return <ul className="payload mono" aria-label="Payload">{args.map((node, index) => <Node key={`${index} ${node.key}`} node={args.length > 1 ? node : { ...node, key: '' }} depth={args.length > 1 ? 1 : 0} />)}</ul>
}

function Node({ node, depth }: { node: PayloadNode; depth: number }) {
  const [open, setOpen] = useState(depth < OPEN_DEPTH)
  const [limit, setLimit] = useState(SHOWN_MAX)
  const branch = node.kind === 'object' || node.kind === 'array'
  const name = node.key === '' ? null : <span className="payload-key">{node.key}</span>
  if (!branch) {
    return (
      <li className="payload-line">
        <span className="payload-gap" />{name}
        {node.masked ? <span className="payload-masked" title="Masked before it reached this window"><span>{node.text}</span> <EyeOff size={12} aria-hidden="true" /><span className="payload-word">masked</span></span>
          : <span className={`payload-value ${node.kind}`}>{leafText(node)}</span>}
      </li>
    )
  }
  const Chevron = open ? ChevronDown : ChevronRight
  const amount = node.kind === 'array' ? counted(Number(node.text) || node.children.length, 'item') : counted(Number(node.text) || node.children.length, 'field')
  return (
    <li>
      <button type="button" className="payload-line payload-branch" aria-expanded={open} onClick={() => { setOpen(!open) }}>
        <Chevron size={14} aria-hidden="true" />{name}<span className="payload-amount">{node.kind === 'array' ? '[ ]' : '{ }'} {amount}</span>
      </button>
      {open ? (
        <ul>
          {node.children.slice(0, limit).map((child, index) => <Node key={`${index} ${child.key}`} node={child} depth={depth + 1} />)}
          {node.children.length > limit ? <li><Button look="quiet" small onClick={() => { setLimit(limit + SHOWN_MAX) }}>Show more of {count(node.children.length - limit)} left</Button></li> : null}
        </ul>
      ) : null}
    </li>
  )
}

function leafText(node: PayloadNode): string {
  switch (node.kind) {
    case 'string': return `"${node.text}"`
    case 'null': return 'null'
    case 'binary': return `binary, ${node.text}`
    case 'cut': return node.text === '' ? 'cut here: above the size limit' : node.text
    default: return node.text
  }
}
