import type { NoticeList, NoticeSettings, NoticeTemplate, NoticeView, WayReport } from '../../../shared/notices.ts'
import { getNotice, listNotices, listTemplates, listWays } from '../../actions.ts'
import { useAppInfo } from '../../state/settings-store.ts'
import { createStore, useSelected } from '../../state/store.ts'
import { usePoll, type Polled } from '../rates/use-poll.ts'

export interface WayOfTarget {
  readonly settings: NoticeSettings
  readonly report: WayReport
  /** Of each way, with the settings as they are kept. */
  readonly reports: readonly WayReport[]
}

/** Rises with what this window changed, so that lists are asked for at once. */
const news = createStore<{ readonly number: number }>({ number: 0 })

export function tellNews(): void {
  news.set({ number: news.get().number + 1 })
}

function useNews(): number {
  return useSelected(news, (state) => state.number)
}

const SETTINGS_RENEW_MS = 3_000
const NOTICE_RENEW_MS = 500

export function useNoticeList(): Polled<NoticeList> {
  return usePoll(`list ${useNews()}`, listNotices)
}

/** One notice; null where there is none of this id. */
export function useNotice(id: string): Polled<NoticeView | null> {
  return usePoll(`notice ${id} ${useNews()}`, async () => {
    const answer = await getNotice(id)
    return answer.ok ? answer.value : null
  }, false, NOTICE_RENEW_MS)
}

export function useWays(): Polled<readonly WayOfTarget[]> {
  return usePoll(`ways ${useNews()}`, listWays, false, SETTINGS_RENEW_MS)
}

export function useTemplates(): Polled<readonly NoticeTemplate[]> {
  return usePoll(`templates ${useNews()}`, listTemplates, false, SETTINGS_RENEW_MS)
}

/** The zone of this computer. */
export function useOwnZone(): string {
  return useAppInfo()?.timeZone ?? 'UTC'
}
