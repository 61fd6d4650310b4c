import { Ellipsis, Plus } from 'lucide-react'
import { languageName, languages } from '../../../../shared/languages.ts'
import type { NoticeDraft, NoticeTemplate } from '../../../../shared/notices.ts'
import { Button } from '../../../components/button.tsx'
import { Menu, MenuItem } from '../../../components/menu.tsx'
import { Segments } from '../../../components/segments.tsx'
import { changeDraft } from '../open-notice.ts'
import { addedText, hasWording, withFirst, type FieldValues } from '../template-text.ts'

/** As the contract bounds it. */
const TEXTS_MAX = 10

interface LanguageFieldProps {
  readonly draft: NoticeDraft
  /** Its wording comes with a language that is added. */
  readonly template: NoticeTemplate | null
  readonly values: FieldValues
  /** The language that is being written. */
  readonly index: number
  readonly onChoose: (index: number) => void
}

/** The languages of a notice: which is written, one more, which leads, one less. */
export function LanguageField({ draft, template, values, index, onChoose }: LanguageFieldProps) {
  const used = new Set(draft.texts.map(({ language }) => language))
  const left = languages.filter(({ code }) => !used.has(code))
  const brings = (code: string): boolean => template !== null && hasWording(template, code)
  const offered = [...left.filter(({ code }) => brings(code)), ...left.filter(({ code }) => !brings(code))]
  const name = languageName(draft.texts[index]?.language ?? '')
  const change = (texts: NoticeDraft['texts'], chosen: number): void => {
    changeDraft((before) => ({ ...before, texts }))
    onChoose(chosen)
  }
  return (
    <>
      <span className="form-label">Language</span>
      <div className="form-field">
        <div className="row">
          <Segments label="Language" value={String(index)} options={draft.texts.map(({ language }, place) => ({ value: String(place), label: languageName(language) }))} onChange={(value) => { onChoose(Number(value)) }} />
          {draft.texts.length < 2 ? null : (
            <Menu align="start" trigger={<Button look="quiet" small iconOnly aria-label={`${name}: order and remove`}><Ellipsis size={14} aria-hidden="true" /></Button>}>
              <MenuItem reason={index === 0 ? `${name} is first.` : null} onChoose={() => { change(withFirst(draft.texts, index), 0) }}>Make first</MenuItem>
              <MenuItem danger onChoose={() => { change(draft.texts.filter((_, place) => place !== index), 0) }}>Remove {name}</MenuItem>
            </Menu>
          )}
          <Menu align="start" trigger={<Button small disabled={left.length === 0 || draft.texts.length >= TEXTS_MAX}><Plus size={14} aria-hidden="true" />Add language</Button>}>
            {offered.map(({ code, name: label }) => (
              <MenuItem key={code} onChoose={() => { change([...draft.texts, addedText(code, template, values, draft.drill)], draft.texts.length) }}>{label}{brings(code) ? ', with the template’s wording' : ''}</MenuItem>
            ))}
          </Menu>
        </div>
        {draft.texts.length < 2 ? null : <span className="form-remark">They leave one under the other, {languageName(draft.texts[0]?.language ?? '')} first.{draft.texts.length >= TEXTS_MAX ? ` ${String(TEXTS_MAX)} are the most.` : ''}</span>}
      </div>
    </>
  )
}
