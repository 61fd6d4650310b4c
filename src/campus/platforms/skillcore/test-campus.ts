import { io as connect } from 'socket.io-client'
import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client'
import { vi } from 'vitest'
import type { Account, Person, PlatformOptions, School } from '../../contract.ts'
import { Skillcore } from './index.ts'

/* A small school whose ids are those of the document's examples, and a client that cleans up after itself. For tests only. */

const kinds: Person['kind'][] = ['admin', 'principal', 'counselor', 'teacher', 'student', 'student', 'student', 'parent', 'teacher', 'student']
const classIds: Readonly<Record<number, string[]>> = { 4: ['class-123'], 5: ['class-123'], 6: ['class-123'], 7: ['class-123'], 9: ['class-999'], 10: ['class-999'] }
const givenNames = ['Ada', 'Paul', 'Cora', 'Tess', 'Sam', 'Sue', 'Sid', 'Pia', 'Tom', 'Sol']

function testSchool(): School {
  const persons: Person[] = kinds.map((kind, index) => ({
    number: index + 1,
    givenName: givenNames[index] ?? '',
    familyName: `Nilsson${index + 1}`,
    email: `person${index + 1}@hazelwood.example`,
    kind,
    classIds: classIds[index + 1] ?? [],
  }))
  const person = (number: number): Person => persons[number - 1] as Person
  return {
    name: 'Hazelwood Community School',
    persons,
    classes: [
      { id: 'class-123', title: '7B Biology', subject: 'Biology', teacher: person(4), students: [person(5), person(6), person(7)], lessons: [[1, 1]] },
      { id: 'class-999', title: '8A History', subject: 'History', teacher: person(9), students: [person(10)], lessons: [[1, 2]] },
    ],
  }
}

/** One started platform with accounts by short names, and everything that a test opened. */
export class TestCampus {
  readonly platform: Skillcore
  readonly admin: Account
  readonly counselor: Account
  readonly teacher: Account
  readonly student: Account
  readonly classmate: Account
  readonly parent: Account
  /** A student of class-999. */
  readonly stranger: Account
  readonly #sockets: Socket[] = []

  constructor(options: Partial<PlatformOptions> = {}) {
    this.platform = new Skillcore({ school: testSchool(), port: 0, asDeployed: false, adminFeed: false, adminFeedPassword: 'x', ...options })
    const account = (number: number): Account => this.platform.accounts[number - 1] as Account
    this.admin = account(1)
    this.counselor = account(3)
    this.teacher = account(4)
    this.student = account(5)
    this.classmate = account(6)
    this.parent = account(8)
    this.stranger = account(10)
  }

  /** Same call as in the documents; the socket is closed by `end`. */
  readonly io = (url: string, options: Partial<ManagerOptions & SocketOptions> = {}): Socket => {
    const socket = connect(url, { forceNew: true, ...options })
    this.#sockets.push(socket)
    return socket
  }

  /** A connected socket of one namespace. */
  async client(account: Account, namespace: string): Promise<Socket> {
    const token = await this.platform.issueToken(account)
    const socket = this.io(this.platform.url + namespace, { auth: { token }, reconnection: false, transports: ['websocket'] })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    return socket
  }

  async end(): Promise<void> {
    for (const socket of this.#sockets) socket.disconnect()
    await this.platform.stop()
  }
}

/** The document's `console`: what an example printed. */
export class Printed {
  readonly lines: unknown[][] = []
  readonly log = (...parts: unknown[]): void => void this.lines.push(parts)
  readonly error = this.log
  get text(): string {
    return this.lines.map((parts) => parts.join(' ')).join('\n')
  }
}

/** Waits until the check no longer throws. */
export function until(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 5_000, interval: 5 })
}

/** The next event of that name: its first argument. */
export function next(socket: Socket, event: string): Promise<unknown> {
  return new Promise((resolve) => socket.once(event, resolve))
}

/** A round trip on the same socket: what the server sent before it has arrived. */
export async function settled(socket: Socket): Promise<void> {
  await socket.timeout(5_000).emitWithAck('presence:update', {})
}
