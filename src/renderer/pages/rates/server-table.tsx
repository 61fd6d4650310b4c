import type { LatencyView } from '../../../shared/rates.ts'
import { useTargetNames } from '../../components/platform-name.ts'
import { ServerMark } from '../../components/server-mark.tsx'
import { useNow } from '../../state/clock.ts'
import { count, rate, size } from '../../text/numbers.ts'
import { duration } from '../../text/times.ts'

/** What the servers behind the admin feeds say of themselves. */
export function ServerTable({ servers }: { servers: LatencyView['servers'] }) {
  const names = useTargetNames()
  const now = useNow()
  return (
    <section className="latency-part" aria-labelledby="servers-title">
      <h2 id="servers-title">Servers</h2>
      {servers.length === 0 ? <p className="dim latency-words">No platform here has an admin feed, so no server tells its statistics. It is set up on the Platforms screen.</p> : (
        <table className="table latency-table">
          <caption className="visually-hidden">Statistics of the servers behind the admin feeds</caption>
          <thead>
            <tr>
              <th scope="col">Server</th><th scope="col">Platform</th><th scope="col">State</th><th scope="col" className="right">Up</th><th scope="col" className="right">Clients</th><th scope="col" className="right">Polling</th>
              <th scope="col" className="right">Packets/s in</th><th scope="col" className="right">out</th><th scope="col" className="right">Bytes/s in</th><th scope="col" className="right">out</th>
            </tr>
          </thead>
          <tbody>
            {servers.map(({ targetId, server }) => (
              <tr key={`${targetId} ${server.serverId} ${server.pid}`} className={server.stale ? 'stale' : undefined}>
                <th scope="row" title={`${server.hostname}, process ${server.pid}`}><span className="mono">{server.serverId}</span></th>
                <td>{names[targetId] ?? targetId}</td>
                <td><ServerMark server={server} now={now} /></td>
                <td className="num right">{duration(server.uptimeSeconds * 1_000)}</td>
                <td className="num right">{server.clients === null ? <span className="dim">not told</span> : count(server.clients)}</td>
                <td className="num right">{count(server.pollingClients)}</td>
                {server.perSecond === undefined ? <td colSpan={4} className="dim right">known after its next report</td> : (
                  <>
                    <td className="num right">{rate(server.perSecond.packetsIn)}</td><td className="num right">{rate(server.perSecond.packetsOut)}</td>
                    <td className="num right">{size(server.perSecond.bytesIn)}</td><td className="num right">{size(server.perSecond.bytesOut)}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
