import { useEffect, useState } from 'react'
import { ACKNOWLEDGE_MINUTES } from '../../../shared/limits.ts'
import { getTell, listRules } from '../../actions.ts'

export interface Owners {
  readonly me: string
  /** Names that the settings offer beside this computer's account. */
  readonly owners: readonly string[]
  readonly minutes: number
}

/** Who can own an alert, and for how long by default; asked for when a dialog opens. */
export function useOwners(): Owners {
  const [known, setKnown] = useState<Owners>({ me: '', owners: [], minutes: ACKNOWLEDGE_MINUTES })
  useEffect(() => {
    getTell().then(({ me, settings }) => { setKnown({ me, owners: settings.owners.filter((owner) => owner !== me), minutes: settings.acknowledgeMinutes }) }, (error: unknown) => { console.error('tell:get failed', error) })
  }, [])
  return known
}

/** Rules that are switched on; null until they are known. */
export function useRuleCount(): number | null {
  const [rules, setRules] = useState<number | null>(null)
  useEffect(() => {
    listRules().then((list) => { setRules(list.rules.filter((rule) => rule.enabled).length) }, (error: unknown) => { console.error('rules:list failed', error) })
  }, [])
  return rules
}
