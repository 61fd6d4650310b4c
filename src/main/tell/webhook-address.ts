import { isLoopback } from '../targets/namespaces.ts'
import type { Trouble } from './trouble.ts'

/** Why a webhook cannot have this address; undefined: it can. Only https, or http to this computer. */
export function addressTrouble(text: string): Trouble | undefined {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return { what: 'The address is not a URL.', advice: 'It looks like https://oncall.example/hooks/rollcall.' }
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { what: `Webhooks do not go by ${url.protocol.replace(':', '')}.`, advice: 'Use an address that begins with https://.' }
  // What ends in .localhost is looked up like any other name in Node: it may be elsewhere.
  if (url.protocol === 'http:' && (!isLoopback(text) || url.hostname.endsWith('.localhost'))) return { what: 'By http everybody on the way could read the alerts.', advice: 'Use https. Only to this computer (localhost) http is allowed.' }
  if (url.username !== '' || url.password !== '') return { what: 'The address holds a user name or password, and it is shown on this screen.', advice: 'Leave them out: messages are signed with the secret.' }
  return undefined
}
