import { Hourglass } from 'lucide-react'
import type { LatencyView } from '../../../shared/rates.ts'
import { useTargetNames } from '../../components/platform-name.ts'
import { count, counted } from '../../text/numbers.ts'
import { ageRemark, milliseconds, noRoundTrip } from './latency-words.ts'

type Namespace = LatencyView['namespaces'][number]

/** A line a namespace: how long a ping takes, and how old events are when they arrive. */
export function LatencyTable({ namespaces }: { namespaces: readonly Namespace[] }) {
  const names = useTargetNames()
  return (
    <section className="latency-part" aria-labelledby="latency-title">
      <h2 id="latency-title">Round trip and age of events <span className="dim">of the last 5 minutes</span></h2>
      <table className="table latency-table">
        <caption className="visually-hidden">Round trip and age of events by namespace</caption>
        <colgroup span={2} /><colgroup span={4} /><colgroup span={4} />
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>Namespace</th><th scope="col" rowSpan={2}>Platform</th>
            <th scope="colgroup" colSpan={4} className="latency-group">Round trip</th><th scope="colgroup" colSpan={4} className="latency-group">Age when received</th>
          </tr>
          <tr>
            <th scope="col" className="right latency-first">Last</th><th scope="col" className="right">p50</th><th scope="col" className="right">p95</th><th scope="col">Measured by</th>
            <th scope="col" className="right latency-first">p50</th><th scope="col" className="right">p95</th><th scope="col" className="right">Max</th><th scope="col">Read from</th>
          </tr>
        </thead>
        <tbody>
          {namespaces.map((each) => (
            <tr key={`${each.targetId} ${each.namespace}`}>
              <th scope="row" className="mono">{each.namespace}</th>
              <td>{names[each.targetId] ?? each.targetId}</td>
              <RoundTrip namespace={each} />
              <Age age={each.age} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function RoundTrip({ namespace }: { namespace: Namespace }) {
  const { roundTrip, by, late } = namespace
  const lacks = noRoundTrip(namespace)
  if (roundTrip === null) return <td colSpan={4} className="dim latency-first latency-none">{late ? <Late /> : null}{lacks}</td>
  return (
    <>
      <td className="num right latency-first" title={counted(roundTrip.samples, 'measurement')}>{milliseconds(roundTrip.lastMs)}</td>
      <td className="num right">{milliseconds(roundTrip.p50Ms)}</td>
      <td className="num right" title={`longest ${milliseconds(roundTrip.maxMs)}`}>{milliseconds(roundTrip.p95Ms)}</td>
      <td className="dim truncate" title={by ?? undefined}>{late ? <span className="state-mark tone-warning"><Late />late</span> : <span className="mono">{by}</span>}</td>
    </>
  )
}

function Age({ age }: { age: Namespace['age'] }) {
  if (age === null) return <td colSpan={4} className="dim latency-first latency-none">No event with a time in it was read yet</td>
  const remark = ageRemark(age)
  return (
    <>
      <td className="num right latency-first">{milliseconds(age.p50Ms)}</td>
      <td className="num right">{milliseconds(age.p95Ms)}</td>
      <td className="num right">{milliseconds(age.maxMs)}</td>
      <td className="dim latency-from" title={`${age.from}, ${count(age.samples)} read`}>{remark === null ? <span className="mono">{age.from}</span> : <span className="latency-remark">{remark}</span>}</td>
    </>
  )
}

function Late() {
  return <Hourglass size={12} aria-hidden="true" />
}
