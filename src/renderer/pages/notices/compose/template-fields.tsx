import { useState } from 'react'
import type { NoticeDraft, NoticeTemplate } from '../../../../shared/notices.ts'
import { Button } from '../../../components/button.tsx'
import { Field } from '../../platforms/field.tsx'
import { changeDraft } from '../open-notice.ts'
import { asDrill, fillTexts, openFields, sameTexts, type FieldValues } from '../template-text.ts'

/** The fields of a template. They fill its wording as they are typed, until somebody changes the text by hand. */
export function TemplateFields({ template, draft }: { template: NoticeTemplate; draft: NoticeDraft }) {
  const [values, setValues] = useState<FieldValues>({})
  const wording = draft.drill ? asDrill(template.texts) : template.texts
  const pristine = sameTexts(draft.texts, fillTexts(wording, values))
  if (template.fields.length === 0) return null
  const left = openFields(draft.texts)
  if (!pristine) {
    return (
      <>
        <span className="form-label">Fields</span>
        <div className="form-field"><span className="form-remark">The text was changed by hand{left.length === 0 ? '' : `; still to be filled in: ${left.map((name) => `{${name}}`).join(', ')}`}.</span>
          <div className="row"><Button small onClick={() => { changeDraft((before) => ({ ...before, texts: fillTexts(wording, values) })) }}>Take the template’s wording again</Button></div>
        </div>
      </>
    )
  }
  return template.fields.map(({ name, label, example }) => (
    <Field key={name} id={`f-field-${name}`} label={label === '' ? name : label}>
      <input id={`f-field-${name}`} className="input" dir="auto" maxLength={200} value={values[name] ?? ''} placeholder={example} onChange={(event) => {
        const next = { ...values, [name]: event.target.value }
        setValues(next)
        changeDraft((before) => ({ ...before, texts: fillTexts(wording, next) }))
      }} />
    </Field>
  ))
}
