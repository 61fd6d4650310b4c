import type { Answer } from '../../shared/ipc.ts'
import { AlertsRun } from './alerts-desk-fixture.ts'

/*
 * For alerts-crash.test.ts: raises 1,000 alerts, then acts on one after the other as fast as it can, and says each answer.
 * Arguments: data folder, time by its clock.
 */

const [folder = '', startedAtMs = '0'] = process.argv.slice(2)
const run = new AlertsRun(folder, Number(startedAtMs))
run.raise(1_000)
const ids = [...run.book.active].map(({ alert }) => alert.id)
let number = 0

function actOnOne(): void {
  const id = ids[number % ids.length] ?? ''
  const answer: Answer<'alerts:act'> = run.act([id], { kind: 'acknowledge', owner: `Owner ${number}`, note: '', minutes: 30 })
  if (!answer.ok) throw new Error(answer.problem.what)
  // Written synchronously: what is said was answered, and what was answered was said, but for the last one.
  process.stdout.write(`${id} ${number}\n`)
  number++
  // The pulse goes on meanwhile: slices and actions write the same alerts.
  if (number % 5 === 0) run.pass(100, 100)
  setImmediate(actOnOne)
}
actOnOne()
