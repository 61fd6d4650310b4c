import type { TargetSecrets, TargetSettings } from '../../../shared/domain.ts'
import type { Vault } from '../clock.ts'

/** What goes into CONNECT: exactly these keys, because python-socketio compares the whole object. All values are texts: bcrypt throws on anything else, in the server. */
export type FeedAuthData = Record<string, string>

/**
 * Signs in with user name and password once, then with the session id that the server gave: each password costs the
 * server 75 ms of a blocked event loop and a session that never ends.
 */
export class FeedAuth {
  readonly #vault: Vault
  readonly #settings: () => TargetSettings
  #by: 'session' | 'secret' = 'secret'

  constructor(vault: Vault, settings: () => TargetSettings) {
    this.#vault = vault
    this.#settings = settings
  }

  /** What the next attempt sends; undefined where nothing was ever entered. */
  next(): FeedAuthData | undefined {
    const { auth, username } = this.#settings().adminFeed
    const { adminSecret, adminSession } = this.#secrets
    switch (auth) {
      case 'none':
        this.#by = 'secret'
        return {}
      case 'token':
        this.#by = 'secret'
        return adminSecret ? { sessionId: adminSecret, token: adminSecret } : undefined
      case 'basic':
        this.#by = adminSession ? 'session' : 'secret'
        if (adminSession) return { sessionId: adminSession }
        return adminSecret ? { username, password: adminSecret } : undefined
      default:
        return auth satisfies never
    }
  }

  /** The server gave a session id (only after a password). */
  keep(session: string): void {
    if (this.#settings().adminFeed.auth !== 'basic') return
    this.#write({ adminSession: session })
  }

  /** Refused. @returns true when the next attempt has something else to offer: a session is forgotten and the password used, once. */
  refused(): boolean {
    if (this.#by !== 'session') return false
    this.forget()
    return this.next() !== undefined
  }

  /** A new password or token: the session of the old one is worth nothing. */
  enter(secret: string): void {
    this.#write({ adminSecret: secret })
    this.forget()
  }

  forget(): void {
    const { adminSession: session, ...others } = this.#secrets
    if (session !== undefined) this.#set(others)
  }

  /** Another host: what was entered for the old one is not shown to it. */
  forgetAll(): void {
    const { adminSession: session, adminSecret: secret, ...others } = this.#secrets
    if (session !== undefined || secret !== undefined) this.#set(others)
  }

  /** A text of the server without the secrets. */
  hide(text: string): string {
    const { adminSecret, adminSession } = this.#secrets
    return [adminSecret, adminSession].reduce<string>((clean, secret) => (secret && secret.length > 3 ? clean.replaceAll(secret, '[hidden]') : clean), text)
  }

  get #secrets(): TargetSecrets {
    return this.#vault.get(this.#settings().id) ?? {}
  }

  #write(change: TargetSecrets): void {
    this.#set({ ...this.#secrets, ...change })
  }

  #set(secrets: TargetSecrets): void {
    try {
      this.#vault.set(this.#settings().id, secrets)
    } catch {
      // A full disk or a locked keyring must not end a feed that works; the vault has it for this run.
    }
  }
}
