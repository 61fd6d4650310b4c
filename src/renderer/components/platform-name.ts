import { useFrame } from '../frame-store.ts'
import { shallowEqual } from '../state/store.ts'

/** Names of all targets by id, renewed only when one changed. */
export function useTargetNames(): Readonly<Record<string, string>> {
  return useFrame(
    (state) => Object.fromEntries((state.targets ?? []).map((target) => [target.settings.id, target.settings.name])),
    shallowEqual,
  )
}
