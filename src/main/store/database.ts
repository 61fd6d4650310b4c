import { messageOf } from '../../shared/message-of.ts'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import type { DatabaseKey } from './database-key.ts'
import { createPrivate, encryptFile, isPlainDatabase, libsqlOptions, moveAside } from './database-file.ts'
import { migrations } from './database-schema.ts'

export const DATABASE_FILE = 'rollcall.db'

export interface OpenOptions {
  /** The data folder; made where it is missing. */
  readonly folder: string
  readonly key: DatabaseKey
  readonly nowMs: number
}

export type SqlValue = string | number | null

/**
 * What outlives a run: one SQLite file, held by one process alone (SQLite's exclusive locking), WAL with `synchronous=FULL`:
 * a statement that returned is on the disk. Where the file cannot be used, the same tables live in memory for this run:
 * `durable` is false and `remarks` says why. Never throws at opening.
 */
export class LocalDatabase {
  readonly #sql: InstanceType<typeof Database>
  /** What is written outlives the run. */
  readonly durable: boolean
  /** The file on disk is encrypted by a key of the system's keyring. */
  readonly encrypted: boolean
  /** What the user should know of how it was opened: sentences. */
  readonly remarks: readonly string[]
  #open = true

  constructor(sql: InstanceType<typeof Database>, state: { readonly durable: boolean; readonly encrypted: boolean; readonly remarks: readonly string[] }) {
    this.#sql = sql
    this.durable = state.durable
    this.encrypted = state.encrypted
    this.remarks = state.remarks
  }

  /** One statement that changes something; it is on the disk when this returns. @returns the id of the row inserted last; throws SQLite's error */
  run(statement: string, ...values: readonly SqlValue[]): number {
    return Number(this.#prepare(statement).run([...values]).lastInsertRowid)
  }

  /** All rows of a query, to be parsed by whoever asked. Throws SQLite's error. */
  all(query: string, ...values: readonly SqlValue[]): unknown[] {
    return this.#prepare(query).all([...values])
  }

  /**
   * All that `fn` runs is on the disk when this returns, with one write to it; or nothing is, and what `fn` or SQLite threw is
   * thrown again. Not within another transaction.
   */
  transaction<T>(fn: () => T): T {
    this.#prepare('BEGIN IMMEDIATE').run([])
    try {
      const result = fn()
      this.#prepare('COMMIT').run([])
      return result
    } catch (error) {
      this.#rollBack()
      throw error
    }
  }

  /** Checkpoints the WAL into the file, gives the lock back, closes. A second call does nothing. */
  close(): void {
    if (!this.#open) return
    this.#open = false
    release(this.#sql)
  }

  /** SQLite has rolled back by itself after some errors (a full disk, for example). */
  #rollBack(): void {
    if (this.#open && this.#sql.inTransaction) this.#sql.exec('ROLLBACK')
  }

  #prepare(statement: string): ReturnType<InstanceType<typeof Database>['prepare']> {
    if (!this.#open) throw new Error('The local database is closed.')
    return this.#sql.prepare(statement)
  }
}

/** Opens `rollcall.db` in the data folder; see LocalDatabase for what happens where that is not possible. */
export function openDatabase(options: OpenOptions): LocalDatabase {
  const file = join(options.folder, DATABASE_FILE)
  try {
    mkdirSync(options.folder, { recursive: true })
    if (options.key.kind === 'locked' && existsSync(file) && !isPlainDatabase(file)) {
      return inMemory(`The local database is encrypted with a key from this computer's keyring, which is not available now. Unlock the keyring and start Rollcall again, or move ${file} away to begin a new one.`)
    }
    return openFile(file, options.key.kind === 'keyring' ? options.key.key : undefined, options.nowMs)
  } catch (error) {
    return inMemory(whyNot(error, file))
  }
}

function openFile(file: string, key: string | undefined, nowMs: number): LocalDatabase {
  const remarks: string[] = []
  createPrivate(file)
  try {
    if (key !== undefined && isPlainDatabase(file)) encryptExisting(file, key, remarks)
    // Encrypting may have failed: then the plain file is used as it is.
    const usedKey = isPlainDatabase(file) ? undefined : key
    return new LocalDatabase(openSql(file, usedKey), { durable: true, encrypted: usedKey !== undefined, remarks })
  } catch (error) {
    if (!isDamage(error)) throw error
    const aside = moveAside(file, nowMs)
    remarks.push(`The local database could not be read: the file is damaged, or its key in this computer's keyring is another one. It was kept as ${aside} and a new one was begun; its audit log, rosters and saved views are not shown.`)
    createPrivate(file)
    return new LocalDatabase(openSql(file, key), { durable: true, encrypted: key !== undefined, remarks })
  }
}

/** A file of a time without a keyring. First opened as it is: that brings a WAL left by a crash into the file. */
function encryptExisting(file: string, key: string, remarks: string[]): void {
  release(openSql(file, undefined))
  try {
    encryptFile(file, key)
  } catch (error) {
    remarks.push(`The local database could not be encrypted and stays readable for this user account: ${messageOf(error)}`)
  }
}

function openSql(file: string, key: string | undefined): InstanceType<typeof Database> {
  const sql = new Database(file, libsqlOptions(key))
  try {
    // Exclusive before WAL: the lock is held from the first read on, and no -shm file is needed.
    sql.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON')
    sql.exec('BEGIN IMMEDIATE; COMMIT')
    quickCheck(sql)
    migrate(sql)
    return sql
  } catch (error) {
    release(sql)
    throw error
  }
}

/**
 * Every table but that of the minute rates: at its cap of five million rows it takes 0.4 s of the start, and rates that cannot
 * be read are no reason to put the audit log aside. Its owner says what is wrong with it when it is used.
 */
function quickCheck(sql: InstanceType<typeof Database>): void {
  const tables = sql.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'minute_rates'").all() as { name: string }[]
  for (const { name } of tables) {
    const found = sql.prepare(`PRAGMA quick_check(${JSON.stringify(name)})`).all() as { quick_check?: unknown }[]
    if (found[0]?.quick_check !== 'ok') throw new DamagedError(String(found[0]?.quick_check))
  }
}

function migrate(sql: InstanceType<typeof Database>): void {
  const version = (sql.prepare('PRAGMA user_version').all() as { user_version: number }[])[0]?.user_version ?? 0
  if (version > migrations.length) throw new NewerError()
  for (let next = version; next < migrations.length; next++) {
    sql.exec(`BEGIN IMMEDIATE; ${migrations[next]}; PRAGMA user_version=${next + 1}; COMMIT`)
  }
}

/**
 * libsql closes a connection for good only when its statements are collected as garbage. Leaving WAL mode writes
 * everything into the file, and normal locking gives the lock back at once.
 */
function release(sql: InstanceType<typeof Database>): void {
  try {
    if (sql.inTransaction) sql.exec('ROLLBACK')
    sql.exec('PRAGMA journal_mode=DELETE; PRAGMA locking_mode=NORMAL')
    sql.prepare('SELECT count(*) FROM sqlite_master').all()
  } catch {
    // A file that cannot be read or is another process's: there is nothing to give back.
  }
  sql.close()
}

function inMemory(why: string): LocalDatabase {
  const sql = new Database(':memory:')
  migrate(sql)
  return new LocalDatabase(sql, {
    durable: false,
    encrypted: false,
    remarks: [`${why} Until then nothing is kept on disk: rosters and saved views live for this run, and actions and reveals are off, because they could not be written to the audit log.`],
  })
}

class DamagedError extends Error {}
class NewerError extends Error {}

/** SQLITE_CORRUPT, SQLITE_NOTADB: the content is at fault, not the disk, the rights or another process. */
function isDamage(error: unknown): boolean {
  return error instanceof DamagedError || codeOf(error) === 'SQLITE_CORRUPT' || codeOf(error) === 'SQLITE_NOTADB'
}

function whyNot(error: unknown, file: string): string {
  if (error instanceof NewerError) return `The local database was written by a newer version of Rollcall. Use that version, or move ${file} away to begin a new one.`
  if (codeOf(error) === 'SQLITE_BUSY') return 'Another Rollcall on this computer uses the same data folder. End it and start this one again.'
  return `The local database cannot be used (${messageOf(error)}). Check the rights and the free space of ${file}, then start Rollcall again.`
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
