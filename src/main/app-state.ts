import { app, safeStorage } from 'electron'
import ElectronStore from 'electron-store'
import type { AppInfo } from '../shared/ipc.ts'
import type { JsonDocument } from './store/document.ts'
import type { Cipher } from './store/vault.ts'

/** A JSON file of the data folder, written atomically. A damaged file is read as empty: the console starts all the same. */
export function fileDocument(name: string, folder: string): JsonDocument {
  const store = new ElectronStore<Record<string, unknown>>({ name, cwd: folder, clearInvalidConfig: true, accessPropertiesByDotNotation: false })
  return {
    read: () => store.get('value'),
    write: (value) => store.set('value', value),
  }
}

/** The system's keyring. On Linux without one, safeStorage would use a key that everybody knows: that counts as none. */
export function systemCipher(): Cipher {
  const plain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  return {
    available: !plain && safeStorage.isEncryptionAvailable(),
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (data) => safeStorage.decryptString(data),
  }
}

/** Electron supports its three newest major versions; this list is of November 2026. */
const OLDEST_SUPPORTED_MAJOR = 43

/** This Electron gets no security fixes any more. */
export function isOutOfSupport(): boolean {
  return Number(process.versions.electron.split('.')[0]) < OLDEST_SUPPORTED_MAJOR
}

export function appVersion(): string {
  return app.getVersion()
}

/** What the window is told of the app it runs in. */
export function appInfo(known: Pick<AppInfo, 'demo' | 'secretsIn'>): AppInfo {
  return {
    version: appVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
    node: process.versions.node,
    platform: process.platform,
    outOfSupport: isOutOfSupport(),
    ...known,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}
