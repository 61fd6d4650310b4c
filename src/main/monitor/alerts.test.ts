import { describe, expect, test } from 'vitest'
import type { ReceivedAlert } from '../../shared/domain.ts'
import { Alerts } from './alerts.ts'
import { Attention } from './attention.ts'
import { grade, monitorWithTarget, START_MS, viewOf, wire } from './monitor-fixture.ts'
import type { Monitor } from './monitor.ts'
import { payloadOfText } from './raw-payload.ts'

function received(...events: Parameters<Monitor['event']>[0][]): readonly ReceivedAlert[] {
  const monitor = monitorWithTarget()
  for (const event of events) monitor.event(event)
  monitor.drain(START_MS)
  return monitor.alerts()
}

describe('alerts as received', () => {
  test('an alarm and its notices in two namespaces are one alert; the worse severity brings its words', () => {
    const alerts = received(
      wire('alarm.raised', [{ alarmId: 'a1', studentId: 's1', type: 'truancy', reason: 'Maria was not there' }]),
      wire('notice.new', [{ noticeId: 'n1', type: 'ALARM', priority: 'normal', related: { id: 'a1' } }], { namespace: '/', atMs: START_MS + 1 }),
      wire('notice.new', [{ noticeId: 'n1', type: 'ALARM', priority: 'urgent', related: { id: 'a1' } }], { namespace: '/talk', atMs: START_MS + 2 }),
      wire('alarm.raised', [{ alarmId: 'a2', type: 'late' }]),
    )
    expect(alerts).toEqual([
      { id: 'alert-1', targetId: 't1', namespace: '/talk', event: 'notice.new', severity: 'critical', cause: 'urgent', title: 'Urgent notice', firstAtMs: START_MS, lastAtMs: START_MS + 2, count: 3, seq: 3 },
      { id: 'alert-2', targetId: 't1', namespace: '/grades', event: 'alarm.raised', severity: 'warning', cause: 'late', title: 'Absence rule late reached', firstAtMs: START_MS, lastAtMs: START_MS, count: 1, seq: 4 },
    ])
  })

  test('conditions must hold; others are ordinary events', () => {
    expect(received(wire('notice.new', [{ noticeId: 'n1', type: 'INFO', priority: 'normal' }]), wire('notice.new', [null]), wire('notice.new'), grade(1))).toEqual([])
  })

  test('without an identity the same words are one alert with a count, and no payload is needed', () => {
    expect(received(wire('system.halt', [], { namespace: '/' }), wire('system.halt', [null], { namespace: '/' }), { ...wire('system.halt', [], { namespace: '/' }), payload: payloadOfText('garbage') }).map(({ title, count }) => ({ title, count }))).toEqual([{ title: 'System halt announced', count: 3 }])
  })

  test('what is filled into a title is masked, and a title that cannot be filled is the name of the event', () => {
    expect(received(wire('alarm.raised', [{ alarmId: '1', type: 'Maria is ill' }]), wire('alarm.raised', [{ alarmId: '2' }]), wire('alarm.raised', [{ alarmId: '3', type: 'maria@x.example' }])).map((alert) => alert.title)).toEqual([
      'Absence rule text of 12 characters reached',
      'alarm.raised',
      'Absence rule m•••@••• reached',
    ])
  })

  test('the list is bounded: the one that was silent for longest goes, and is counted', () => {
    const alerts = new Alerts(2)
    const receive = (identity: string): void => void alerts.receive({ severity: 'info', cause: '', title: identity, identity }, { targetId: 't1', namespace: '/', event: 'e', atMs: START_MS, seq: 1 })
    for (const identity of ['a', 'b', 'a', 'c']) receive(identity)
    expect([alerts.list.map((alert) => alert.title), alerts.dropped]).toEqual([['a', 'c'], 1])
  })

  test('the same identity on two targets is two alerts', () => {
    const alerts = new Alerts()
    for (const targetId of ['t1', 't2']) alerts.receive({ severity: 'info', cause: '', title: '', identity: 'x'.repeat(1_000_000) }, { targetId, namespace: '/', event: 'e', atMs: START_MS, seq: 1 })
    expect(alerts.size).toBe(2)
    alerts.removeTarget('t1')
    expect(alerts.list.map((alert) => alert.targetId)).toEqual(['t2'])
  })
})

describe('what needs attention', () => {
  const problem = { kind: 'refused', what: 'Nothing answers at 127.0.0.1:4400.', advice: 'Check the port.', details: '' } as const
  const items = (attention: Attention, nowMs: number, alerts: readonly ReceivedAlert[] = []): ReturnType<Attention['items']> => attention.items(alerts, String, nowMs)

  test('a lost target after five seconds, with its problem in words', () => {
    const attention = new Attention()
    attention.targetChanged(viewOf('t1', { name: 'Lincoln', state: 'offline', problem }))
    expect(items(attention, START_MS + 5_000)).toEqual([])
    expect(items(attention, START_MS + 5_001)).toEqual([
      { id: 'target-t1', severity: 'critical', title: 'Lincoln: not connected', detail: 'Nothing answers at 127.0.0.1:4400. Check the port.', sinceMs: START_MS, count: 3, open: { screen: 'platforms', targetId: 't1' } },
    ])
  })

  test('a new try neither takes the trouble away nor starts its time anew; live does', () => {
    const attention = new Attention()
    attention.targetChanged(viewOf('t1', { state: 'offline', problem }))
    attention.targetChanged(viewOf('t1', { state: 'connecting', sinceMs: START_MS + 4_000 }))
    attention.targetChanged(viewOf('t1', { state: 'offline', sinceMs: START_MS + 8_000, problem }))
    expect(items(attention, START_MS + 9_000).map((item) => item.sinceMs)).toEqual([START_MS])
    attention.targetChanged(viewOf('t1', { state: 'live', sinceMs: START_MS + 10_000 }))
    expect(items(attention, START_MS + 99_000)).toEqual([])
  })

  test('some namespaces down is a warning that names them', () => {
    const attention = new Attention()
    attention.targetChanged(viewOf('t1', { name: 'Lincoln', state: 'offline', namespaces: { '/': 'live', '/grades': 'offline', '/talk': 'off' }, problem }))
    expect(items(attention, START_MS + 6_000)).toMatchObject([{ severity: 'warning', title: 'Lincoln: 1 of 2 namespaces not connected', detail: '/grades. Nothing answers at 127.0.0.1:4400. Check the port.' }])
  })

  test('worst first, newest first within', () => {
    const attention = new Attention()
    attention.targetChanged(viewOf('t1', { state: 'signed-out' }))
    attention.targetChanged(viewOf('t2', { state: 'reconnecting', sinceMs: START_MS + 1 }))
    const alert = (id: string, severity: ReceivedAlert['severity'], firstAtMs: number): ReceivedAlert => ({ id, targetId: 't1', namespace: '/', event: 'e', severity, cause: '', title: '', firstAtMs, lastAtMs: firstAtMs, count: 1, seq: 1 })
    const alerts = [alert('old', 'info', START_MS), alert('new', 'info', START_MS + 5), alert('bad', 'critical', START_MS - 1)]
    expect(items(attention, START_MS + 60_000, alerts).map((item) => item.id)).toEqual(['target-t1', 'bad', 'target-t2', 'new', 'old'])
    attention.targetRemoved('t1')
    expect(items(attention, START_MS + 60_000).map((item) => item.id)).toEqual(['target-t2'])
  })
})
