import { SeverityMark } from '../../components/severity-mark.tsx'
import { useFrame } from '../../frame-store.ts'
import { shallowEqual } from '../../state/store.ts'
import { alertBadge } from './alert-words.ts'

/** How many alerts wait, on the tab: the number, the shape of the worst, and all of it in words for screen readers. */
export function AlertBadge() {
  const badge = useFrame((state) => (state.alerts === undefined ? undefined : alertBadge(state.alerts.open)), shallowEqual)
  if (badge === undefined) return null
  return (
    <span className={`tab-badge tone-${badge.worst}`} title={badge.words}>
      <span aria-hidden="true"><SeverityMark severity={badge.worst} wordless size={12} /></span>
      <span className="num" aria-hidden="true">{badge.shown}</span><span className="visually-hidden"> {badge.words}</span>
    </span>
  )
}
