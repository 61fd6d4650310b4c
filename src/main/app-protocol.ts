import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'
import type { Session } from 'electron'

/** The window's own origin: a standard scheme, so that 'self' in the policy means these files and nothing else. */
const APP_SCHEME = 'rollcall-app'
export const APP_ORIGIN = `${APP_SCHEME}://window`

/** Closed, then opened piece by piece. Inline style attributes are set through the DOM and need no exception. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** Serves the built window from `folder`; anything outside of it, and any type that the window does not need, is 404. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const file = fileFor(request.url, folder)
    if (file === undefined) return new Response('Not found', { status: 404 })
    try {
      const headers = { 'content-type': types[extname(file)] ?? '', 'content-security-policy': CONTENT_SECURITY_POLICY, 'x-content-type-options': 'nosniff' }
      return new Response(new Uint8Array(await readFile(file)), { headers })
    } catch {
      return new Response('Not found', { status: 404 })
    }
  })
}

/** The file of a URL, undefined when it is not one of the window's own. */
function fileFor(url: string, folder: string): string | undefined {
  const { host, pathname } = new URL(url)
  if (host !== 'window' || pathname.includes('%')) return undefined
  const file = normalize(join(folder, pathname === '/' ? 'index.html' : pathname))
  return file.startsWith(folder + sep) && types[extname(file)] !== undefined ? file : undefined
}
