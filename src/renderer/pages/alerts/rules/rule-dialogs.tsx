import { RotateCcw, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { AlertRule } from '../../../../shared/alerts.ts'
import type { Answer, Failure } from '../../../../shared/ipc.ts'
import { exportRules, importRules, removeRule, restoreRules } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { CopyButton } from '../../../components/copy-button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { counted } from '../../../text/numbers.ts'

/** Longest text that the contract takes. */
const JSON_CHARS_MAX = 1_000_000

interface DialogProps {
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Asks before something is done that the list cannot take back; the focus starts on Cancel. */
function Confirm({ title, description, children, button, ask, onClose, onDone }: DialogProps & { title: string; description: string; children: React.ReactNode; button: React.ReactNode; ask: () => Promise<{ readonly ok: true } | Failure> }) {
  const cancel = useRef<HTMLButtonElement>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  async function run(): Promise<void> {
    setBusy(true)
    const answer = await ask()
    setBusy(false)
    if (!answer.ok) {
      setFailure(answer)
      return
    }
    onDone()
    onClose()
  }
  return (
    <Dialog title={title} description={description} focusFirst={cancel} onClose={onClose} foot={
      <>
        <span className="spacer" />
        <Button ref={cancel} onClick={onClose}>Cancel</Button>
        <Button look="danger" disabled={busy} onClick={() => { void run() }}>{button}</Button>
      </>
    }>
      {failure === null ? children : <Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice>}
    </Dialog>
  )
}

export function RemoveRuleDialog({ rule, alerts, onClose, onDone }: DialogProps & { rule: AlertRule; alerts: number }) {
  const open = alerts === 0 ? 'It has no open alert.' : `Its ${counted(alerts, 'open alert')} will be resolved.`
  return (
    <Confirm title={`Remove the rule ${rule.name}?`} description={`Nothing looks for it any more. ${open}`} ask={() => removeRule(rule.id)} onClose={onClose} onDone={onDone} button={<><Trash2 size={16} aria-hidden="true" />Remove rule</>}>
      <p className="dialog-description">{rule.starter ? 'It is one of the starter set, which can be brought back with “Restore starter set”.' : 'Export the rules first if you may want it back.'} To stop it for a while, switch it off instead.</p>
    </Confirm>
  )
}

export function RestoreRulesDialog({ starters, onClose, onDone }: DialogProps & { starters: number }) {
  return (
    <Confirm title="Restore the starter set?" description="The rules that were on from the first run are brought back as they were then, switched on." ask={restoreRules} onClose={onClose} onDone={onDone} button={<><RotateCcw size={16} aria-hidden="true" />Restore starter set</>}>
      <p className="dialog-description">{starters === 0 ? 'None of them is here now.' : `Changes to the ${counted(starters, 'starter rule')} that ${starters === 1 ? 'is' : 'are'} here are lost.`} Rules of your own stay as they are.</p>
    </Confirm>
  )
}

/** All rules as JSON text. */
export function ExportRulesDialog({ onClose }: { onClose: () => void }) {
  const [answer, setAnswer] = useState<Answer<'rules:export'> | null>(null)
  useEffect(() => { void exportRules().then(setAnswer) }, [])
  return (
    <Dialog wide title="Export rules" description="All rules as JSON, to be kept or given to another Rollcall." onClose={onClose} foot={
      <>
        <span className="spacer" />
        <Button onClick={onClose}>Close</Button>
        {answer?.ok === true ? <CopyButton words label="Copy JSON" text={answer.value.json} /> : null}
      </>
    }>
      {answer === null ? <p className="dim">Loading…</p> : answer.ok ? <textarea className="textarea mono" rows={16} readOnly aria-label="Rules as JSON" value={answer.value.json} /> : <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice>}
    </Dialog>
  )
}

/** Takes the text of an export; says which were added, replaced, and why others were not taken. */
export function ImportRulesDialog({ onClose, onDone }: DialogProps) {
  const [json, setJson] = useState('')
  const [answer, setAnswer] = useState<Answer<'rules:import'> | null>(null)
  const [busy, setBusy] = useState(false)
  async function run(): Promise<void> {
    setBusy(true)
    const next = await importRules(json)
    setBusy(false)
    setAnswer(next)
    if (next.ok) onDone()
  }
  const tooLong = json.length > JSON_CHARS_MAX
  return (
    <Dialog wide title="Import rules" description="Paste what Export gave. A rule with the same id is replaced; one with a mistake is left out, and said." onClose={onClose} foot={
      <>
        <span className="spacer" />
        <Button onClick={onClose}>{answer?.ok === true ? 'Close' : 'Cancel'}</Button>
        <Button look="primary" disabled={json.trim() === '' || tooLong || busy} onClick={() => { void run() }}>Import</Button>
      </>
    }>
      <textarea className="textarea mono" rows={12} spellCheck={false} aria-label="JSON of an export" placeholder="{ … }" value={json} onChange={(event) => { setJson(event.target.value); setAnswer(null) }} />
      {tooLong ? <div className="form-outcome"><Notice tone="warning">This is longer than any export of rules (1,000,000 characters).</Notice></div> : null}
      <div className="form-outcome" role="status">{answer === null ? null : answer.ok ? <Imported {...answer.value} /> : <Notice tone="critical"><ProblemText problem={answer.problem} /></Notice>}</div>
    </Dialog>
  )
}

function Imported({ added, replaced, skipped }: { added: readonly string[]; replaced: readonly string[]; skipped: readonly string[] }) {
  const list = (names: readonly string[]): string => (names.length === 0 ? '' : `: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ' …' : ''}`)
  return (
    <>
      <Notice tone={added.length + replaced.length > 0 ? 'ok' : 'info'}>{counted(added.length, 'rule')} added{list(added)}. {replaced.length === 0 ? '' : `${counted(replaced.length, 'rule')} replaced${list(replaced)}.`}</Notice>
      {skipped.length === 0 ? null : (
        <Notice tone="warning">
          <p>Not taken:</p>
          <ul className="import-skipped scroll">{skipped.map((line, index) => <li key={index} className="wrap-anywhere selectable">{line}</li>)}</ul>
        </Notice>
      )}
    </>
  )
}
