import { Eye, EyeOff } from 'lucide-react'
import { closeReveal } from '../actions.ts'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../components/menu.tsx'
import { Tip } from '../components/tip.tsx'
import { useFrame } from '../frame-store.ts'
import { useNow } from '../state/clock.ts'
import { idOfPerson } from '../state/keys.ts'
import { inspectPerson } from '../state/navigate.ts'
import { counted } from '../text/numbers.ts'
import { timeLeft } from '../text/presence-words.ts'

/** In the status bar: that names are masked, or how many are revealed, for how long, and the way to mask them all. */
export function Masking() {
  const now = useNow()
  const reveals = (useFrame((state) => state.reveals) ?? []).filter((each) => each.untilMs > now)
  if (reveals.length === 0) {
    return (
      <Tip side="top" text="Names, e-mail addresses and free text are masked before they reach this window.">
        <button type="button" className="status-item"><EyeOff size={13} aria-hidden="true" />Masked</button>
      </Tip>
    )
  }
  const last = Math.max(...reveals.map((each) => each.untilMs))
  const maskAll = (): void => {
    for (const each of reveals) closeReveal(each.key).catch((error: unknown) => { console.error('reveal:close failed', error) })
  }
  return (
    <Menu trigger={<button type="button" className="status-item warn num" data-testid="reveals"><Eye size={13} aria-hidden="true" />{counted(reveals.length, 'name')} revealed · {timeLeft(last, now)}</button>}>
      <MenuLabel>Revealed now</MenuLabel>
      {reveals.map((each) => (
        <MenuItem key={idOfPerson(each.key)} onChoose={() => { inspectPerson(each.key) }}><span className="mono">{each.key.personId}</span><span className="spacer" /><span className="num dim">{timeLeft(each.untilMs, now)}</span></MenuItem>
      ))}
      <MenuLine />
      <MenuItem onChoose={maskAll}><EyeOff size={16} aria-hidden="true" />Mask all</MenuItem>
    </Menu>
  )
}
