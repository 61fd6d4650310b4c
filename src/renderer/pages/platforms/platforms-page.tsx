import { Download, Plus, Server, Upload } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorBoundary } from '../../components/error-boundary.tsx'
import { Notice } from '../../components/notice.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useFrame } from '../../frame-store.ts'
import { useAppInfo } from '../../state/settings-store.ts'
import { openDialog, useView, view } from '../../state/view-store.ts'
import { PlatformDetail } from './platform-detail.tsx'

export function PlatformsPage() {
  const targets = useFrame((state) => state.targets)
  const chosen = useView((state) => state.platformId)
  const memory = useAppInfo()?.secretsIn === 'memory'
  const current = targets?.find((target) => target.settings.id === chosen) ?? targets?.[0]
  const currentId = current?.settings.id ?? null
  useEffect(() => { if (currentId !== null) view.set({ platformId: currentId }) }, [currentId])

  return (
    <section className="platforms" aria-label="Platforms">
      <div className="platforms-bar">
        <Button look="primary" onClick={() => { openDialog({ name: 'add-platform' }) }}><Plus size={16} aria-hidden="true" />Add platform</Button>
        <Button onClick={() => { openDialog({ name: 'import' }) }}><Download size={16} aria-hidden="true" />Import</Button>
        <Button disabled={targets === undefined || targets.length === 0} title={targets?.length === 0 ? 'Nothing to export yet' : undefined} onClick={() => { openDialog({ name: 'export' }) }}><Upload size={16} aria-hidden="true" />Export</Button>
      </div>
      {memory ? <div className="platforms-notice"><Notice tone="info">Sign-in data is kept in this run’s memory only: no keyring found. After a restart Rollcall asks for it again.</Notice></div> : null}
      {targets === undefined ? <PlatformsSkeleton /> : current === undefined ? (
        <EmptyState icon={Server} title="No platform yet.">Add one by its address, or import a list from another Rollcall.</EmptyState>
      ) : (
        <div className="platforms-body">
          <ul className="platform-list scroll" aria-label="All platforms">
            {targets.map((target) => (
              <li key={target.settings.id}>
                <button type="button" className="platform-entry" aria-current={target.settings.id === current.settings.id}
                  onClick={() => { choosePlatform(target.settings.id) }}>
                  <span className="truncate strong">{target.settings.name}</span>
                  <span className="platform-entry-line"><StateMark state={target.state} /></span>
                </button>
              </li>
            ))}
          </ul>
          <ErrorBoundary key={current.settings.id} name="This platform"><PlatformDetail target={current} /></ErrorBoundary>
        </div>
      )}
    </section>
  )
}

/** The detail says it all here, so the inspector is not filled with the same facts. */
function choosePlatform(platformId: string): void {
  const { selection } = view.get()
  view.set({ platformId, selection: selection?.kind === 'event' ? selection : null })
}

function PlatformsSkeleton() {
  return (
    <div className="platforms-body" role="status" aria-label="Loading platforms">
      <div className="platform-list skeleton-list">{[110, 130, 96, 120].map((width) => <p key={width}><Skeleton width={width} /></p>)}</div>
      <div className="platform-detail skeleton-list">{[240, 320, 280, 360, 300].map((width) => <p key={width}><Skeleton width={width} /></p>)}</div>
    </div>
  )
}
