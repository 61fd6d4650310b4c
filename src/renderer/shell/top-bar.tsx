import { Keyboard, Monitor, Moon, PanelLeft, PanelRight, Settings2, Sun } from 'lucide-react'
import { DropdownMenu, Tabs } from 'radix-ui'
import { Check } from 'lucide-react'
import type { ThemeName } from '../../shared/ipc.ts'
import { Button } from '../components/button.tsx'
import { Tip } from '../components/tip.tsx'
import { AlertBadge } from '../pages/alerts/alert-badge.tsx'
import { changeSettings, usePreferences } from '../state/settings-store.ts'
import { openDialog } from '../state/view-store.ts'
import { EnvironmentStripe } from './environment-stripe.tsx'
import { screensInOrder } from './shortcuts.ts'

export const screenTitles = { overview: 'Overview', alerts: 'Alerts', people: 'People', rooms: 'Rooms', events: 'Events', rates: 'Rates', notices: 'Notices', contract: 'Contract', platforms: 'Platforms', audit: 'Audit' } as const

/** Name, tabs, and what changes the window itself. Must stand inside the Tabs root. */
export function TopBar() {
  const treeOpen = usePreferences((value) => value.treeOpen)
  const inspectorOpen = usePreferences((value) => value.inspectorOpen)
  return (
    <header className="top-bar">
      <EnvironmentStripe />
      <div className="top-row">
        <Tip text={treeOpen ? 'Hide the tree' : 'Show the tree'}>
          <Button look="quiet" small iconOnly aria-label="Tree" aria-pressed={treeOpen} onClick={() => { changeSettings({ treeOpen: !treeOpen }) }}><PanelLeft size={16} aria-hidden="true" /></Button>
        </Tip>
        <h1 className="brand">Rollcall</h1>
        <Tabs.List className="tabs" aria-label="Screens">
          {screensInOrder.map((screen, index) => (
            <Tabs.Trigger key={screen} value={screen} className="tab" title={`Ctrl+${(index + 1) % 10}`}>{screenTitles[screen]}{screen === 'alerts' ? <AlertBadge /> : null}</Tabs.Trigger>
          ))}
        </Tabs.List>
        <span className="spacer" />
        <ThemeMenu />
        <Tip text="Keyboard shortcuts">
          <Button look="quiet" small iconOnly aria-label="Keyboard shortcuts" onClick={() => { openDialog({ name: 'shortcuts' }) }}><Keyboard size={16} aria-hidden="true" /></Button>
        </Tip>
        <Tip text="Settings (Ctrl+,)">
          <Button look="quiet" small iconOnly aria-label="Settings" onClick={() => { openDialog({ name: 'settings' }) }}><Settings2 size={16} aria-hidden="true" /></Button>
        </Tip>
        <Tip text={inspectorOpen ? 'Inspector: opens with a selection' : 'Inspector: stays closed'}>
          <Button look="quiet" small iconOnly aria-label="Inspector" aria-pressed={inspectorOpen} onClick={() => { changeSettings({ inspectorOpen: !inspectorOpen }) }}><PanelRight size={16} aria-hidden="true" /></Button>
        </Tip>
      </div>
    </header>
  )
}

const themes: readonly { readonly value: ThemeName; readonly label: string; readonly Icon: typeof Sun }[] = [
  { value: 'light', label: 'Light', Icon: Sun },
  { value: 'dark', label: 'Dark', Icon: Moon },
  { value: 'system', label: 'As the system', Icon: Monitor },
]

function ThemeMenu() {
  const theme = usePreferences((value) => value.theme)
  const Icon = themes.find((each) => each.value === theme)?.Icon ?? Monitor
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button look="quiet" small iconOnly aria-label="Theme" title="Theme"><Icon size={16} aria-hidden="true" /></Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
          <DropdownMenu.RadioGroup value={theme} onValueChange={(value) => {
            const chosen = themes.find((each) => each.value === value)
            if (chosen !== undefined) changeSettings({ theme: chosen.value })
          }}>
            {themes.map((each) => (
              <DropdownMenu.RadioItem key={each.value} value={each.value} className="menu-item">
                <each.Icon size={16} aria-hidden="true" />{each.label}<span className="spacer" />
                <span className="menu-check"><DropdownMenu.ItemIndicator><Check size={16} aria-hidden="true" /></DropdownMenu.ItemIndicator></span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
