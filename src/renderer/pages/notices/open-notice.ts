import type { NoticeDraft, NoticeTemplate } from '../../../shared/notices.ts'
import { freshId } from '../../state/keys.ts'
import { goTo } from '../../state/navigate.ts'
import { changeNotices, view, type ComposeStep, type NoticesView } from '../../state/view-store.ts'
import { asReopened, usualSeverity } from './compose/steps.ts'
import { asDrill, withTemplate } from './template-text.ts'

/* What opens on the screen Notices. Opening never sends: a draft is only written down. */

function emptyDraft(): NoticeDraft {
  return {
    id: freshId(), drill: false, kind: 'announcement', severity: 'info', dismissable: true, expiresAtMs: null, texts: [{ language: 'en', title: '', body: '' }],
    audience: { include: [], exclude: [] }, when: { kind: 'now' }, templateId: null, corrects: null,
  }
}

/** A new announcement: step 1 of a draft (Ctrl+B). */
export function newAnnouncement(): void {
  changeNotices({ open: { is: 'live', draft: emptyDraft(), step: 'type', remark: null, keeps: true } })
  goTo('notices')
}

/** A new drill, an entry of its own. */
export function newDrill(): void {
  const empty = emptyDraft()
  const draft: NoticeDraft = { ...empty, drill: true, kind: 'emergency', severity: usualSeverity('emergency'), dismissable: true, texts: asDrill(empty.texts) }
  changeNotices({ open: { is: 'drill', draft, step: 'type', remark: null, keeps: true } })
  goTo('notices')
}

/** A new notice with a template's wording. It has no audience. */
export function newFromTemplate(template: NoticeTemplate): void {
  const draft = withTemplate({ ...emptyDraft(), kind: template.kind }, template)
  changeNotices({ open: { is: 'live', draft, step: 'audience', remark: null, keeps: true } })
  goTo('notices')
}

/** A kept draft where it was left. */
export function openDraft(kept: NoticeDraft): void {
  const { draft, remark } = asReopened(kept)
  changeNotices({ open: { is: draft.drill ? 'drill' : 'live', draft, step: 'message', remark, keeps: true } })
}

/** A correction, retraction or second sending that the main process has written. */
export function openFollowUp(draft: NoticeDraft, step: ComposeStep): void {
  changeNotices({ open: { is: draft.drill ? 'drill' : 'live', draft, step, remark: null, keeps: true } })
}

/** A notice that was missed: reviewed as it is, to be sent now. */
export function reviewNow(missed: NoticeDraft): void {
  const draft: NoticeDraft = { ...missed, when: { kind: 'now' } }
  changeNotices({ open: { is: draft.drill ? 'drill' : 'live', draft, step: 'review', remark: 'Its time was missed. What you change here is not kept until it is sent.', keeps: false } })
}

/** A new draft with the words and audience of a notice that nobody got. */
export function writeAgain(notice: NoticeDraft): void {
  openDraft({ ...notice, id: freshId(), when: { kind: 'now' }, corrects: null })
}

export function openNotice(id: string): void {
  changeNotices({ open: { is: 'notice', id } })
  goTo('notices')
}

export function openNoticesTab(tab: NoticesView['tab']): void {
  changeNotices({ open: null, tab })
}

/** Changes the draft that is open; nothing where none is. */
export function changeDraft(change: (draft: NoticeDraft) => NoticeDraft): void {
  const { open } = view.get().notices
  if (open === null || (open.is !== 'live' && open.is !== 'drill')) return
  const draft = change(open.draft)
  if (draft === open.draft) return
  // A kept draft's remark asks for the audience: once it is chosen there is nothing to ask.
  changeNotices({ open: { ...open, draft, remark: open.keeps && draft.audience !== open.draft.audience ? null : open.remark } })
}

export function goToStep(step: ComposeStep): void {
  const { open } = view.get().notices
  if (open !== null && (open.is === 'live' || open.is === 'drill')) changeNotices({ open: { ...open, step } })
}
