import { Plus } from 'lucide-react'
import { useState } from 'react'
import { noticeKind, type NoticeKind, type NoticeSettings } from '../../../../shared/notices.ts'
import { Button } from '../../../components/button.tsx'
import { useFrame } from '../../../frame-store.ts'
import { mayRole } from '../compose/rights.ts'
import { kindWord } from '../notice-words.ts'

/** Which role may send which kind. A role that is not named may send announcements. */
export function RightsTable({ settings, onChange }: { settings: NoticeSettings; onChange: (rights: NoticeSettings['rights']) => void }) {
  const own = useFrame((state) => state.targets?.find((target) => target.settings.id === settings.targetId)?.signedInAs?.role ?? null)
  const [typed, setTyped] = useState('')
  const roles = [...new Set([...Object.keys(settings.rights), ...(own === null || own === '' ? [] : [own])])]
  const set = (role: string, kind: NoticeKind, on: boolean): void => {
    const kinds = noticeKind.options.filter((each) => (each === kind ? on : mayRole(settings, role, each)))
    onChange({ ...settings.rights, [role]: kinds })
  }
  const add = (): void => {
    const role = typed.trim()
    if (role === '' || role === '__proto__') return
    onChange({ ...settings.rights, [role]: Object.hasOwn(settings.rights, role) ? (settings.rights[role] ?? []) : ['announcement'] })
    setTyped('')
  }
  return (
    <section className="detail-section" aria-label="Rights">
      <div className="detail-head"><h3>Who may send what</h3><span className="dim">A role that is not named may send announcements only.</span></div>
      {roles.length === 0 ? null : (
        <table className="table notices-table rights">
          <thead><tr><th scope="col">Role</th>{noticeKind.options.map((kind) => <th key={kind} scope="col">{kindWord(kind)}</th>)}</tr></thead>
          <tbody>
            {roles.map((role) => (
              <tr key={role}>
                <th scope="row">{role}{role === own ? <span className="dim"> (you)</span> : null}</th>
                {noticeKind.options.map((kind) => <td key={kind}><input type="checkbox" className="checkbox" aria-label={`${role} may send ${kindWord(kind)}`} checked={mayRole(settings, role, kind)} onChange={(event) => { set(role, kind, event.target.checked) }} /></td>)}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="row"><input className="input role-input" aria-label="Another role" maxLength={100} value={typed} placeholder="Role, as the platform names it" onChange={(event) => { setTyped(event.target.value) }} /><Button small disabled={typed.trim() === ''} onClick={add}><Plus size={14} aria-hidden="true" />Add role</Button></div>
    </section>
  )
}
