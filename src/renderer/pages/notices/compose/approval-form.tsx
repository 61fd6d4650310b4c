import type { NoticeApproval } from '../../../../shared/notices.ts'
import { Segments } from '../../../components/segments.tsx'
import { Select } from '../../../components/select.tsx'
import { Field } from '../../platforms/field.tsx'

interface ApprovalFormProps {
  readonly approval: NoticeApproval | null
  readonly targets: readonly { readonly targetId: string; readonly name: string }[]
  readonly onChange: (approval: NoticeApproval) => void
}

/** A second person signs in and agrees, or an override is logged with its reason. */
export function ApprovalForm({ approval, targets, onChange }: ApprovalFormProps) {
  const second = approval?.kind === 'second-person' ? approval : { kind: 'second-person' as const, targetId: targets[0]?.targetId ?? '', email: '', password: '' }
  const byOverride = approval?.kind === 'override'
  return (
    <>
      <span className="form-label">Agreed by</span>
      <div className="form-field"><div className="row">
        <Segments label="Who agrees" value={byOverride ? 'override' : 'second-person'} options={[{ value: 'second-person', label: 'A second person' }, { value: 'override', label: 'Override' }]}
          onChange={(value) => { onChange(value === 'override' ? { kind: 'override', reason: '' } : second) }} />
      </div></div>
      {byOverride ? (
        <Field id="f-approval-reason" label="Reason" remark="Written to the audit log with your name: who could not be reached, and why it cannot wait. It holds for this sending alone.">
          <textarea id="f-approval-reason" className="textarea" rows={2} maxLength={500} value={approval.reason} onChange={(event) => { onChange({ kind: 'override', reason: event.target.value }) }} />
        </Field>
      ) : (
        <>
          <Field id="f-approval-target" label="Signs in on"><Select id="f-approval-target" value={second.targetId} options={targets.map(({ targetId, name }) => ({ value: targetId, label: name }))} onChange={(targetId) => { onChange({ ...second, targetId }) }} /></Field>
          <Field id="f-approval-email" label="Their e-mail"><input id="f-approval-email" className="input" type="text" autoComplete="off" spellCheck={false} maxLength={320} value={second.email} onChange={(event) => { onChange({ ...second, email: event.target.value }) }} /></Field>
          <Field id="f-approval-password" label="Their password" remark="Used once, for this sending, and not kept."><input id="f-approval-password" className="input" type="password" autoComplete="off" maxLength={1_000} value={second.password} onChange={(event) => { onChange({ ...second, password: event.target.value }) }} /></Field>
        </>
      )}
    </>
  )
}
