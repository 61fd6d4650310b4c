import { Segments } from '../../components/segments.tsx'
import { useFrame } from '../../frame-store.ts'
import { changeAlerts, useView } from '../../state/view-store.ts'
import { count } from '../../text/numbers.ts'
import { AlertPage } from './alert-page.tsx'
import { Inbox } from './inbox.tsx'
import { RulesPart } from './rules/rules-part.tsx'
import { SilencesPart } from './silences/silences-part.tsx'
import { TellingPart } from './telling/telling-part.tsx'
import { UndoNotice } from './undo-notice.tsx'

/** Alerts of all platforms: what waits for somebody, what raises it, what hides it, and how people are told. */
export function AlertsPage() {
  const alertId = useView((state) => state.alertId)
  return (
    <section className="alerts-page" aria-label="Alerts">
      {alertId === null ? <Parts /> : <AlertPage key={alertId} id={alertId} />}
      <UndoNotice />
    </section>
  )
}

function Parts() {
  const tab = useView((state) => state.alerts.tab)
  const silences = useFrame((state) => state.alerts?.activeSilences ?? 0)
  return (
    <>
      <div className="alerts-tabs">
        <Segments label="Part of the alerts" value={tab} onChange={(value) => { changeAlerts({ tab: value }) }} options={[
          { value: 'inbox', label: 'Inbox' }, { value: 'rules', label: 'Rules' },
          { value: 'silences', label: silences === 0 ? 'Silences' : <>Silences<span className="num dim">{count(silences)}</span></>, name: silences === 0 ? 'Silences' : `Silences, ${count(silences)} active` },
          { value: 'telling', label: 'Telling' },
        ]} />
      </div>
      {tab === 'inbox' ? <Inbox /> : tab === 'rules' ? <RulesPart /> : tab === 'silences' ? <SilencesPart /> : <TellingPart />}
    </>
  )
}
