import type { NoticeDraft } from '../../../../shared/notices.ts'
import { noticeKind } from '../../../../shared/notices.ts'
import { useFrame } from '../../../frame-store.ts'
import { shallowEqual } from '../../../state/store.ts'
import { KindMark } from '../kind-mark.tsx'
import { kindSentence, kindWord } from '../notice-words.ts'
import { changeDraft } from '../open-notice.ts'
import { useWays } from '../use-notices.ts'
import { withoutRight } from './rights.ts'
import { withKind } from './steps.ts'

/** The four kinds, with what each is for and where the reader's role may not send it. */
export function KindChoice({ draft, legend }: { draft: NoticeDraft; legend: string }) {
  const ways = useWays().answer ?? []
  const roles = useFrame((state) => Object.fromEntries((state.targets ?? []).map((target) => [target.settings.id, target.signedInAs?.role ?? ''])), shallowEqual)
  const names = useFrame((state) => Object.fromEntries((state.targets ?? []).map((target) => [target.settings.id, target.settings.name])), shallowEqual)
  return (
    <fieldset className="kind-choice kinds">
      <legend className="dim">{legend}</legend>
      {noticeKind.options.map((kind) => {
        const lacking = withoutRight(kind, ways.map(({ settings }) => settings), roles)
        return (
          <label key={kind} className="kind-card">
            <input type="radio" name="notice-kind" value={kind} aria-label={kindWord(kind)} checked={draft.kind === kind} onChange={() => { changeDraft((before) => withKind(before, kind)) }} />
            <span className="kind-card-words"><KindMark kind={kind} /><span className="dim">{kindSentence(kind)}</span>
              {lacking.length === 0 ? null : <span className="form-remark">Your role may not send it on {lacking.map((id) => names[id] ?? id).join(', ')}.</span>}
            </span>
          </label>
        )
      })}
    </fieldset>
  )
}
