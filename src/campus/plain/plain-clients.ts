import { Manager } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { serveParent } from '../cluster/child-side.ts'
import { familyNames, givenNames } from '../population/names.ts'
import { SeededRandom } from '../population/random.ts'
import { Ticker } from '../population/ticker.ts'
import type { PlainClientsStart, PlainConnection, PlainCounts } from './plain-messages.ts'

/* A process of clients that come, join rooms, talk and leave, by a seed: real connections of socket.io-client. */

const TICK_MS = 100
const CONNECTING_MAX = 40
const CONNECT_TIMEOUT_MS = 60_000
const ACK_TIMEOUT_MS = 5_000
const ROOMS_PER_SOCKET_MAX = 8
const CHECK_EVERY_MS = 20

interface Client {
  readonly socket: Socket
  readonly rooms: Set<string>
}

const clients: Client[] = []
const pending = new Set<Promise<unknown>>()
const counts = { joins: 0, leaves: 0, messages: 0, reconnects: 0 }
let random = new SeededRandom(0)
let roomCount = 1
let changesPerSecond = 0
let due = 0

const ticker = new Ticker(TICK_MS, tick, (error) => process.stderr.write(`${String(error)}\n`))

serveParent({
  answers: {
    start,
    counts: (): PlainCounts => ({ sockets: clients.filter(({ socket }) => socket.connected).length, ...counts }),
    quiet,
  },
  hears: {
    busy: (perSecond: number) => {
      changesPerSecond = perSecond
      ticker.start()
    },
  },
  stop: async () => {
    ticker.stop()
    for (const { socket } of clients) socket.disconnect()
  },
})

/** Resolves when all are connected. */
async function start({ seed, connections, rooms }: PlainClientsStart): Promise<number> {
  random = new SeededRandom(`plain clients ${seed} ${connections[0]?.number}`)
  roomCount = rooms
  const waiting = [...connections]
  const connectNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await connect(next)
  }
  await Promise.all(Array.from({ length: CONNECTING_MAX }, connectNext))
  return clients.length
}

async function connect({ number, url, namespaces, transport }: PlainConnection): Promise<void> {
  const manager = new Manager(url, { transports: [transport], autoConnect: false, timeout: CONNECT_TIMEOUT_MS, reconnectionDelay: 200, reconnectionDelayMax: 2_000 })
  const who = random.fork(number)
  const auth = { userId: `user-${number}`, name: `${who.pick(givenNames)} ${who.pick(familyNames)}` }
  await Promise.all(
    namespaces.map(async (name) => {
      const socket = manager.socket(name, { auth })
      const client = { socket, rooms: new Set<string>() }
      clients.push(client)
      // The server forgets the rooms of a socket that is gone.
      socket.on('disconnect', () => client.rooms.clear())
      socket.connect()
      await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
    }),
  )
}

/** Nobody does anything more; resolves when all is answered and everybody is connected again. */
async function quiet(): Promise<void> {
  ticker.stop()
  do {
    await Promise.allSettled(pending)
    await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS))
  } while (pending.size > 0 || clients.some(({ socket }) => !socket.connected))
}

function tick(): void {
  due += (changesPerSecond * TICK_MS) / 1000
  for (; due >= 1; due--) change()
}

function change(): void {
  const client = random.pick(clients)
  const { socket, rooms } = client
  if (!socket.connected) return
  const dice = random.next()
  const room = `room-${random.int(1, roomCount)}`
  const own = rooms.size > 0 ? random.pick([...rooms]) : undefined
  if (dice < 0.02) reconnect(socket)
  else if (own !== undefined && (dice < 0.4 || rooms.size >= ROOMS_PER_SOCKET_MAX)) {
    counts.leaves++
    rooms.delete(own)
    ask(socket, 'leave', own)
  } else if (own !== undefined && dice < 0.55) {
    counts.messages++
    ask(socket, 'say', own, 'hello')
  } else {
    counts.joins++
    rooms.add(room)
    ask(socket, 'enter', room)
  }
}

function ask(socket: Socket, ...event: [string, ...unknown[]]): void {
  const answered = socket.timeout(ACK_TIMEOUT_MS).emitWithAck(...event).catch(() => {})
  pending.add(answered)
  void answered.finally(() => pending.delete(answered))
}

/** A laptop that is shut, or a page that is loaded again. */
function reconnect(socket: Socket): void {
  counts.reconnects++
  if (random.chance(0.5)) socket.io.engine.close()
  else socket.disconnect().connect()
}
