import { useFrame } from '../frame-store.ts'
import { AlertActDialog } from '../pages/alerts/alert-act-dialog.tsx'
import { ExportAlertsDialog } from '../pages/alerts/export-alerts-dialog.tsx'
import { SilenceDialog } from '../pages/alerts/silences/silence-dialog.tsx'
import { ExportAuditDialog } from '../pages/audit/export-audit-dialog.tsx'
import { DriftDialog } from '../pages/contract/drift-dialog.tsx'
import { ExportContractDialog } from '../pages/contract/export-contract-dialog.tsx'
import { LearnContractDialog } from '../pages/contract/learn-contract-dialog.tsx'
import { ExportEventsDialog } from '../pages/events/export-dialog.tsx'
import { SavedFiltersDialog } from '../pages/events/saved-filters-dialog.tsx'
import { ActionDialog } from '../pages/people/action-dialog.tsx'
import { RevealDialog } from '../pages/people/reveal-dialog.tsx'
import { SaveViewDialog } from '../pages/people/save-view-dialog.tsx'
import { ExportDialog, ImportDialog } from '../pages/platforms/exchange-dialogs.tsx'
import { PlatformDialog } from '../pages/platforms/platform-dialog.tsx'
import { RemoveDialog } from '../pages/platforms/remove-dialog.tsx'
import { SignInDialog } from '../pages/platforms/sign-in-dialog.tsx'
import { RosterDialog } from '../pages/rooms/roster-dialog.tsx'
import { useView } from '../state/view-store.ts'
import { CommandPalette } from './palette/command-palette.tsx'
import { SettingsDialog } from './settings-dialog.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'

/** The one open dialog, if any. */
export function Dialogs() {
  const dialog = useView((state) => state.dialog)
  const targetId = dialog !== null && 'targetId' in dialog ? dialog.targetId : null
  const target = useFrame((state) => state.targets?.find((each) => each.settings.id === targetId))
  if (dialog === null) return null
  switch (dialog.name) {
    case 'settings': return <SettingsDialog />
    case 'shortcuts': return <ShortcutSheet />
    case 'export': return <ExportDialog />
    case 'import': return <ImportDialog />
    case 'palette': return <CommandPalette />
    case 'save-view': return <SaveViewDialog />
    case 'export-audit': return <ExportAuditDialog />
    case 'export-events': return <ExportEventsDialog />
    case 'export-alerts': return <ExportAlertsDialog />
    case 'alert-act': return <AlertActDialog ask={dialog.ask} ids={dialog.ids} ruleIds={dialog.ruleIds} />
    case 'silence': return <SilenceDialog prefill={dialog.prefill} />
    case 'saved-filters': return <SavedFiltersDialog />
    case 'reveal': return <RevealDialog person={dialog.person} shown={dialog.shown} />
    case 'action': return <ActionDialog draft={dialog.draft} shown={dialog.shown} />
    case 'roster': return <RosterDialog room={dialog.room} />
    case 'drift': return <DriftDialog id={dialog.id} />
    case 'add-platform': return <PlatformDialog target={null} />
    case 'edit-platform': return target === undefined ? null : <PlatformDialog target={target} />
    case 'remove-platform': return target === undefined ? null : <RemoveDialog target={target} />
    case 'export-contract': return target === undefined ? null : <ExportContractDialog target={target} />
    case 'learn-contract': return target === undefined ? null : <LearnContractDialog target={target} />
    case 'sign-in': return target === undefined ? null : <SignInDialog target={target} />
    default: {
      const never: never = dialog
      return never
    }
  }
}
