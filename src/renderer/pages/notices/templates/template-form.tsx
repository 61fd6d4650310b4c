import { Plus, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { severity as severities } from '../../../../shared/catalog.ts'
import type { Failure } from '../../../../shared/ipc.ts'
import { languageName, languages } from '../../../../shared/languages.ts'
import { NAME_CHARS_MAX, NOTICE_BODY_CHARS_MAX, NOTICE_TITLE_CHARS_MAX } from '../../../../shared/limits.ts'
import { noticeKind, type NoticeTemplate } from '../../../../shared/notices.ts'
import { saveTemplate } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { Segments } from '../../../components/segments.tsx'
import { Select } from '../../../components/select.tsx'
import { Toggle } from '../../../components/toggle.tsx'
import { severityWord } from '../../../text/words.ts'
import { Field, invalid } from '../../platforms/field.tsx'
import { LimitedText } from '../compose/limited-text.tsx'
import { usualSeverity } from '../compose/steps.ts'
import { kindWord } from '../notice-words.ts'
import { openNoticesTab } from '../open-notice.ts'
import { openFields } from '../template-text.ts'
import { tellNews } from '../use-notices.ts'

/** Writing a template of one's own. Its fields are the {names} in its text. */
export function TemplateForm({ first, fresh }: { first: NoticeTemplate; fresh: boolean }) {
  const [template, setTemplate] = useState(first)
  const [at, setAt] = useState(0)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Failure['problem'] | null>(null)
  const nameField = useRef<HTMLInputElement>(null)
  useEffect(() => { nameField.current?.focus() }, [])
  const index = Math.min(at, template.texts.length - 1)
  const text = template.texts[index] ?? { language: 'en', title: '', body: '' }
  const change = (part: Partial<NoticeTemplate>): void => { setTemplate((before) => ({ ...before, ...part })) }
  const changeText = (part: Partial<typeof text>): void => { change({ texts: template.texts.map((each, place) => (place === index ? { ...each, ...part } : each)) }) }
  const names = openFields(template.texts).slice(0, 10)
  const fields = names.map((name) => template.fields.find((field) => field.name === name) ?? { name, label: '', example: '' })
  const wrongName = tried && template.name.trim() === '' ? 'Give it a name.' : undefined
  const left = languages.filter(({ code }) => !template.texts.some(({ language }) => language === code))

  async function save(): Promise<void> {
    setTried(true)
    if (template.name.trim() === '') nameField.current?.focus()
    if (template.name.trim() === '' || busy) return
    setBusy(true)
    const answer = await saveTemplate({ ...template, name: template.name.trim(), fields: fields.map((field) => ({ ...field, label: field.label === '' ? field.name : field.label })) })
    setBusy(false)
    if (!answer.ok) {
      setProblem(answer.problem)
      return
    }
    tellNews()
    openNoticesTab('templates')
  }

  return (
    <div className="compose">
      <div className="compose-head"><h2 className="compose-title">{fresh ? 'New template' : 'Edit template'}</h2></div>
      <div className="compose-body scroll">
        <div className="form-grid template-form">
          <Field id="f-template-name" label="Name" error={wrongName}><input ref={nameField} id="f-template-name" className="input" maxLength={NAME_CHARS_MAX} value={template.name} placeholder="Late bus" onChange={(event) => { change({ name: event.target.value }) }} {...invalid('f-template-name', wrongName)} /></Field>
          <Field id="f-template-kind" label="Type"><Select id="f-template-kind" value={template.kind} options={noticeKind.options.map((value) => ({ value, label: kindWord(value) }))} onChange={(kind) => { change({ kind, severity: usualSeverity(kind), dismissable: kind !== 'emergency' }) }} /></Field>
          <span className="form-label">Severity</span>
          <div className="form-field"><div className="row"><Segments label="Severity" value={template.severity} options={severities.options.map((value) => ({ value, label: severityWord(value) }))} onChange={(severity) => { change({ severity }) }} /></div></div>
          <label className="form-label" htmlFor="f-template-dismissable">Dismissable</label>
          <div className="form-field"><div className="row"><Toggle id="f-template-dismissable" label="Dismissable" checked={template.dismissable} onChange={(dismissable) => { change({ dismissable }) }} /></div></div>
          <span className="form-label">Language</span>
          <div className="form-field"><div className="row">
            <Segments label="Language" value={String(index)} options={template.texts.map(({ language }, place) => ({ value: String(place), label: languageName(language) }))} onChange={(value) => { setAt(Number(value)) }} />
            <Button small disabled={left.length === 0 || template.texts.length >= 10} onClick={() => { change({ texts: [...template.texts, { language: left[0]?.code ?? 'en', title: '', body: '' }] }); setAt(template.texts.length) }}><Plus size={14} aria-hidden="true" />Add language</Button>
            {template.texts.length < 2 ? null : <Button look="quiet" small iconOnly aria-label={`Remove ${languageName(text.language)}`} onClick={() => { change({ texts: template.texts.filter((_, place) => place !== index) }); setAt(0) }}><Trash2 size={14} aria-hidden="true" /></Button>}
          </div>
          <Select label="Language of this text" value={text.language} options={[{ value: text.language, label: languageName(text.language) }, ...left.map(({ code, name }) => ({ value: code, label: name }))]} onChange={(language) => { changeText({ language }) }} /></div>
          <Field id="f-template-title" label="Title"><LimitedText key={`title ${text.language}`} id="f-template-title" rows={1} max={NOTICE_TITLE_CHARS_MAX} value={text.title} placeholder="Bus {bus} is late" onChange={(title) => { changeText({ title }) }} /></Field>
          <Field id="f-template-body" label="Message" remark="Write a field as {name}: small letters first, no spaces."><LimitedText key={`body ${text.language}`} id="f-template-body" rows={5} max={NOTICE_BODY_CHARS_MAX} value={text.body} placeholder="Bus {bus} comes {minutes} minutes late." onChange={(body) => { changeText({ body }) }} /></Field>
          {fields.map((field) => (
            <Field key={field.name} id={`f-template-field-${field.name}`} label={`{${field.name}}`}>
              <div className="row">
                <input id={`f-template-field-${field.name}`} className="input" aria-label={`Label of ${field.name}`} maxLength={80} value={field.label} placeholder="Label" onChange={(event) => { change({ fields: fields.map((each) => (each.name === field.name ? { ...each, label: event.target.value } : each)) }) }} />
                <input className="input" aria-label={`Example of ${field.name}`} maxLength={200} value={field.example} placeholder="Example" onChange={(event) => { change({ fields: fields.map((each) => (each.name === field.name ? { ...each, example: event.target.value } : each)) }) }} />
              </div>
            </Field>
          ))}
        </div>
        {problem === null ? null : <Notice tone="critical" role="alert"><ProblemText problem={problem} /></Notice>}
      </div>
      <div className="compose-foot"><Button onClick={() => { openNoticesTab('templates') }}>Cancel</Button><span className="spacer" /><Button look="primary" disabled={busy} onClick={() => { void save() }}>Save template</Button></div>
    </div>
  )
}
