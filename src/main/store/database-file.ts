import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import Database from 'libsql'

/* What is done to the database as a file: moving a damaged one aside, encrypting one that is not. */

/** SQLite's own files beside the database. */
const companions = ['-wal', '-shm', '-journal'] as const

/** What libsql 0.5 takes beyond its own type declaration (its index.js): cipher and key, and how long to wait for a lock. */
export interface LibsqlOptions {
  readonly timeout: number
  readonly encryptionCipher?: 'aes256cbc'
  readonly encryptionKey?: string
}

/** @param key 64 hex digits; undefined: not encrypted */
export function libsqlOptions(key: string | undefined, timeoutMs = 250): LibsqlOptions {
  return { timeout: timeoutMs, ...(key !== undefined && { encryptionCipher: 'aes256cbc', encryptionKey: key }) }
}

/** Only the user may read it: it can hold names. SQLite gives its companions the same mode. */
export function createPrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
}

/** An unencrypted SQLite file says so in its first bytes (SQLite, "Database File Format"). */
export function isPlainDatabase(file: string): boolean {
  if (!existsSync(file)) return false
  const start = Buffer.alloc(16)
  const descriptor = openSync(file, 'r')
  try {
    return readSync(descriptor, start) === 16 && start.toString('latin1') === 'SQLite format 3\0'
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Renames the file and its companions to `<file>.damaged-<time>`, so that it can still be looked at.
 * @returns the new path
 */
export function moveAside(file: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[:.]/g, '-')
  let aside = `${file}.damaged-${stamp}`
  for (let n = 2; existsSync(aside); n++) aside = `${file}.damaged-${stamp}-${n}`
  renameSync(file, aside)
  for (const companion of companions) if (existsSync(file + companion)) renameSync(file + companion, aside + companion)
  return aside
}

/**
 * Encrypts a closed, plain database: a copy is encrypted and checked, then takes the file's place. Throws SQLite's or the
 * disk's error with the file as it was.
 */
export function encryptFile(file: string, key: string): void {
  const copy = `${file}.encrypting`
  try {
    copyFileSync(file, copy)
    const plain = new Database(copy, libsqlOptions(undefined))
    try {
      plain.exec(`PRAGMA cipher='aes256cbc'; PRAGMA rekey='${key}'`)
    } finally {
      plain.close()
    }
    const check = new Database(copy, libsqlOptions(key))
    try {
      check.prepare('PRAGMA quick_check').all()
    } finally {
      check.close()
    }
    if (isPlainDatabase(copy)) throw new Error('The copy is not encrypted.')
    sync(copy)
    renameSync(copy, file)
  } finally {
    for (const rest of [copy, ...companions.map((companion) => copy + companion)]) rmSync(rest, { force: true })
  }
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
