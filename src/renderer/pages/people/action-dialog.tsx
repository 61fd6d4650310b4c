import { useEffect, useRef, useState } from 'react'
import type { RoomKey } from '../../../shared/presence.ts'
import { previewAction, runAction } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { Skeleton } from '../../components/skeleton.tsx'
import { openDialog, type ActionDraft } from '../../state/view-store.ts'
import { Field } from '../platforms/field.tsx'
import { buttonWords, finished, mayRun, previewed, REASON_CHARS_MAX, requestOf, resultWords, type ActionState } from './action-model.ts'
import { actionVerb } from './action-reasons.ts'
import { RoomChoice } from './room-choice.tsx'

/** Typing a room's name asks for a preview once it rests. */
const TYPING_MS = 250

/**
 * Asks before an action: the object, the count, what else happens, and a reason. The focus starts on Cancel and Enter never
 * confirms; what came of it is shown in the same place.
 */
export function ActionDialog({ draft, shown }: { draft: ActionDraft; shown: string }) {
  const cancel = useRef<HTMLButtonElement>(null)
  const platform = useTargetNames()[draft.person.targetId] ?? draft.person.targetId
  const [room, setRoom] = useState<RoomKey | null>(draft.room)
  const [reason, setReason] = useState('')
  const { state, setState } = usePreview(draft, room)
  const request = requestOf(draft, room)
  const over = state.at === 'done' || state.at === 'not-sent'

  async function run(): Promise<void> {
    if (request === undefined || state.at !== 'ready' || !mayRun(state, reason)) return
    setState({ at: 'sending', preview: state.preview })
    setState(finished(await runAction(request, reason.trim())))
  }

  return (
    <Dialog title={`${actionVerb(draft.kind)}: ${shown}`} description={platform} focusFirst={cancel} onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button ref={cancel} onClick={() => { openDialog(null) }}>{over ? 'Close' : 'Cancel'}</Button>
        {over ? null : (
          <Button look="danger" disabled={!mayRun(state, reason)} onKeyDown={(event) => { if (event.key === 'Enter') event.preventDefault() }} onClick={() => { void run() }}>{buttonWords(draft.kind, state)}</Button>
        )}
      </>
    }>
      <div className="form-grid">
        {draft.room !== null || draft.kind === 'disconnect' || over ? null : <RoomChoice kind={draft.kind} person={draft.person} room={room} onChange={setRoom} />}
        <div className="action-preview"><Preview state={state} /></div>
        {over || state.at === 'not-possible' ? null : (
          <Field id="f-reason" label="Reason" remark="Written to the audit log with your name, before anything is sent. At least 3 characters; no student’s name.">
            <textarea id="f-reason" className="textarea" rows={2} maxLength={REASON_CHARS_MAX} value={reason} placeholder="Ticket 4182: stuck session after a sleep"
              onChange={(event) => { setReason(event.target.value) }} />
          </Field>
        )}
      </div>
    </Dialog>
  )
}

function usePreview(draft: ActionDraft, room: RoomKey | null): { state: ActionState; setState: (state: ActionState) => void } {
  const [state, setState] = useState<ActionState>({ at: requestOf(draft, room) === undefined ? 'choosing' : 'loading' })
  const text = JSON.stringify(requestOf(draft, room) ?? null)
  useEffect(() => {
    const request = requestOf(draft, room)
    if (request === undefined) {
      setState({ at: 'choosing' })
      return undefined
    }
    let current = true
    setState({ at: 'loading' })
    const timer = setTimeout(() => {
      void previewAction(request).then((answer) => { if (current) setState(previewed(answer)) })
    }, draft.room === null && draft.kind !== 'disconnect' ? TYPING_MS : 0)
    return () => {
      current = false
      clearTimeout(timer)
    }
    // The draft and the room are in the text.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [text])
  return { state, setState }
}

function Preview({ state }: { state: ActionState }) {
  switch (state.at) {
    case 'choosing': return <p className="dim">Choose a room first. Nothing was sent.</p>
    case 'loading': return <p role="status" aria-label="Looking up what would happen"><Skeleton width="80%" /></p>
    case 'ready': case 'sending':
      return state.preview.refused === null
        ? <><p className="action-sentence selectable">{state.preview.sentence}</p><Notice tone="warning">{state.preview.sideEffect}</Notice></>
        : <Notice tone="warning" role="alert"><strong>This cannot be done now.</strong> {state.preview.refused}</Notice>
    case 'not-possible': return <Notice tone="warning" role="alert"><ProblemText problem={state.problem} /></Notice>
    case 'not-sent': return <Notice tone="critical" role="alert"><ProblemText problem={state.problem} /></Notice>
    case 'done': {
      const { tone, text } = resultWords(state.record)
      return <Notice tone={tone} role="status">{text}</Notice>
    }
    default: {
      const never: never = state
      return never
    }
  }
}
