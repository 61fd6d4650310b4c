import type { Catalog } from '../../../shared/catalog.ts'
import { targetSecrets, targetSettings, type Environment, type TargetSecrets, type TargetSettings } from '../../../shared/domain.ts'
import { noAdminFeed } from '../../../shared/presence.ts'
import type { TargetForm, UnderstoodPaste } from '../../../shared/ipc.ts'

export type FormSettings = Omit<TargetSettings, 'id'>

/** What the dialog holds while it is filled in. Secrets are typed text; empty means "not typed". */
export interface Draft {
  readonly settings: FormSettings
  readonly token: string
  readonly password: string
  /** Password or token of the admin feed. */
  readonly adminSecret: string
}

export type FieldName = keyof FormSettings | 'token' | 'password' | 'adminNamespace' | 'adminUsername' | 'adminSecret'
export type FieldErrors = Partial<Record<FieldName, string>>

/** Nothing is connected to unless the user switches it on, as with a server that no document describes: the admin feed is what there is. */
export function isFeedOnly(catalog: Pick<Catalog, 'namespaces'>): boolean {
  return catalog.namespaces.every((namespace) => !namespace.documented)
}

/** A new platform with a catalog's own values. A production platform starts read-only; demo and test do not. */
export function newDraft(catalog: Catalog): Draft {
  return {
    settings: {
      name: '', catalogId: catalog.id, url: '', path: catalog.connection.path, transports: [...catalog.connection.transports], environment: 'production', readOnly: true,
      authWay: catalog.auth.ways[0] ?? 'none', signIn: isFeedOnly(catalog) ? 'none' : catalog.auth.signIn.length > 0 ? 'password' : 'token', email: '', disabledNamespaces: [], extraNamespaces: [], watchedRooms: [], caCertificate: '', adminFeed: { ...noAdminFeed, on: isFeedOnly(catalog) },
    },
    token: '',
    password: '',
    adminSecret: '',
  }
}

/** A kept platform; its secrets never come back from the main process. */
export function draftOf(settings: TargetSettings): Draft {
  const { id: _, ...rest } = settings
  return { settings: rest, token: '', password: '', adminSecret: '' }
}

/** Both are reached and signed in to in the same way, as a learned catalog and the one that it was learned beside. */
export function connectsAlike(a: Catalog | undefined, b: Catalog | undefined): boolean {
  return a !== undefined && b !== undefined && (a.id === b.id || JSON.stringify([a.connection, a.auth]) === JSON.stringify([b.connection, b.auth]))
}

/** Another catalog brings its own path, transports and ways to sign in, unless they are those of `before`; what the person typed stays. */
export function withCatalog(draft: Draft, catalog: Catalog, before?: Catalog): Draft {
  if (connectsAlike(before, catalog)) return { ...draft, settings: { ...draft.settings, catalogId: catalog.id } }
  const fresh = newDraft(catalog).settings
  return { ...draft, settings: { ...draft.settings, catalogId: catalog.id, path: fresh.path, transports: fresh.transports, authWay: fresh.authWay, signIn: fresh.signIn, disabledNamespaces: [], extraNamespaces: [], adminFeed: { ...draft.settings.adminFeed, on: fresh.adminFeed.on } } }
}

/** Read-only follows the environment: on for production, off elsewhere; the person can change it afterwards. */
export function withEnvironment(draft: Draft, environment: Environment): Draft {
  return { ...draft, settings: { ...draft.settings, environment, readOnly: environment === 'production' } }
}

/** Puts what was understood of a pasted text into its fields; a pasted token stays in the token field only. */
export function withPaste(draft: Draft, understood: UnderstoodPaste, pasted: string): Draft {
  const settings: FormSettings = {
    ...draft.settings,
    ...(understood.url === null ? {} : { url: understood.url }),
    ...(understood.path === null ? {} : { path: understood.path }),
    ...(understood.token ? { signIn: 'token' as const } : {}),
    ...(understood.namespace === null || understood.namespace === '/' || draft.settings.extraNamespaces.includes(understood.namespace) ? {} : { extraNamespaces: [...draft.settings.extraNamespaces, understood.namespace] }),
  }
  return { ...draft, settings, token: understood.token ? tokenIn(pasted) : draft.token }
}

/** The token in a pasted text: what follows `Bearer` or `token=`, else the part that looks like a JWT, else the last line. */
export function tokenIn(pasted: string): string {
  const named = /(?:bearer\s+|[?&"'\s]token["']?\s*[=:]\s*["']?)([^\s"'&,]+)/i.exec(` ${pasted}`)?.[1]
  if (named !== undefined) return named
  const jwt = /[\w-]{8,}\.[\w-]{8,}\.[\w-]+/.exec(pasted)?.[0]
  return jwt ?? pasted.split('\n').map((line) => line.trim()).findLast((line) => line !== '') ?? ''
}

/** The form to send; secrets only when they were typed and belong to the chosen way to sign in. */
export function formOf(draft: Draft): TargetForm {
  const secrets: TargetSecrets = {
    ...(draft.settings.signIn === 'token' && draft.token.trim() !== '' ? { token: draft.token.trim() } : {}),
    ...(draft.settings.signIn === 'password' && draft.password !== '' ? { password: draft.password } : {}),
    ...(draft.settings.adminFeed.on && draft.settings.adminFeed.auth !== 'none' && draft.adminSecret !== '' ? { adminSecret: draft.adminSecret } : {}),
  }
  const adminFeed = { ...draft.settings.adminFeed, namespace: draft.settings.adminFeed.namespace.trim(), username: draft.settings.adminFeed.username.trim() }
  return { settings: { ...draft.settings, name: draft.settings.name.trim(), url: draft.settings.url.trim().replace(/\/+$/, ''), email: draft.settings.email.trim(), adminFeed }, secrets }
}

const sentences: { readonly [K in FieldName]?: string } = {
  name: 'Give it a name of 1 to 80 characters.',
  catalogId: 'Choose what the platform speaks.',
  url: 'Type an address that begins with http:// or https://, for example https://live.lincoln.example.',
  path: 'The path begins with a slash, for example /socket.io.',
  transports: 'Choose at least one transport.',
  email: 'This e-mail address is too long.',
  caCertificate: 'Paste a certificate in PEM form, at most 64 kB.',
  token: 'This token is longer than any server accepts (16,384 characters).',
  password: 'This password is longer than 1,000 characters.',
  adminNamespace: 'The admin namespace begins with a slash and has a name, for example /admin.',
  adminUsername: 'This user name is longer than 200 characters.',
  adminSecret: 'This is longer than any server accepts (16,384 characters).',
}

/**
 * What is wrong with a draft, one sentence a field, from the contract's own schema. `secretsKept`: an edited platform
 * whose secrets are kept may leave them empty; `adminSecretKept`: so may one whose admin feed was on already.
 */
export function fieldErrors(draft: Draft, secretsKept: boolean, adminSecretKept = secretsKept): FieldErrors {
  const form = formOf(draft)
  const errors: FieldErrors = {}
  const settings = targetSettings.omit({ id: true }).safeParse(form.settings)
  for (const issue of settings.error?.issues ?? []) {
    const field = issue.path[0] === 'adminFeed' ? (issue.path[1] === 'username' ? 'adminUsername' : 'adminNamespace') : issue.path[0]
    if (field === 'adminNamespace' || field === 'adminUsername') errors[field] ??= sentences[field] ?? issue.message
    else if (typeof field === 'string' && field in form.settings) errors[field as FieldName] ??= sentences[field as FieldName] ?? issue.message
  }
  const secrets = targetSecrets.safeParse(form.secrets)
  for (const issue of secrets.error?.issues ?? []) {
    if (issue.path[0] === 'token' || issue.path[0] === 'password' || issue.path[0] === 'adminSecret') errors[issue.path[0]] ??= sentences[issue.path[0]] ?? issue.message
  }
  if (errors.url === undefined && hasPathOrQuery(form.settings.url)) errors.url = 'Only the address goes here; the path has its own field below.'
  if (form.settings.caCertificate.trim() !== '' && !/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(form.settings.caCertificate)) errors.caCertificate ??= 'Paste the whole certificate, from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----".'
  if (form.settings.signIn === 'password' && form.settings.email === '') errors.email ??= 'Type the e-mail address that signs in.'
  if (!secretsKept && form.settings.signIn === 'password' && draft.password === '') errors.password ??= 'Type the password.'
  if (!secretsKept && form.settings.signIn === 'token' && draft.token.trim() === '') errors.token ??= 'Paste a token, or choose another way to sign in.'
  const feed = form.settings.adminFeed
  if (feed.on && feed.auth === 'basic' && feed.username === '') errors.adminUsername ??= 'Type the user name of the admin feed.'
  if (feed.on && feed.auth !== 'none' && !adminSecretKept && draft.adminSecret === '') errors.adminSecret ??= feed.auth === 'basic' ? 'Type the password of the admin feed.' : 'Paste the token of the admin feed.'
  return errors
}

function hasPathOrQuery(text: string): boolean {
  try {
    const url = new URL(text)
    return (url.pathname !== '/' && url.pathname !== '') || url.search !== '' || url.hash !== ''
  } catch {
    return false
  }
}
