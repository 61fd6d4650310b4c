import { Switch } from 'radix-ui'

/** An on/off switch that acts at once. */
export function Toggle({ id, label, checked, disabled = false, onChange }: { id?: string; label: string; checked: boolean; disabled?: boolean; onChange: (on: boolean) => void }) {
  return (
    <Switch.Root id={id} className="switch" aria-label={label} checked={checked} disabled={disabled} onCheckedChange={onChange}>
      <Switch.Thumb className="switch-thumb" />
    </Switch.Root>
  )
}
