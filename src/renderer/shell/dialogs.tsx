import { useFrame } from '../frame-store.ts'
import { ExportDialog, ImportDialog } from '../pages/platforms/exchange-dialogs.tsx'
import { PlatformDialog } from '../pages/platforms/platform-dialog.tsx'
import { RemoveDialog } from '../pages/platforms/remove-dialog.tsx'
import { SignInDialog } from '../pages/platforms/sign-in-dialog.tsx'
import { useView } from '../state/view-store.ts'
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
    case 'add-platform': return <PlatformDialog target={null} />
    case 'edit-platform': return target === undefined ? null : <PlatformDialog target={target} />
    case 'remove-platform': return target === undefined ? null : <RemoveDialog target={target} />
    case 'sign-in': return target === undefined ? null : <SignInDialog target={target} />
    default: {
      const never: never = dialog
      return never
    }
  }
}
