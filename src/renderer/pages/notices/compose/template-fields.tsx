import type { NoticeDraft, NoticeTemplate } from '../../../../shared/notices.ts'
import { Button } from '../../../components/button.tsx'
import { Field } from '../../platforms/field.tsx'
import { changeDraft } from '../open-notice.ts'
import { openFields, sameTexts, withWording, type FieldValues } from '../template-text.ts'

interface TemplateFieldsProps {
  readonly template: NoticeTemplate
  readonly draft: NoticeDraft
  readonly values: FieldValues
  readonly onChange: (values: FieldValues) => void
}

/** The fields of a template. They fill its wording in every language as they are typed, until somebody changes the text by hand. */
export function TemplateFields({ template, draft, values, onChange }: TemplateFieldsProps) {
  if (template.fields.length === 0) return null
  const take = (next: FieldValues): void => { changeDraft((before) => ({ ...before, texts: withWording(before.texts, template, next, before.drill) })) }
  if (!sameTexts(draft.texts, withWording(draft.texts, template, values, draft.drill))) {
    const left = openFields(draft.texts)
    return (
      <>
        <span className="form-label">Fields</span>
        <div className="form-field"><span className="form-remark">The text was changed by hand{left.length === 0 ? '' : `; still to be filled in: ${left.map((name) => `{${name}}`).join(', ')}`}.</span>
          <div className="row"><Button small onClick={() => { take(values) }}>Take the template’s wording again</Button></div>
        </div>
      </>
    )
  }
  return template.fields.map(({ name, label, example }) => (
    <Field key={name} id={`f-field-${name}`} label={label === '' ? name : label}>
      <input id={`f-field-${name}`} className="input" dir="auto" maxLength={200} value={values[name] ?? ''} placeholder={example} onChange={(event) => {
        const next = { ...values, [name]: event.target.value }
        onChange(next)
        take(next)
      }} />
    </Field>
  ))
}
