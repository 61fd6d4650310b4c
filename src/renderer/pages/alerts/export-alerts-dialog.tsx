import { alertState } from '../../../shared/alerts.ts'
import { exportAlerts } from '../../actions.ts'
import { ExportDialog } from '../../lists/export-dialog.tsx'
import { firstAlertFilter, view } from '../../state/view-store.ts'

/** Alerts into a file. */
export function ExportAlertsDialog() {
  return (
    <ExportDialog id="f-alerts" one={['an', 'alert']} title="Export alerts" description="People are masked as in the list. The export is written to the audit log."
      choices={[{ value: 'shown', label: 'What the list shows, with its filter' }, { value: 'all', label: 'All, resolved ones too' }]}
      write={(format, which) => exportAlerts(format, which === 'shown' ? view.get().alerts.filter : { ...firstAlertFilter, states: [...alertState.options] })} />
  )
}
