import { createStore, useSelected } from '../../state/store.ts'

export type PayloadTab = 'tree' | 'raw' | 'diff'

/** How payloads are shown; it stays when the selection moves. */
const payloadTab = createStore<{ readonly tab: PayloadTab }>({ tab: 'tree' })

export function usePayloadTab(): PayloadTab {
  return useSelected(payloadTab, (state) => state.tab)
}

export function showPayloadAs(tab: PayloadTab): void {
  payloadTab.set({ tab })
}
