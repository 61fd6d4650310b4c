import { useSyncExternalStore } from 'react'
import type { ListView } from '../../lists/list-controller.ts'
import { ratesList, ratesWaiting } from './rates-list.ts'

/** The list of rates as it is drawn now, and how many rows wait for it. */
export function useRatesView(): { readonly drawn: ListView; readonly waiting: number } {
  return { drawn: useSyncExternalStore(ratesList.subscribe, ratesList.getView), waiting: useSyncExternalStore(ratesList.subscribe, ratesWaiting) }
}
