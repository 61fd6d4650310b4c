import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** A panel with nothing in it says which kind of nothing it is. */
export function EmptyState({ icon: Icon, title, children, actions }: { icon?: LucideIcon; title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      {Icon === undefined ? null : <Icon size={20} aria-hidden="true" />}
      <strong>{title}</strong>
      {children === undefined ? null : <p>{children}</p>}
      {actions === undefined ? null : <div className="actions">{actions}</div>}
    </div>
  )
}
