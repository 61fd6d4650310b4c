import { Bell, BellOff } from 'lucide-react'
import { useState } from 'react'
import type { TellView } from '../../../../shared/alerts.ts'
import { Button } from '../../../components/button.tsx'
import { useNow } from '../../../state/clock.ts'
import { count } from '../../../text/numbers.ts'
import { exact, since } from '../../../text/times.ts'
import { logOutcome } from './tell-words.ts'

const FIRST = 20

/** What was shown and what was not, and why; newest first. */
export function TellLog({ log }: { log: TellView['log'] }) {
  const [all, setAll] = useState(false)
  const now = useNow()
  const shown = all ? log : log.slice(0, FIRST)
  return (
    <section className="tell-section" aria-label="What was shown">
      <h3>What was shown</h3>
      {log.length === 0 ? <p className="form-remark">Nothing since Rollcall was started.</p> : (
        <table className="table audit tell-log">
          <caption className="visually-hidden">Notifications that were shown, and those that were not</caption>
          <thead><tr><th scope="col">Time</th><th scope="col">What</th><th scope="col">Outcome</th></tr></thead>
          <tbody>
            {shown.map((line, index) => (
              <tr key={log.length - index}>
                <td className="num" title={exact(line.atMs)}>{since(line.atMs, now)}</td>
                <td className="wrap-anywhere">{line.text}</td>
                <td><span className={`state-mark rule-standing tone-${line.shown ? 'neutral' : 'warning'}`}>{line.shown ? <Bell size={14} aria-hidden="true" /> : <BellOff size={14} aria-hidden="true" />}<span className="wrap-anywhere">{logOutcome(line)}</span></span></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {log.length > shown.length ? <div><Button small onClick={() => { setAll(true) }}>Show all {count(log.length)}</Button></div> : null}
    </section>
  )
}
