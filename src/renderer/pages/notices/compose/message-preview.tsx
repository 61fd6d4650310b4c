import { useState } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'
import { languageName } from '../../../../shared/languages.ts'
import type { NoticeDraft, NoticeReview } from '../../../../shared/notices.ts'
import { reviewNotice } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { Segments } from '../../../components/segments.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { DrillTag, KindMark } from '../kind-mark.tsx'
import { hiddenCharacters, visibleText } from '../visible-text.ts'
import { PacketList } from './packet-list.tsx'
import { PHONE_BODY_CHARACTERS, PHONE_TITLE_CHARACTERS, previewText } from './preview-text.ts'

type Eyes = 'student' | 'teacher' | 'phone' | 'engineer'
const ALL = 'all'

/** What a recipient sees, as plain text, in the words that leave; for engineers what would leave, exactly. */
export function MessagePreview({ draft }: { draft: NoticeDraft }) {
  const [eyes, setEyes] = useState<Eyes>('student')
  const [chosen, setChosen] = useState(ALL)
  // The language may have been removed since.
  const shown = draft.texts.some(({ language }) => language === chosen) ? chosen : ALL
  const hidden = draft.texts.reduce((sum, { title, body }) => sum + hiddenCharacters(title) + hiddenCharacters(body), 0)
  return (
    <section className="message-preview" aria-label="Preview">
      <Segments label="Preview as" value={eyes} onChange={setEyes} options={[{ value: 'student', label: 'Student' }, { value: 'teacher', label: 'Teacher' }, { value: 'phone', label: 'Phone' }, { value: 'engineer', label: 'Engineer' }]} />
      {eyes === 'engineer' || draft.texts.length < 2 ? null : (
        <Segments label="Languages shown" value={shown} onChange={setChosen} options={[ALL, ...new Set(draft.texts.map(({ language }) => language))].map((value) => (value === ALL ? { value, label: 'All, as sent' } : { value, label: languageName(value), name: `Show ${languageName(value)} alone` }))} />
      )}
      {hidden === 0 ? null : <Notice tone="warning">The text holds hidden characters; they are shown as ⟨U+…⟩ here.</Notice>}
      {eyes === 'engineer' ? <EngineerView draft={draft} /> : <Screen eyes={eyes} draft={draft} shown={shown} />}
      {eyes === 'engineer' ? null : <p className="form-remark">{shown === ALL ? '' : 'A server that knows its users’ languages can show one alone; others show all. '}{draft.when.kind === 'window' ? 'This is the first step of the window. ' : ''}A sketch: each platform draws a notice in its own way. HTML stays text here.</p>}
    </section>
  )
}

function Screen({ eyes, draft, shown }: { eyes: Exclude<Eyes, 'engineer'>; draft: NoticeDraft; shown: string }) {
  const { title, body, cut } = previewText(draft, shown, eyes === 'phone')
  return (
    <>
      <div className={`preview-screen ${eyes}`} data-testid="notice-preview">
        <div className="preview-bar dim">{eyes === 'phone' ? <><span className="num">10:42</span><span className="spacer" /><span>now</span></> : eyes === 'teacher' ? 'Teacher · My classes' : 'Student · Today'}</div>
        <div className={`preview-notice severity-${draft.severity}`}>
          <p className="preview-line">{draft.drill ? <DrillTag /> : null}<KindMark kind={draft.kind} size={14} />{eyes === 'teacher' ? <SeverityMark severity={draft.severity} size={14} /> : null}<span className="spacer" />{draft.dismissable ? <span className="dim" aria-hidden="true">×</span> : null}</p>
          {/* One line of text for a recipient's app: its first letter sets the direction of all of it, and so it does here. */}
          <p className="preview-title" dir="auto">{title.length === 0 ? 'No title yet' : title.map(({ language, text }, place) => <span key={place} lang={language}>{visibleText(text)}</span>)}</p>
          {/* Long texts scroll, and the arrow keys scroll what has the focus: no language is hidden. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className="preview-body scroll" tabIndex={0} role="group" aria-label="Text of the notice">{body.length === 0 ? 'No message yet' : body.map(({ language, text }, place) => <p key={place} lang={language} dir="auto">{visibleText(text)}</p>)}</div>
        </div>
      </div>
      {cut ? <p className="form-remark">A lock screen shows about {PHONE_TITLE_CHARACTERS} characters of a title and {PHONE_BODY_CHARACTERS} of a text; what “…” cuts is read in the app.</p> : null}
    </>
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
