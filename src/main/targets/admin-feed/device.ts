import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import bowser from 'bowser'
import type { ObservedSocket } from '../../monitor/presence-sink.ts'

/* What may be known of a device: a salted hash, a browser's name, a kind of address. The raw values end here. */

/** Rollcall names itself to the servers that it watches, followed by a word that is new in every run: so it knows its own sockets in a feed. */
const OWN_AGENT = 'Rollcall'
const AGENTS_KEPT_MAX = 1_000
const AGENT_CHARS_MAX = 400

/** `User-Agent` of Rollcall's own connections. @param tag random, per run. */
export function ownAgent(tag: string): string {
  return `${OWN_AGENT} (${tag})`
}

/** 72 bits of a salted hash: equal for the sockets of one connection, worthless for taking it over (python-socketio sends the full id). */
export function deviceOf(clientId: unknown, salt: string): string | undefined {
  if (typeof clientId !== 'string' || clientId === '') return undefined
  return createHash('sha256').update(salt).update(clientId.slice(0, 200)).digest('base64url').slice(0, 12)
}

/** The kind of address of `handshake.address`: a whole X-Forwarded-For list with the client in front, and easily forged. */
export function addressOf(address: unknown): ObservedSocket['address'] {
  if (typeof address !== 'string') return 'unknown'
  const first = (address.slice(0, 200).split(',')[0] ?? '').trim()
  const bare = first.startsWith('[') ? first.slice(1, first.indexOf(']')) : first.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  const ip = bare.replace(/^::ffff:(?=\d+\.)/i, '')
  const family = isIP(ip)
  if (family === 0) return 'unknown'
  if (ip === '::1' || ip.startsWith('127.')) return 'this computer'
  return family === 4 ? 'IPv4' : 'IPv6'
}

/** Reads user agents, each once: 12,000 pupils have few browsers. */
export class Agents {
  readonly #known = new Map<string, string | undefined>()

  /** `Chrome on Windows`; undefined where the text names no browser. */
  read(userAgent: unknown): string | undefined {
    if (typeof userAgent !== 'string' || userAgent === '') return undefined
    const text = userAgent.slice(0, AGENT_CHARS_MAX)
    if (this.#known.has(text)) return this.#known.get(text)
    if (this.#known.size >= AGENTS_KEPT_MAX) this.#known.clear()
    const agent = text.startsWith(`${OWN_AGENT} (`) ? OWN_AGENT : describe(text)
    this.#known.set(text, agent)
    return agent
  }
}

function describe(text: string): string | undefined {
  const { browser, os } = bowser.parse(text)
  const name = browser.name?.slice(0, 40)
  const system = os.name?.slice(0, 40)
  if (!name) return system
  return system ? `${name} on ${system}` : name
}
