import { useState } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'
import type { NoticeDraft, NoticeReview } from '../../../../shared/notices.ts'
import { reviewNotice } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { Segments } from '../../../components/segments.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { DrillTag, KindMark } from '../kind-mark.tsx'
import { hiddenCharacters, visibleText } from '../visible-text.ts'
import { PacketList } from './packet-list.tsx'

type Eyes = 'student' | 'teacher' | 'phone' | 'engineer'
type Text = NoticeDraft['texts'][number]

/** What a recipient sees, as plain text; for engineers what would leave, exactly. */
export function MessagePreview({ draft, text }: { draft: NoticeDraft; text: Text }) {
  const [eyes, setEyes] = useState<Eyes>('student')
  const hidden = hiddenCharacters(text.title) + hiddenCharacters(text.body)
  return (
    <section className="message-preview" aria-label="Preview">
      <Segments label="Preview as" value={eyes} onChange={setEyes} options={[{ value: 'student', label: 'Student' }, { value: 'teacher', label: 'Teacher' }, { value: 'phone', label: 'Phone' }, { value: 'engineer', label: 'Engineer' }]} />
      {hidden === 0 ? null : <Notice tone="warning">The text holds hidden characters; they are shown as ⟨U+…⟩ here.</Notice>}
      {eyes === 'engineer' ? <EngineerView draft={draft} /> : <Screen eyes={eyes} draft={draft} text={text} />}
      {eyes === 'engineer' ? null : <p className="form-remark">A sketch: each platform draws a notice in its own way. HTML stays text here.</p>}
    </section>
  )
}

function Screen({ eyes, draft, text }: { eyes: Exclude<Eyes, 'engineer'>; draft: NoticeDraft; text: Text }) {
  return (
    <div className={`preview-screen ${eyes}`} data-testid="notice-preview">
      <div className="preview-bar dim">{eyes === 'phone' ? <><span className="num">10:42</span><span className="spacer" /><span>now</span></> : eyes === 'teacher' ? 'Teacher · My classes' : 'Student · Today'}</div>
      <div className={`preview-notice severity-${draft.severity}`} lang={text.language}>
        <p className="preview-line">{draft.drill ? <DrillTag /> : null}<KindMark kind={draft.kind} size={14} />{eyes === 'teacher' ? <SeverityMark severity={draft.severity} size={14} /> : null}<span className="spacer" />{draft.dismissable ? <span className="dim" aria-hidden="true">×</span> : null}</p>
        <p className="preview-title" dir="auto">{visibleText(text.title) || 'No title yet'}</p>
        <p className="preview-body" dir="auto">{visibleText(text.body) || 'No message yet'}</p>
      </div>
    </div>
  )
}

function EngineerView({ draft }: { draft: NoticeDraft }) {
  const [answer, setAnswer] = useState<{ readonly draft: NoticeDraft; readonly got: { ok: true; value: NoticeReview } | Failure } | null>(null)
  const [busy, setBusy] = useState(false)
  async function look(): Promise<void> {
    setBusy(true)
    const got = await reviewNotice(draft)
    setBusy(false)
    setAnswer({ draft, got })
  }
  return (
    <>
      <div className="row"><Button small disabled={busy} onClick={() => { void look() }}>{answer === null ? 'Show what would leave' : 'Show it again'}</Button><span className="form-remark">{answer !== null && answer.draft !== draft ? 'The draft changed since.' : 'Nothing is sent.'}</span></div>
      {answer === null ? null : answer.got.ok ? <><PacketList review={answer.got.value} />{answer.got.value.problems.map((each) => <Notice key={each} tone="warning">{each}</Notice>)}</> : <Notice tone="critical" role="alert"><ProblemText problem={answer.got.problem} /></Notice>}
    </>
  )
}
