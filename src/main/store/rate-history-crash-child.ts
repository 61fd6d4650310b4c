import { openDatabase } from './database.ts'
import { RateHistory } from './rate-history.ts'

/*
 * For rate-history-crash.test.ts: writes one minute after the other as fast as it can, 200 keys each, and says each that is
 * written. Arguments: data folder, first minute.
 */

const [folder = '', first = '0'] = process.argv.slice(2)
const history = new RateHistory(openDatabase({ folder, key: { kind: 'none' }, nowMs: Date.now() }))
let minute = Number(first)

function writeOne(): void {
  const rows = Array.from({ length: 200 }, (_, key) => ({
    minute,
    targetId: `target-${key % 5}`,
    namespace: `/n${key % 8}`,
    event: key < 40 ? '' : `event-${key}`,
    count: 3_000,
    bytes: 600_000,
    seconds: 60,
  }))
  history.write(rows)
  // Written synchronously: what is said is on the disk, and what is on the disk was said, but for the last one.
  process.stdout.write(`${minute}\n`)
  minute++
  setImmediate(writeOne)
}
writeOne()
