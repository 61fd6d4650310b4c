import { Save, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Failure } from '../../../shared/ipc.ts'
import { NAME_CHARS_MAX } from '../../../shared/limits.ts'
import { messageOf } from '../../../shared/message-of.ts'
import type { RoomKey, Roster, RosterReport } from '../../../shared/presence.ts'
import { checkRoster, listRosters, removeRoster, saveRoster } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { freshId, idOfRoom } from '../../state/keys.ts'
import { openDialog } from '../../state/view-store.ts'
import { RosterResult } from './roster-report.tsx'

const TYPING_MS = 350
/** While the dialog is open, who comes is seen. */
const RENEW_MS = 3_000
const CSV_CHARS_MAX = 200_000

/** Who should be in a room, pasted or typed, and who of them is there now. */
export function RosterDialog({ room }: { room: RoomKey }) {
  const [csv, setCsv] = useState('')
  const [name, setName] = useState('')
  const [saved, setSaved] = useState<readonly Roster[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const { report, problem } = useReport(room, csv)
  const here = saved.filter((each) => idOfRoom(each.room) === idOfRoom(room))
  const chosen = here.find((each) => each.csv === csv)
  const reload = (): void => { listRosters().then(setSaved, (error: unknown) => { console.error('roster:list failed', error) }) }
  useEffect(reload, [])

  async function save(): Promise<void> {
    const same = here.find((each) => each.name === name.trim())
    const answer = await saveRoster({ id: same?.id ?? freshId(), name: name.trim(), room, csv })
    setFailure(answer.ok ? null : answer)
    reload()
  }

  async function remove(id: string): Promise<void> {
    const answer = await removeRoster(id)
    setFailure(answer.ok ? null : answer)
    reload()
  }

  return (
    <Dialog wide title="Roster" description={`Who should be in ${room.room}, against who is there now.`} onClose={() => { openDialog(null) }} foot={
      <>
        <input className="input roster-name" aria-label="Name of this roster" placeholder="Name, to keep this list" maxLength={NAME_CHARS_MAX} value={name} onChange={(event) => { setName(event.target.value) }} />
        <Button disabled={name.trim() === '' || csv.trim() === ''} onClick={() => { void save() }}><Save size={16} aria-hidden="true" />Keep list</Button>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
      </>
    }>
      <div className="roster">
        <div className="roster-input">
          {here.length === 0 ? null : (
            <div className="row">
              <Select label="Kept lists of this room" value={chosen?.id ?? ''} options={[{ value: '', label: 'Kept lists…' }, ...here.map((each) => ({ value: each.id, label: each.name }))]} onChange={(id) => {
                const found = here.find((each) => each.id === id)
                if (found === undefined) return
                setCsv(found.csv)
                setName(found.name)
              }} />
              {chosen === undefined ? null : <Button look="quiet" small aria-label={`Remove the list ${chosen.name}`} onClick={() => { void remove(chosen.id) }}><Trash2 size={14} aria-hidden="true" />Remove</Button>}
            </div>
          )}
          <textarea className="textarea mono" rows={14} spellCheck={false} aria-label="Roster as CSV" maxLength={CSV_CHARS_MAX} placeholder={'name,email,id\nAda Example,ada@school.example,s-2041'} value={csv} onChange={(event) => { setCsv(event.target.value) }} />
          <p className="form-remark">One person a line: id, e-mail or name, in any order; a header line helps. The list stays on this computer and is never sent to the platform.</p>
        </div>
        <div className="roster-output">
          {problem !== null ? <Notice tone="critical" role="alert">{problem}</Notice> : report === null ? <p className="dim">Paste a list to see who is missing.</p> : <RosterResult report={report} />}
        </div>
      </div>
      {failure === null ? null : <div className="form-outcome"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
    </Dialog>
  )
}

/** The report on a list, renewed after typing and while people come and go. */
function useReport(room: RoomKey, csv: string): { report: RosterReport | null; problem: string | null } {
  const [report, setReport] = useState<RosterReport | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    if (csv.trim() === '') return undefined
    let timer: ReturnType<typeof setTimeout>
    let current = true
    const check = (): void => {
      checkRoster(room, csv).then(
        (answer) => {
          if (!current) return
          setReport(answer)
          setProblem(null)
          timer = setTimeout(check, RENEW_MS)
        },
        (error: unknown) => { if (current) setProblem(`The list could not be checked: ${messageOf(error)}`) },
      )
    }
    timer = setTimeout(check, TYPING_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [room, csv])
  return { report: csv.trim() === '' ? null : report, problem }
}
