import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { anyAudit } from '../shared/audit.ts'
import { AuditDesk } from './audit-desk.ts'
import { textHashOf } from './notices/delivery.ts'
import { draftOf, School, SECOND_MS } from './notices/notices-fixture.ts'

/* What the audit log has of a notice: all that somebody needs who has to answer for it, and none of its words. */

test('who, approver, kind, audience rule, counts, text hash, times and result; in the export too, and a change of any of them is found', async () => {
  const signIn = () => Promise.resolve({ ok: true as const, id: 'u-2', role: 'PRINCIPAL' })
  const school = new School({ parts: { signIn } })
  const draft = draftOf({ kind: 'emergency', audience: { include: [{ kind: 'role', targetId: 't1', role: 'STUDENT' }], exclude: [] } })
  const sentAtMs = school.nowMs
  expect(await school.send(draft, { approval: { kind: 'second-person', targetId: 't1', email: 'second@lincoln.example', password: 'right' } })).toMatchObject({ ok: true })
  await school.pass(SECOND_MS)
  const [record] = school.audit.list(null, 10)
  expect(record).toMatchObject({ action: 'send notice', targetName: 'School t1', result: 'confirmed', detail: 'Packets: 1 confirmed.', atMs: sentAtMs })
  expect(record!.finishedAtMs).toBeGreaterThan(sentAtMs)
  const parts = ['maria', 'u-principal (PRINCIPAL) on School t1', 'approved by u-2 (PRINCIPAL) on School t1', 'emergency', 'notice n-1', 'STUDENT', '3 people online', '1 packet', `text ${textHashOf(draft).slice(0, 32)}`]
  const text = `${record!.who}\n${record!.scope}`
  expect(parts.filter((part) => !text.includes(part))).toEqual([])
  expect(JSON.stringify(school.audit.list(null, 10))).not.toMatch(/Snow|noon|second@lincoln|right"/)
  expect(textHashOf(draftOf({ ...draft, texts: [{ ...draft.texts[0]!, body: 'School closes at one.' }] })).slice(0, 32)).not.toBe(textHashOf(draft).slice(0, 32))

  const folder = mkdtempSync(join(tmpdir(), 'rollcall-audit-notices-'))
  try {
    const desk = new AuditDesk({ audit: school.audit, osUser: 'maria', now: () => school.nowMs, chooseFile: () => Promise.resolve(join(folder, 'out.ndjson')), targetName: () => '' })
    expect(await desk.save({ format: 'ndjson', filter: anyAudit })).toMatchObject({ ok: true, value: { written: 1 } })
    expect(JSON.parse(readFileSync(join(folder, 'out.ndjson'), 'utf8'))).toMatchObject({ who: record!.who, scope: record!.scope, result: 'confirmed', time: new Date(sentAtMs).toISOString() })
  } finally {
    rmSync(folder, { recursive: true })
  }

  expect((await school.audit.verify()).ok).toBe(true)
  const [row] = school.database.all('SELECT who, scope, at_ms FROM audit WHERE record = 1 AND part = 0') as { who: string; scope: string; at_ms: number }[]
  for (const [column, forged] of [['who', row!.who.replace('u-2', 'u-3')], ['scope', row!.scope.replace('3 people', '2 people')], ['at_ms', row!.at_ms + 1]] as const) {
    school.database.run(`UPDATE audit SET ${column} = ? WHERE record = 1 AND part = 0`, forged)
    expect(await school.audit.verify(), column).toMatchObject({ ok: false, broken: { id: '1', how: 'changed' } })
    school.database.run(`UPDATE audit SET ${column} = ? WHERE record = 1 AND part = 0`, row![column])
  }
  school.database.run("UPDATE audit SET result = 'failed' WHERE record = 1 AND part = 1")
  expect(await school.audit.verify()).toMatchObject({ ok: false, broken: { id: '1', how: 'changed' } })
})
