import { networkInterfaces } from 'node:os'
import { isIPv4 } from 'node:net'

const LOOK_EVERY_MS = 3_000

/**
 * Tells when this machine's network changed: another address, another interface. IPv6 addresses are left out, because
 * privacy extensions change them all day without any effect on a connection.
 */
export function watchNetwork(onChange: () => void, addresses: () => string = currentAddresses): () => void {
  let known = addresses()
  const timer = setInterval(() => {
    const now = addresses()
    if (now === known) return
    known = now
    onChange()
  }, LOOK_EVERY_MS)
  return () => clearInterval(timer)
}

function currentAddresses(): string {
  const found = Object.entries(networkInterfaces()).flatMap(([name, list]) => (list ?? []).filter(({ internal, address }) => !internal && isIPv4(address)).map(({ address }) => `${name} ${address}`))
  return found.sort().join('\n')
}
