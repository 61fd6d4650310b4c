import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'

/** A menu that hangs from a button; not modal, so that the page behind it keeps its place and no <style> is injected. */
export function Menu({ trigger, children, align = 'end', onOpenChange }: { trigger: ReactElement; children: ReactNode; align?: 'start' | 'end'; onOpenChange?: (open: boolean) => void }) {
  return (
    <DropdownMenu.Root modal={false} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align={align} sideOffset={6} collisionPadding={8}>{children}</DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** A line of a menu. With `reason` it cannot be chosen and says why. */
export function MenuItem({ children, danger = false, reason = null, onChoose }: { children: ReactNode; danger?: boolean; reason?: string | null; onChoose: () => void }) {
  return (
    <DropdownMenu.Item className={danger ? 'menu-item danger' : 'menu-item'} disabled={reason !== null} title={reason ?? undefined} onSelect={onChoose}>
      {children}
    </DropdownMenu.Item>
  )
}

/** A line with a tick; choosing it leaves the menu open, so that several can be set. */
export function MenuTick({ children, checked, onChange }: { children: ReactNode; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <DropdownMenu.CheckboxItem className="menu-item" checked={checked} onCheckedChange={onChange} onSelect={(event) => { event.preventDefault() }}>
      <span className="menu-check"><DropdownMenu.ItemIndicator><Check size={16} aria-hidden="true" /></DropdownMenu.ItemIndicator></span>{children}
    </DropdownMenu.CheckboxItem>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="menu-label">{children}</DropdownMenu.Label>
}

export function MenuLine() {
  return <DropdownMenu.Separator className="menu-line" />
}
