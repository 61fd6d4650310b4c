import type { NoticeSettings, WayReport } from '../../../../shared/notices.ts'
import type { WayOfTarget } from '../use-notices.ts'

/** What is known of the way that is chosen in the form, also before it is kept: never the sentence of another. */
export function reportOf({ settings, report, reports }: WayOfTarget, chosen: NoticeSettings['way']): WayReport {
  if (chosen === settings.way) return report
  return reports.find(({ way }) => way === chosen) ?? { ...report, way: chosen, ok: false, sentence: 'No way out is chosen for this platform.', events: [], receipts: 'none' }
}
