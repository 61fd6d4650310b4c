import { Dialog as Primitive } from 'radix-ui'
import { X } from 'lucide-react'
import { useRef, type ReactNode, type RefObject } from 'react'
import { Button } from './button.tsx'
import { isFocusLost } from './focus-lost.ts'

interface DialogProps {
  readonly title: string
  readonly description?: string
  readonly wide?: boolean
  /** The command palette: no head of its own, near the top of the window. */
  readonly palette?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  readonly foot?: ReactNode
  /** Where the focus starts; without it the first field, else the dialog. Destructive dialogs give their Cancel button. */
  readonly focusFirst?: RefObject<HTMLElement | null>
}

/**
 * A modal dialog. The backdrop is ours and not Radix' Overlay, because that one injects a <style> element at run time,
 * which the window's Content-Security-Policy refuses; the page itself never scrolls, so nothing needs that lock.
 */
export function Dialog({ title, description, wide = false, palette = false, onClose, children, foot, focusFirst }: DialogProps) {
  const opener = useRef<Element | null>(null)
  return (
    <Primitive.Root open onOpenChange={(open) => { if (!open) onClose() }}>
      <Primitive.Portal>
        <div className="backdrop" aria-hidden="true" />
        <Primitive.Content
          className={palette ? 'dialog palette' : wide ? 'dialog wide' : 'dialog'}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            opener.current = document.activeElement
            const content = event.currentTarget instanceof HTMLElement ? event.currentTarget : null
            const first = focusFirst?.current ?? content?.querySelector<HTMLElement>('.dialog-body :is(input, select, textarea)') ?? content
            first?.focus()
          }}
          onCloseAutoFocus={(event) => {
            // Radix gives the focus back to a trigger, and these dialogs have none.
            event.preventDefault()
            if (isFocusLost() && opener.current instanceof HTMLElement) opener.current.focus()
          }}
        >
          <div className={palette ? 'dialog-head visually-hidden' : 'dialog-head'}>
            <div>
              <Primitive.Title className="dialog-title">{title}</Primitive.Title>
              {description === undefined ? null : <Primitive.Description className="dialog-description">{description}</Primitive.Description>}
            </div>
            {palette ? null : (
              <Primitive.Close asChild>
                <Button look="quiet" small iconOnly aria-label="Close"><X size={16} aria-hidden="true" /></Button>
              </Primitive.Close>
            )}
          </div>
          <div className="dialog-body scroll">{children}</div>
          {foot === undefined ? null : <div className="dialog-foot">{foot}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
