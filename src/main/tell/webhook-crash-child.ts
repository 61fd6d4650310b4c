import { intervention, newBook } from '../monitor/alerts/alert-book-fixture.ts'
import { openDatabase } from '../store/database.ts'
import { memoryDocument } from '../store/document.ts'
import { TellStore } from '../store/tell-store.ts'
import { Vault } from '../store/vault.ts'
import { Webhooks } from './webhooks.ts'

/*
 * For webhook-crash.test.ts: one alert that waits for its webhook, whose answer never comes; then hangs.
 * Arguments: data folder, address, `send` or `wait`: killed while it is sent, or before.
 */

const [folder = '', url = '', how = 'wait'] = process.argv.slice(2)
const nowMs = Date.now()
const book = newBook()
const vault = new Vault(memoryDocument(), { available: false, encrypt: (text) => Buffer.from(text), decrypt: String })
const webhooks = new Webhooks({ store: new TellStore(openDatabase({ folder, key: { kind: 'none' }, nowMs })), vault, book, random: () => 1, newId: () => 'delivery-of-the-killed', now: Date.now, onEnd: () => {}, personName: () => undefined })
webhooks.set({ severity: 'critical', url, names: false, secret: 'tulip-lantern' }, nowMs)
book.receive(intervention('1'), nowMs)
webhooks.receive(book.takeNews().news, 0, nowMs)
if (how === 'send') webhooks.tick(nowMs)
process.stdout.write('written\n')
setInterval(() => undefined, 1_000)
