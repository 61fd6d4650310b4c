import { useFrame } from '../frame-store.ts'
import { useAppInfo } from '../state/settings-store.ts'
import { selectedTargetId, useView } from '../state/view-store.ts'
import { shallowEqual } from '../state/store.ts'
import { environmentSign } from './environment.ts'

/** The 4 px stripe across the top with its word hanging from it: never colour alone. */
export function EnvironmentStripe() {
  const selectedId = useView(selectedTargetId)
  const demo = useAppInfo()?.demo ?? false
  const sign = useFrame((state) => environmentSign(state.targets ?? [], selectedId, demo), shallowEqual)
  return (
    <div className={`environment ${sign?.environment ?? 'none'}`} data-testid="environment-stripe" role="note" aria-label={sign === undefined ? 'No platform yet' : `Environment: ${sign.label}`}>
      <div className="environment-line" />
      {sign === undefined ? null : <span className="environment-label">{sign.label}</span>}
    </div>
  )
}
