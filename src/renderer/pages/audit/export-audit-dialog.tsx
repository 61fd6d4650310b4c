import { anyAudit } from '../../../shared/audit.ts'
import { saveAudit } from '../../actions.ts'
import { ExportDialog } from '../../lists/export-dialog.tsx'
import { currentFilter } from './audit-ask.ts'

/** Records into a file. */
export function ExportAuditDialog() {
  return (
    <ExportDialog id="f-audit" one={['a', 'record']} title="Export the audit log" description="People are in it by id, never by name. The export is written to the log itself, and each record with its place and hash in the chain."
      choices={[{ value: 'all', label: 'All records' }, { value: 'shown', label: 'What fits the filter of the screen' }]}
      write={(format, which) => saveAudit(format, which === 'all' ? anyAudit : currentFilter())} />
  )
}
