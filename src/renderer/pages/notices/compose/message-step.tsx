import { useState } from 'react'
import { severity as severities } from '../../../../shared/catalog.ts'
import { NOTICE_BODY_CHARS_MAX, NOTICE_TITLE_CHARS_MAX } from '../../../../shared/limits.ts'
import type { NoticeDraft, NoticeTemplate } from '../../../../shared/notices.ts'
import { Segments } from '../../../components/segments.tsx'
import { Select } from '../../../components/select.tsx'
import { Toggle } from '../../../components/toggle.tsx'
import { severityWord } from '../../../text/words.ts'
import { Field } from '../../platforms/field.tsx'
import { changeDraft } from '../open-notice.ts'
import { valuesIn, withTemplate } from '../template-text.ts'
import { useTemplates } from '../use-notices.ts'
import { ExpiryField } from './expiry-field.tsx'
import { LanguageField } from './language-field.tsx'
import { LimitedText } from './limited-text.tsx'
import { MessagePreview } from './message-preview.tsx'
import { TemplateFields } from './template-fields.tsx'

const NO_TEMPLATE = ''

/** What it says: wording, languages, how strong and how long; beside it what a recipient sees. */
export function MessageStep({ draft }: { draft: NoticeDraft }) {
  const templates = useTemplates().answer ?? []
  const template = templates.find(({ id }) => id === draft.templateId) ?? null
  const [at, setAt] = useState(0)
  const index = Math.min(at, draft.texts.length - 1)
  const text = draft.texts[index] ?? { language: 'en', title: '', body: '' }
  const changeText = (change: Partial<typeof text>): void => {
    changeDraft((before) => ({ ...before, texts: before.texts.map((each, place) => (place === index ? { ...each, ...change } : each)) }))
  }
  return (
    <div className="message-step">
      <div className="form-grid message-form">
        {draft.drill ? <p className="form-remark drill-remark">Where title or message lack the word DRILL, Rollcall adds it in their language before anything leaves; the preview shows it.</p> : null}
        <TemplateField draft={draft} templates={templates} template={template} />
        <WordingFields key={`${draft.id} ${template?.id ?? NO_TEMPLATE}`} draft={draft} template={template} index={index} onChoose={setAt} />
        <Field id="f-notice-title" label="Title"><LimitedText key={`title ${text.language}`} id="f-notice-title" rows={1} max={NOTICE_TITLE_CHARS_MAX} value={text.title} placeholder="Bus 12 is 20 minutes late" onChange={(title) => { changeText({ title }) }} /></Field>
        <Field id="f-notice-body" label="Message"><LimitedText key={`body ${text.language}`} id="f-notice-body" rows={6} max={NOTICE_BODY_CHARS_MAX} value={text.body} placeholder="What happened, what to do, who to ask." onChange={(body) => { changeText({ body }) }} /></Field>
        <span className="form-label">Severity</span>
        <div className="form-field"><div className="row"><Segments label="Severity" value={draft.severity} options={severities.options.map((value) => ({ value, label: severityWord(value) }))} onChange={(severity) => { changeDraft((before) => ({ ...before, severity })) }} /></div></div>
        <label className="form-label" htmlFor="f-notice-dismissable">Dismissable</label>
        <div className="form-field"><div className="row"><Toggle id="f-notice-dismissable" label="Dismissable" checked={draft.dismissable} onChange={(dismissable) => { changeDraft((before) => ({ ...before, dismissable })) }} /><span className="form-remark">{draft.dismissable ? 'A reader can close it.' : 'It stays on screen until it ends, where the platform can do that.'}</span></div></div>
        <ExpiryField draft={draft} />
      </div>
      <MessagePreview draft={draft} />
    </div>
  )
}

function TemplateField({ draft, templates, template }: { draft: NoticeDraft; templates: readonly NoticeTemplate[]; template: NoticeTemplate | null }) {
  const offered = templates.filter(({ kind }) => kind === draft.kind)
  return (
    <Field id="f-notice-template" label="Template" remark="A template brings wording, never an audience.">
      <Select id="f-notice-template" value={template?.id ?? NO_TEMPLATE} options={[{ value: NO_TEMPLATE, label: 'None' }, ...offered.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(id) => { changeDraft((before) => withTemplate(before, offered.find((each) => each.id === id) ?? null)) }} />
    </Field>
  )
}

/** What a template asks for, and the languages that it fills. */
function WordingFields({ draft, template, index, onChoose }: { draft: NoticeDraft; template: NoticeTemplate | null; index: number; onChoose: (index: number) => void }) {
  const [values, setValues] = useState(() => (template === null ? {} : valuesIn(draft.texts, template, draft.drill)))
  return (
    <>
      {template === null ? null : <TemplateFields template={template} draft={draft} values={values} onChange={setValues} />}
      <LanguageField draft={draft} template={template} values={values} index={index} onChoose={onChoose} />
    </>
  )
}
