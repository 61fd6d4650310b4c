import { Dialog } from '../components/dialog.tsx'
import { Segments } from '../components/segments.tsx'
import { Toggle } from '../components/toggle.tsx'
import { changeSettings, useAppInfo, usePreferences } from '../state/settings-store.ts'
import { openDialog } from '../state/view-store.ts'
import { secretsWords } from '../text/words.ts'

export function SettingsDialog() {
  const theme = usePreferences((value) => value.theme)
  const density = usePreferences((value) => value.density)
  const singleKeys = usePreferences((value) => value.singleKeyShortcuts)
  const info = useAppInfo()
  return (
    <Dialog title="Settings" description="Changes apply at once." onClose={() => { openDialog(null) }}>
      <div className="form-grid">
        <span className="form-label">Theme</span>
        <div className="form-field"><div className="row">
          <Segments label="Theme" value={theme} onChange={(value) => { changeSettings({ theme: value }) }}
            options={[{ value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }, { value: 'system', label: 'As the system' }]} />
        </div></div>
        <span className="form-label">Density</span>
        <div className="form-field"><div className="row">
          <Segments label="Density" value={density} onChange={(value) => { changeSettings({ density: value }) }}
            options={[{ value: 'compact', label: 'Compact, 24 px' }, { value: 'comfortable', label: 'Comfortable, 32 px' }]} />
        </div></div>
        <label className="form-label" htmlFor="single-keys">Single-key shortcuts</label>
        <div className="form-field">
          <div className="row"><Toggle id="single-keys" label="Single-key shortcuts" checked={singleKeys} onChange={(on) => { changeSettings({ singleKeyShortcuts: on }) }} /></div>
          <span className="form-remark">j, k and c in the event list, / for the filter, ? for the sheet. Switch them off if speech input or a stray key sets them off.</span>
        </div>
        {info === null ? null : (
          <>
            <span className="form-section">About this copy</span>
            <span className="form-label">Versions</span>
            <div className="form-field"><div className="row selectable num">Rollcall {info.version} · Electron {info.electron} · Chromium {info.chromium} · Node {info.node}</div></div>
            <span className="form-label">Sign-in data</span>
            <div className="form-field"><div className="row">{secretsWords(info.secretsIn)}</div></div>
          </>
        )}
      </div>
    </Dialog>
  )
}
