import { AuditLog } from './audit.ts'
import { openDatabase } from './database.ts'

/*
 * For audit-crash.test.ts: begins one record, says its id and then hangs, as an action does that waits for its server.
 * Arguments: data folder, key of the database or "".
 */

const [folder = '', key = ''] = process.argv.slice(2)
const nowMs = Date.now()
const database = openDatabase({ folder, key: key === '' ? { kind: 'none' } : { kind: 'keyring', key }, nowMs })
const begun = new AuditLog(database, nowMs).begin(
  { who: 'jlee (this computer)', action: 'disconnect', targetName: 'Lakeside', scope: 'person u-17, 14 sockets', reason: 'shared account' },
  nowMs,
)
process.stdout.write(`${JSON.stringify(begun)}\n`)
// Held, as the app holds it: a database that is collected as garbage gives its lock back.
setInterval(() => database.durable, 1_000)
