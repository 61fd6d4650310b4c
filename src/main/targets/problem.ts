import type { Problem, ProblemKind } from '../../shared/domain.ts'

/* Every kind of problem in words: what happened, what to do. Codes go to the details. */

export interface ProblemContext {
  /** Host and port as the user knows them: `live.lincoln.example:8443`. */
  readonly host: string
  /** Engine.IO path. */
  readonly path?: string
  readonly namespace?: string
  /** The platform's name in the catalog. */
  readonly platform?: string
  /** Code, status or reason as the library or server gave it. */
  readonly details?: string
  /** What a closer look found, said instead of the usual sentence. */
  readonly what?: string
  readonly advice?: string
}

type Words = (context: Required<Pick<ProblemContext, 'host' | 'path' | 'namespace' | 'platform'>>) => readonly [what: string, advice: string]

const words: { readonly [kind in ProblemKind]: Words } = {
  'host-unknown': ({ host }) => [`The name ${host} is not known on this network.`, 'Check the spelling of the address, and whether this network or VPN can see the server.'],
  refused: ({ host }) => [`${host} refuses connections: nothing listens on that port.`, 'Check the port, and whether the server is running.'],
  unreachable: ({ host }) => [`${host} cannot be reached from this network.`, 'Check the network or VPN, then retry.'],
  timeout: ({ host }) => [`${host} did not answer in time.`, 'Check the address and the port; a firewall may swallow the connection.'],
  'tls-name': ({ host }) => [`The certificate of ${host} is for another name. Not connected.`, 'Use the address that the certificate names, or ask whoever runs the server.'],
  'tls-untrusted': ({ host }) => [`The certificate of ${host} is not signed by an authority that this computer trusts. Not connected.`, "If the school has its own authority, paste its CA certificate into this platform's settings."],
  'tls-expired': ({ host }) => [`The certificate of ${host} has expired or is not valid yet. Not connected.`, "Ask whoever runs the server to renew it, and check this computer's clock."],
  'tls-other': ({ host }) => [`No secure connection to ${host} could be agreed on.`, 'Ask whoever runs the server to check its TLS settings.'],
  'tls-not-spoken': ({ host }) => [`${host} does not speak HTTPS on this port.`, 'Use http:// for this address, or the port of the secure server.'],
  'not-socketio': ({ host, path }) => [`${host} answers, but there is no Socket.IO server at ${path}.`, 'Check the address and the path; if both are right, real-time may be switched off on the server.'],
  'wrong-path': ({ host, path }) => [`${host} has no Socket.IO server at ${path}, but at another path.`, "Change the path in this platform's settings."],
  'raw-websocket': ({ host, path }) => [`${host} has a plain WebSocket server at ${path}, not Socket.IO.`, 'Ask whoever runs the server for the Socket.IO address.'],
  'socketio-2': ({ host }) => [`${host} uses Socket.IO 2; this app needs 3 or later.`, 'Ask whoever runs the server to upgrade it.'],
  'realtime-disabled': ({ platform, host, path }) => [`${platform} on ${host} works, but its real-time server is switched off: nothing answers at ${path}.`, 'Ask whoever runs the server to switch real-time on (RusingAcademy: WEBSOCKET_ENABLED).'],
  'http-status': ({ host }) => [`${host} answered the connection with an HTTP error.`, 'The server or a proxy in front of it may be in trouble or not let WebSocket through; see the details.'],
  transport: ({ host }) => [`No connection to ${host} could be opened.`, 'Try the other transport in the settings; a proxy may block WebSocket.'],
  'namespace-unknown': ({ host, namespace }) => [`${host} has no namespace ${namespace}.`, 'The others are not affected. Switch this namespace off, or check the address.'],
  'token-missing': ({ host }) => [`${host} asks for a sign-in and there is no token.`, 'Sign in, or paste an access token.'],
  'token-malformed': ({ host }) => [`${host} refused the token, and what was entered is no complete token.`, 'Copy the whole access token again: three parts with dots between them.'],
  'token-expired': ({ host }) => [`Your sign-in to ${host} ended: the token has expired.`, 'Your view is kept. Sign in again.'],
  'token-audience': ({ host }) => [`The token was issued for another service than ${host}.`, 'Use a token of this platform: sign in with e-mail and password, or copy the token from its own site.'],
  'token-refused': ({ host }) => [`${host} refused the token.`, 'Sign in again. If it happens again, ask whether this account may use the real-time service.'],
  'sign-in-refused': ({ host }) => [`${host} did not accept this e-mail address and password.`, 'Check both and sign in again.'],
  'sign-in-limited': ({ host }) => [`${host} takes no more sign-ins for a while: too many attempts.`, 'Wait before the next attempt; the time is in the details where the server names it.'],
  'sign-in-odd': ({ host }) => [`${host} answered the sign-in in a way that Rollcall does not understand.`, 'Check that the right platform is chosen, or paste an access token instead.'],
  'mfa-required': ({ host }) => [`${host} asks for a second factor, which Rollcall cannot enter.`, "Sign in on the platform's own site and paste the access token."],
  'rate-limited': ({ host }) => [`${host} says that there were too many messages or connections.`, 'Nothing to do: Rollcall waits and then goes on. Close other sessions of the same account if it happens often.'],
  'server-trouble': ({ host }) => [`${host} has trouble of its own and could not check the sign-in.`, 'Nothing is wrong with your token. Rollcall keeps trying; tell whoever runs the server.'],
  'dropped-by-server': ({ host }) => [`${host} ended the connection.`, 'Rollcall connects again, more slowly each time it happens.'],
  'connection-lost': ({ host }) => [`Lost the connection to ${host}.`, 'What was received so far is kept. Rollcall connects again by itself.'],
  'server-closing': ({ host }) => [`${host} is shutting down or restarting.`, 'Rollcall connects again when the server is back.'],
  'parse-error': ({ host }) => [`${host} sent something that is no Socket.IO message.`, 'Check the address and the path; the server may be a different program.'],
  'not-loopback': ({ host }) => [`${host} is not on this computer, and this Electron is out of support.`, 'Only addresses on this computer are allowed with it. Install a current Electron to connect to other machines.'],
  stopped: ({ host }) => [`Not connected to ${host}.`, 'Switch it on to connect.'],
  'admin-credentials': ({ host }) => [`${host} did not accept the sign-in to the admin feed.`, "Check the admin feed's user name and password or token in this platform's settings. They are not those of the platform itself."],
  'admin-namespace': ({ namespace }) => [`Connected, but ${namespace} is not an admin namespace on this server.`, 'Check the namespace or ask the engineer.'],
  'admin-version': ({ host }) => [`The admin feed of ${host} is older than @socket.io/admin-ui 0.4: it sends no events, and no times.`, 'People and rooms are shown as far as it goes. Ask whoever runs the server to upgrade it.'],
  unknown: ({ host }) => [`The connection to ${host} failed for a reason that Rollcall does not know.`, 'The details hold what the server said.'],
}

/** The words of a problem. Details are cut to 500 characters and cleared of anything that looks like a token. */
export function problemOf(kind: ProblemKind, context: ProblemContext): Problem {
  const [what, advice] = words[kind]({ host: context.host, path: context.path ?? '/socket.io', namespace: context.namespace ?? '/', platform: context.platform ?? 'The platform' })
  return { kind, what: context.what ?? what, advice: context.advice ?? advice, details: withoutSecrets(context.details ?? '') }
}

/** Removes JWTs, `Bearer x` and `token=x` from a text that may be shown or logged. */
export function withoutSecrets(text: string): string {
  return text
    .slice(0, 4_000)
    .replace(/\beyJ[\w-]{5,}(?:\.[\w-]*){0,2}/g, '[token]')
    .replace(/\b(bearer)\s+[^\s"',;]+/gi, '$1 [token]')
    .replace(/\b(access_?token|refresh_?token|session_?token|id_?token|token|password|cookie|authorization)(["']?\s*[=:]\s*["']?)(?!\s*bearer)[^\s"'&,;}]+/gi, '$1$2[hidden]')
    .slice(0, 500)
}
