import { Dialog } from '../components/dialog.tsx'
import { usePreferences } from '../state/settings-store.ts'
import { openDialog } from '../state/view-store.ts'
import { shortcutSheet } from './shortcuts.ts'

export function ShortcutSheet() {
  const singleKeys = usePreferences((value) => value.singleKeyShortcuts)
  return (
    <Dialog title="Keyboard shortcuts" description={singleKeys ? 'On a Mac, Ctrl is Cmd. Single keys can be switched off in Settings.' : 'Single keys are switched off in Settings.'} onClose={() => { openDialog(null) }}>
      {/* The sheet scrolls, and the arrow keys scroll what has the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="shortcut-sheet" role="group" aria-label="All keys" tabIndex={0}>
        {shortcutSheet.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.rows.map((row) => (
                <div key={row.does}>
                  <dt className="keys">{row.keys.map((combo) => <kbd key={combo}>{combo}</kbd>)}</dt>
                  <dd>{row.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
