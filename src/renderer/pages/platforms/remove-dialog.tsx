import { Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { TargetView } from '../../../shared/domain.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { removeTarget } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { openDialog, view } from '../../state/view-store.ts'

/** Names what is removed and what stays; focus starts on Cancel, and Enter never confirms by accident. */
export function RemoveDialog({ target }: { target: TargetView }) {
  const cancel = useRef<HTMLButtonElement>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  async function remove(): Promise<void> {
    const answer = await removeTarget(target.settings.id)
    if (answer.ok) view.set({ dialog: null, platformId: null, selection: null, rateTargetId: null })
    else setFailure(answer)
  }
  return (
    <Dialog title={`Remove ${target.settings.name}?`} description="Rollcall disconnects from it and forgets its settings and sign-in data. Nothing changes on the platform itself."
      focusFirst={cancel} onClose={() => { openDialog(null) }} foot={
        <>
          <span className="spacer" />
          <Button ref={cancel} onClick={() => { openDialog(null) }}>Cancel</Button>
          <Button look="danger" onClick={() => { void remove() }}><Trash2 size={16} aria-hidden="true" />Remove platform</Button>
        </>
      }>
      {failure === null ? <p className="dialog-description">Events already received stay in the log until they are pushed out.</p> : <Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice>}
    </Dialog>
  )
}
