import { Notice } from '../../../components/notice.tsx'
import { visibleText } from '../visible-text.ts'
import { REPEAT_LABEL } from './steps.ts'

/** Who sent these very words already, and the box that sends them again; nothing where nobody did. It sends nothing itself. */
export function RepeatNote({ repeats, checked, onChange }: { repeats: readonly string[]; checked: boolean; onChange: (checked: boolean) => void }) {
  if (repeats.length === 0) return null
  return (
    <Notice tone="warning">
      <ul aria-label="Sent already">{repeats.map((each) => <li key={each}>{visibleText(each)}</li>)}</ul>
      <label className="check"><input type="checkbox" className="checkbox" data-testid="send-again" checked={checked} onChange={(event) => { onChange(event.target.checked) }} />{REPEAT_LABEL}</label>
    </Notice>
  )
}
