import { randomBytes } from 'node:crypto'
import { app } from 'electron'
import { fileDocument, systemCipher } from './app-state.ts'
import { endsOfNotices } from './notices/audit-end.ts'
import { AuditLog } from './store/audit.ts'
import { databaseKey, markSealed } from './store/database-key.ts'
import { openDatabase } from './store/database.ts'
import type { LocalDatabase } from './store/database.ts'
import { memoryDocument } from './store/document.ts'
import type { JsonDocument } from './store/document.ts'
import { NoticeStore } from './store/notice-store.ts'
import { SettingsStore } from './store/settings-store.ts'
import { TargetStore } from './store/target-store.ts'
import { Vault } from './store/vault.ts'

/** Everything that outlasts a run. */
export interface Stored {
  readonly settings: SettingsStore
  readonly targets: TargetStore
  readonly vault: Vault
  readonly database: LocalDatabase
  readonly audit: AuditLog
  /** Where the window was. */
  readonly window: JsonDocument
}

/** Opens what is kept in the data folder. @param forPicture a console may be running on the same folder: its settings, database and audit log are left alone */
export function openStorage(forPicture: boolean): Stored {
  const folder = app.getPath('userData')
  const kept = fileDocument('settings', folder)
  const targets = new TargetStore(fileDocument('targets', folder))
  const cipher = systemCipher()
  const vault = new Vault(fileDocument('secrets', folder), cipher)
  const keyDocument = fileDocument('database-key', folder)
  const key = databaseKey(keyDocument, cipher, randomBytes)
  // The database belongs to one console: a picture taken beside a running one has an empty one of its own.
  const database = openDatabase({ folder: forPicture ? app.getPath('sessionData') : folder, key, nowMs: Date.now() })
  return {
    // What a picture shows is nobody's choice.
    settings: new SettingsStore(forPicture ? memoryDocument(kept.read()) : kept),
    targets,
    vault,
    database,
    // A picture's log begins empty: that the console's own was sealed says nothing of it.
    audit: new AuditLog(database, Date.now(), forPicture ? { key: key.kind === 'keyring' ? { kind: 'keyring', key: key.key } : key, anchor: undefined } : { key, anchor: fileDocument('audit-anchor', folder), onSealed: () => markSealed(keyDocument), endOf: endsOfNotices(new NoticeStore(database), Date.now()) }),
    window: fileDocument('window', folder),
  }
}
