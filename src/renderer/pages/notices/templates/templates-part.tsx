import { LayoutTemplate, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'
import { languageName } from '../../../../shared/languages.ts'
import type { NoticeTemplate } from '../../../../shared/notices.ts'
import { removeTemplate } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ListSkeleton } from '../../../components/list-skeleton.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { ReadProblem } from '../../../components/read-problem.tsx'
import { freshId } from '../../../state/keys.ts'
import { changeNotices } from '../../../state/view-store.ts'
import { KindMark } from '../kind-mark.tsx'
import { newFromTemplate } from '../open-notice.ts'
import { tellNews, useTemplates } from '../use-notices.ts'
import { visibleText } from '../visible-text.ts'

const newTemplate = (): NoticeTemplate => ({ id: freshId(), name: '', kind: 'announcement', builtIn: false, severity: 'info', dismissable: true, texts: [{ language: 'en', title: '', body: '' }], fields: [] })

/** Title and text of its first language in one line. */
function wording({ texts: [first] }: NoticeTemplate): string {
  const title = first?.title ?? ''
  return visibleText(`${title}${/[.!?:]$/.test(title) ? '' : ':'} ${first?.body ?? ''}`)
}

/** Standard wording, and the school's own. */
export function TemplatesPart() {
  const { answer, problem } = useTemplates()
  const [failed, setFailed] = useState<Failure['problem'] | null>(null)
  const add = useRef<HTMLButtonElement>(null)
  async function remove(id: string): Promise<void> {
    add.current?.focus()
    const done = await removeTemplate(id)
    setFailed(done.ok ? null : done.problem)
    tellNews()
  }
  return (
    <>
      {problem === null ? null : <div className="notices-note"><ReadProblem what="The templates" problem={problem} shown={answer !== null} /></div>}
      {failed === null ? null : <div className="notices-note"><Notice tone="critical" role="alert"><ProblemText problem={failed} /></Notice></div>}
      <div className="notices-line"><span className="dim">A template brings wording and fields. It never brings an audience.</span><span className="spacer" /><Button ref={add} small onClick={() => { changeNotices({ open: { is: 'template', template: newTemplate(), fresh: true } }) }}><Plus size={14} aria-hidden="true" />New template</Button></div>
      <div className="notices-body scroll">
        {answer === null ? (problem === null ? <ListSkeleton label="Loading templates" rows={10} /> : null) : answer.length === 0 ? <EmptyState icon={LayoutTemplate} title="No templates.">Wording that is needed again and again is kept here, with fields for what changes.</EmptyState> : (
          <ul className="template-rows" aria-label="Templates">
            {answer.map((template) => (
              <li key={template.id} className="template-row">
                <KindMark kind={template.kind} />
                <div className="template-main"><p><strong>{visibleText(template.name)}</strong>{template.builtIn ? <span className="tag">Standard wording</span> : null}{template.texts.length > 1 ? <span className="dim">{template.texts.map(({ language }) => languageName(language)).join(', ')}</span> : null}</p>
                  <p className="dim truncate" dir="auto" title={wording(template)}>{wording(template)}</p></div>
                <Button small onClick={() => { newFromTemplate(template) }} aria-label={`Write with it: ${template.name}`}>Write with it</Button>
                {template.builtIn ? <Button look="quiet" small aria-label={`Copy… ${template.name}`} onClick={() => { changeNotices({ open: { is: 'template', template: { ...template, id: freshId(), builtIn: false, name: `${template.name} (own)`.slice(0, 80) }, fresh: true } }) }}>Copy…</Button> : (
                  <>
                    <Button look="quiet" small aria-label={`Edit… ${template.name}`} onClick={() => { changeNotices({ open: { is: 'template', template, fresh: false } }) }}>Edit…</Button>
                    <Button look="quiet" small aria-label={`Remove ${template.name}`} onClick={() => { void remove(template.id) }}>Remove</Button>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  )
}
