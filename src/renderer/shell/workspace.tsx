import { Tabs } from 'radix-ui'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import { AlertsPage } from '../pages/alerts/alerts-page.tsx'
import { AuditPage } from '../pages/audit/audit-page.tsx'
import { ContractPage } from '../pages/contract/contract-page.tsx'
import { EventsPage } from '../pages/events/events-page.tsx'
import { NoticesPage } from '../pages/notices/notices-page.tsx'
import { OverviewPage } from '../pages/overview/overview-page.tsx'
import { PeoplePage } from '../pages/people/people-page.tsx'
import { PlatformsPage } from '../pages/platforms/platforms-page.tsx'
import { RatesPage } from '../pages/rates/rates-page.tsx'
import { RoomsPage } from '../pages/rooms/rooms-page.tsx'
import { changeSettings, usePreferences } from '../state/settings-store.ts'
import { useView } from '../state/view-store.ts'
import { InspectorPane } from './inspector/inspector-pane.tsx'
import { TreePane } from './tree-pane.tsx'

/** Bounds of settings.treePercent and settings.inspectorPercent in the contract. */
const TREE_PERCENT = { min: 8, max: 45 } as const
const INSPECTOR_PERCENT = { min: 12, max: 55 } as const

function clamp(value: number, bounds: { readonly min: number; readonly max: number }): number {
  return Math.min(bounds.max, Math.max(bounds.min, Math.round(value * 10) / 10))
}

/** The three panes; sizes are remembered after a drag. */
export function Workspace() {
  const treeOpen = usePreferences((value) => value.treeOpen)
  const mayInspect = usePreferences((value) => value.inspectorOpen)
  const selected = useView((state) => state.selection !== null)
  // Nothing selected, nothing to inspect: the width belongs to the lists.
  const inspectorOpen = mayInspect && selected
  const treePercent = usePreferences((value) => value.treePercent)
  const inspectorPercent = usePreferences((value) => value.inspectorPercent)
  return (
    <Group
      className="workspace" orientation="horizontal" disableCursor
      onLayoutChanged={(layout, meta) => {
        if (!meta.isUserInteraction) return
        const { tree, inspector } = layout
        changeSettings({
          ...(tree === undefined ? {} : { treePercent: clamp(tree, TREE_PERCENT) }),
          ...(inspector === undefined ? {} : { inspectorPercent: clamp(inspector, INSPECTOR_PERCENT) }),
        })
      }}
    >
      {treeOpen ? (
        <>
          <Panel id="tree" className="pane" defaultSize={`${treePercent}%`} minSize="160px" maxSize="45%"><ErrorBoundary name="The tree"><TreePane /></ErrorBoundary></Panel>
          <Separator className="pane-separator" aria-label="Width of the tree" />
        </>
      ) : null}
      <Panel id="centre" className="pane centre" minSize="360px">
        <Tabs.Content value="overview" className="screen" tabIndex={-1}><ErrorBoundary name="The overview"><OverviewPage /></ErrorBoundary></Tabs.Content>
        <Tabs.Content value="alerts" className="screen" tabIndex={-1}><ErrorBoundary name="The alerts screen"><AlertsPage /></ErrorBoundary></Tabs.Content>
        <Tabs.Content value="people" className="screen" tabIndex={-1}><ErrorBoundary name="The people screen"><PeoplePage /></ErrorBoundary></Tabs.Content>
        <Tabs.Content value="rooms" className="screen" tabIndex={-1}><ErrorBoundary name="The rooms screen"><RoomsPage /></ErrorBoundary></Tabs.Content>
        <Tabs.Content value="events" className="screen" tabIndex={-1}><ErrorBoundary name="The event list"><EventsPage /></ErrorBoundary></Tabs.Content>
        <Tabs.Content value="rates" className="screen" tabIndex={-1}><ErrorBoundary name="The rates screen"><RatesPage /></ErrorBoundary></Tabs.Content>
        <Tabs.Content value="notices" className="screen" tabIndex={-1}><ErrorBoundary name="The notices screen"><NoticesPage /></ErrorBoundary></Tabs.Content>
        <Tabs.Content value="contract" className="screen" tabIndex={-1}><ErrorBoundary name="The contract screen"><ContractPage /></ErrorBoundary></Tabs.Content>
        <Tabs.Content value="platforms" className="screen" tabIndex={-1}><ErrorBoundary name="The platforms screen"><PlatformsPage /></ErrorBoundary></Tabs.Content>
        <Tabs.Content value="audit" className="screen" tabIndex={-1}><ErrorBoundary name="The audit log"><AuditPage /></ErrorBoundary></Tabs.Content>
      </Panel>
      {inspectorOpen ? (
        <>
          <Separator className="pane-separator" aria-label="Width of the inspector" />
          <Panel id="inspector" className="pane" defaultSize={`${inspectorPercent}%`} minSize="220px" maxSize="55%"><InspectorPane /></Panel>
        </>
      ) : null}
    </Group>
  )
}
