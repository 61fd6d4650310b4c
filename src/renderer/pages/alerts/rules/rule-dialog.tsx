import { useState } from 'react'
import type { AlertRule } from '../../../../shared/alerts.ts'
import type { Failure } from '../../../../shared/ipc.ts'
import { saveRule } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { useFocusWrong } from '../../../components/focus-wrong.ts'
import { bringIntoView } from '../../../components/into-view.ts'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { useTargetNames } from '../../../components/platform-name.ts'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { placesOf, ruleErrors, tidied, type RuleErrors } from './rule-draft.ts'
import { RuleFields } from './rule-fields.tsx'
import { ruleRemarks, ruleSentence } from './rule-words.ts'
import { TrialPanel } from './trial-panel.tsx'

/** A new rule, or one to be changed: fields on the left; the rule in words and its trial on the right. */
export function RuleDialog({ rule, isNew, onClose, onSaved }: { rule: AlertRule; isNew: boolean; onClose: () => void; onSaved: () => void }) {
  const names = useTargetNames()
  const [draft, setDraft] = useState(rule)
  const [tried, setTried] = useState(false)
  const [told, setTold] = useState<RuleErrors>({})
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const focusWrong = useFocusWrong()
  // What the main process found stays until something is changed: it knows more than the form.
  const errors: RuleErrors = { ...told, ...(tried ? ruleErrors(draft) : {}) }

  function change(next: AlertRule): void {
    setDraft(next)
    setTold({})
    setFailure(null)
  }

  function ready(): boolean {
    setTried(true)
    const wrong = Object.keys(ruleErrors(draft)).length
    if (wrong > 0) focusWrong()
    return wrong === 0
  }

  function refused(problem: Failure['problem']): void {
    setTold(placesOf(problem))
    focusWrong()
  }

  async function save(): Promise<void> {
    if (busy || !ready()) return
    setBusy(true)
    const answer = await saveRule(tidied(draft))
    setBusy(false)
    if (answer.ok) {
      onSaved()
      onClose()
      return
    }
    setFailure(answer)
    refused(answer.problem)
  }

  return (
    <Dialog wide title={isNew ? 'New rule' : `Rule ${rule.name}`} onClose={onClose} foot={
      <>
        <span className="spacer" />
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" disabled={busy} onClick={() => { void save() }}>{isNew ? 'Add rule' : 'Save'}</Button>
      </>
    }>
      <div className="rule-editor">
        <div>
          <RuleFields rule={draft} errors={errors} onChange={change} />
        </div>
        <aside className="rule-editor-aside" aria-label="The rule in words">
          <div className="rule-in-words">
            <SeverityMark severity={draft.severity} />
            <p className="rule-sentence selectable" data-testid="rule-sentence">{ruleSentence(draft, names)}.</p>
            {ruleRemarks(draft).map((remark) => <p key={remark} className="form-remark">{remark}</p>)}
          </div>
          <TrialPanel rule={draft} ready={ready} onRefused={refused} />
          {failure === null ? null : <div ref={bringIntoView}><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
        </aside>
      </div>
    </Dialog>
  )
}
