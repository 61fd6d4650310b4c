import { z } from 'zod'
import { GROUP_ROOMS_REMEMBERED_MAX, GROUP_ROOM_REMEMBERED_DAYS } from '../../shared/limits.ts'
import { groupWhat } from '../../shared/notices.ts'
import type { GroupRoom } from '../monitor/rooms/group-memory.ts'
import type { LocalDatabase } from './database.ts'

const groupRoom = z.strictObject({ targetId: z.string().min(1).max(64), what: groupWhat, id: z.string().min(1).max(320), namespace: z.string().min(1).max(320), room: z.string().min(1).max(320), day: z.number().int().nonnegative() })

/** The rooms of GroupMemory on the disk. Each method is one transaction and throws SQLite's error. */
export class GroupRoomStore {
  readonly #database: LocalDatabase

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  /** The newest ones; rows that are not what they were are left out. */
  list(): GroupRoom[] {
    const rows = this.#database.all('SELECT target_id AS targetId, what, group_id AS id, namespace, room, day FROM group_rooms ORDER BY day DESC LIMIT ?', GROUP_ROOMS_REMEMBERED_MAX)
    return rows.flatMap((row) => {
      const parsed = groupRoom.safeParse(row)
      return parsed.success ? [parsed.data] : []
    })
  }

  /** Adds or renews, and forgets what is too old or too much. @param today UTC day, days since 1970 */
  write(rooms: readonly GroupRoom[], today: number): void {
    this.#database.transaction(() => {
      this.#database.run(
        `INSERT OR REPLACE INTO group_rooms (target_id, namespace, room, what, group_id, day)
         SELECT value ->> 'targetId', value ->> 'namespace', value ->> 'room', value ->> 'what', value ->> 'id', value ->> 'day' FROM json_each(?)`,
        JSON.stringify(rooms),
      )
      this.#database.run('DELETE FROM group_rooms WHERE day < ?', today - GROUP_ROOM_REMEMBERED_DAYS)
      this.#database.run('DELETE FROM group_rooms WHERE (target_id, namespace, room) IN (SELECT target_id, namespace, room FROM group_rooms ORDER BY day DESC LIMIT -1 OFFSET ?)', GROUP_ROOMS_REMEMBERED_MAX)
    })
  }

  removeOfTarget(targetId: string): void {
    this.#database.run('DELETE FROM group_rooms WHERE target_id = ?', targetId)
  }
}
