import { Info, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { useFrame } from '../frame-store.ts'

/** What the app says about itself ("You were away 42 min. Reloaded at 10:42."), until the reader closes it. */
export function Remarks() {
  const remarks = useFrame((state) => state.remarks)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const open = (remarks ?? []).filter((remark) => !closed.has(remark.id))
  const newest = open.at(-1)
  return (
    <div role="status" className="remarks">
      {newest === undefined ? null : (
        <div className="remark">
          <Info size={16} aria-hidden="true" />
          <span className="selectable">{newest.text}</span>
          {open.length > 1 ? <span className="dim num">and {open.length - 1} earlier</span> : null}
          <Button look="quiet" small iconOnly aria-label="Close this remark" onClick={() => { setClosed(new Set([...closed, newest.id])) }}><X size={14} aria-hidden="true" /></Button>
        </div>
      )}
    </div>
  )
}
