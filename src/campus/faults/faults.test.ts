import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { runFaults } from './run.ts'

/*
 * The fault model with real processes, sockets and disk; that of every order of steps, in memory, is main/notices/faults.test.ts.
 * With 1,000 faults: `npm run bench -- faults`. A failure says its seed; FAULTS_SEED takes it again, and the moments are the machine's.
 */

const folder = mkdtempSync(join(tmpdir(), 'rollcall-faults-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a real console is killed, cut off and its servers restarted while it sends: no client receives a notice twice, and every notice ends in a true state', async () => {
  const seed = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000)
  // What a busy machine does not come to in time is left to the next run.
  const { faults, notices, parts, ...report } = await runFaults({ seed, kills: 14, others: 90, folder, untilMs: Date.now() + 20_000 })
  const context = `seed ${seed}: ${JSON.stringify({ ...report, faults, notices: [...notices], parts: [...parts] })}`
  expect(report.untrue, context).toEqual([])
  // It was no empty run.
  for (const count of [faults.kills, faults.cuts, faults.restartsKept + faults.restartsLost, report.arrived, parts.get('confirmed') ?? 0]) expect(count, context).toBeGreaterThan(0)
}, 60_000)
