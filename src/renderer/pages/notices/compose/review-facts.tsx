import { languageName } from '../../../../shared/languages.ts'
import type { NoticeDraft, NoticeReview } from '../../../../shared/notices.ts'
import { firstStep, wordsToSend } from '../../../../shared/words-to-send.ts'
import { ListSkeleton } from '../../../components/list-skeleton.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { useTargetNames } from '../../../components/platform-name.ts'
import { useNow } from '../../../state/clock.ts'
import { count } from '../../../text/numbers.ts'
import { BoldSentence } from '../bold-sentence.tsx'
import { audienceWords, kindWord } from '../notice-words.ts'
import { changeDraft, goToStep } from '../open-notice.ts'
import { useOwnZone, useWays } from '../use-notices.ts'
import { visibleText } from '../visible-text.ts'
import { timePairWords } from '../zone-times.ts'
import { zoneOfDraft } from '../zones.ts'
import { ApprovalForm } from './approval-form.tsx'
import { sideOf, withoutTarget } from './audience-edit.ts'
import { PacketList } from './packet-list.tsx'
import { QuietNote } from './quiet-note.tsx'
import { RepeatNote } from './repeat-note.tsx'
import { lackingBefore, stepTitles } from './steps.ts'
import type { Reviewing } from './use-review.ts'

/** All that is to be known before sending: the one sentence, what is wrong, whom it reaches by which way, and what leaves. */
export function ReviewFacts({ draft, reviewing }: { draft: NoticeDraft; reviewing: Reviewing }) {
  const { review, problem, given, give } = reviewing
  const now = useNow()
  const names = useTargetNames()
  const ways = useWays().answer ?? []
  const ownZone = useOwnZone()
  const zone = zoneOfDraft(draft, ways)
  const lacks = lackingBefore(draft, now)
  const { when } = draft
  const goesThrough = draft.kind === 'urgent' || draft.kind === 'emergency'
  return (
    <div className="review" data-testid="notice-review">
      {lacks.length === 0 ? null : (
        <Notice tone="warning"><ul>{lacks.map(({ step, sentence }) => <li key={`${step} ${sentence}`}>{sentence} <button type="button" className="link-button" onClick={() => { goToStep(step) }}>{stepTitles[step]}</button></li>)}</ul></Notice>
      )}
      {problem === null ? null : <Notice tone="critical" role="alert"><ProblemText problem={problem} /></Notice>}
      {review === null ? (problem === null ? <ListSkeleton label="Reviewing" rows={4} /> : null) : (
        <>
          <p className="review-sentence" data-testid="review-sentence"><BoldSentence sentence={review.sentence} /></p>
          {review.problems.length === 0 ? null : <Notice tone="critical"><ul aria-label="What stands against it">{review.problems.map((each) => <li key={each}>{visibleText(each)}</li>)}</ul></Notice>}
          {review.warnings.length === 0 ? null : <Notice tone="warning"><ul aria-label="Warnings">{review.warnings.map((each) => <li key={each}>{visibleText(each)}</li>)}</ul></Notice>}
          <RepeatNote repeats={review.repeats} checked={given.repeat} onChange={(repeat) => { give({ ...given, repeat }) }} />
        </>
      )}
      {/* Where quiet hours hold it back, the review says so itself. */}
      {goesThrough ? <QuietNote draft={draft} ways={ways} nowMs={now} /> : null}
      <dl className="facts review-facts">
        <dt>Type</dt><dd>{kindWord(draft.kind)}{draft.drill ? ', DRILL' : ''}, <SeverityMark severity={draft.severity} size={14} />{draft.dismissable ? ', can be closed' : ', stays on screen'}</dd>
        <dt>To</dt><dd>{audienceWords(draft.audience, names)}{review === null ? null : <p className="num">{review.count.sentence}</p>}
          {review === null ? null : <ul className="role-counts">{review.count.roles.map(({ role, people }) => <li key={role} className="tag num">{role} <strong>{count(people)}</strong></li>)}</ul>}
        </dd>
        <dt>By</dt><dd>{review === null || review.count.perTarget.length === 0 ? 'no platform yet' : <WayLines draft={draft} review={review} />}</dd>
        <dt>When</dt><dd className="num">{when.kind === 'now' ? `Now: ${timePairWords(now, zone, ownZone)}` : when.kind === 'at' ? timePairWords(when.atMs, zone, ownZone) : <>{timePairWords(when.startMs, zone, ownZone)}<br />to {timePairWords(when.endMs, zone, ownZone)}</>}</dd>
        {wordsToSend(draft, firstStep(draft)).texts.map((text) => <ReviewText key={text.language} text={text} />)}
      </dl>
      {review === null ? null : (
        <details className="details"><summary>What leaves, exactly</summary><PacketList review={review} /></details>
      )}
      {review === null || review.problems.length > 0 ? null : (
        <div className="form-grid review-given">
          {review.typeToConfirm === null ? null : (
            <>
              <label className="form-label" htmlFor="f-review-typed">Type the school’s name</label>
              <div className="form-field"><input id="f-review-typed" className="input" autoComplete="off" spellCheck={false} maxLength={80} value={given.typed} placeholder={review.typeToConfirm} onChange={(event) => { give({ ...given, typed: event.target.value }) }} /><span className="form-remark">Type <strong>{visibleText(review.typeToConfirm)}</strong> as it stands.</span></div>
            </>
          )}
          {review.needsApproval ? <ApprovalForm approval={given.approval} targets={review.count.perTarget} onChange={(approval) => { give({ ...given, approval }) }} /> : null}
        </div>
      )}
    </div>
  )
}

function ReviewText({ text }: { text: NoticeDraft['texts'][number] }) {
  return (
    <>
      <dt>{languageName(text.language)}</dt>
      <dd lang={text.language} dir="auto"><strong>{visibleText(text.title)}</strong><p className="review-body">{visibleText(text.body)}</p></dd>
    </>
  )
}

/** By which way each platform gets it. One whose way is closed can be left out, so that the others do not wait for it. */
function WayLines({ draft, review }: { draft: NoticeDraft; review: NoticeReview }) {
  const { perTarget } = review.count
  return (
    <ul className="way-lines">
      {perTarget.map(({ targetId, name, online, way }) => (
        <li key={targetId} className={way.ok ? undefined : 'way-closed'}>
          <span className="num">{name}, {count(online)} online:</span> {way.sentence}
          {way.ok || perTarget.length < 2 || sideOf(draft.audience, { kind: 'target', targetId }) === 'exclude' ? null : <> <button type="button" className="link-button" onClick={() => { changeDraft((before) => ({ ...before, audience: withoutTarget(before.audience, targetId) })) }}>Leave {name} out</button></>}
        </li>
      ))}
    </ul>
  )
}
