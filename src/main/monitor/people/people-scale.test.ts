import { expect, test } from 'vitest'
import { monitorWithTarget, START_MS, viewOf } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import type { ObservedSocket } from '../presence-sink.ts'
import { everybody } from './people-list.ts'

/* Measured and printed, never asserted as time: how long the People screen's answers take on this computer. */

const firstNames = ['Ada', 'Béla', 'Chiara', 'Dmitri', 'Élodie', 'Farah', 'Goran', 'Hanna', 'Ikram', 'José', 'Kaja', 'Luís']
const lastNames = ['Abbott', 'Bauer', 'Castro', 'Dubois', 'Evans', 'Fischer', 'García', 'Horváth', 'Ivanova', 'Jansen']

function sockets(count: number): ObservedSocket[] {
  return Array.from({ length: count }, (_, number) => {
    const name = `${firstNames[number % firstNames.length]} ${lastNames[number % lastNames.length]} ${number}`
    return {
      namespace: '/', id: `sid-${number}`, device: `dev-${number}`, transport: 'websocket', address: 'IPv4', agent: 'Chrome on Windows',
      rooms: [`sid-${number}`, `class_${number % 400}`, `school_${number % 10}`, `user:${number}`],
      person: { id: `u-${number}`, name, email: `p${number}@lincoln.example`, role: number % 12 === 0 ? 'TEACHER' : 'STUDENT' },
      connectedAtMs: START_MS - 60_000, own: false,
    }
  })
}

function took(work: () => void): number {
  const from = performance.now()
  work()
  return Math.round((performance.now() - from) * 10) / 10
}

test.each([12_000, 100_000])('%i people: all of them are found, sorted and grouped', (count) => {
  const monitor: Monitor = monitorWithTarget()
  monitor.targetChanged(viewOf('t1', { feedOn: true }), START_MS)
  const all = sockets(count)
  const times: Record<string, number> = {}
  times['snapshot'] = took(() => monitor.snapshot('t1', all, START_MS))
  for (let tick = 0; tick <= count / 2_000; tick++) times['drain'] = Math.max(times['drain'] ?? 0, took(() => monitor.drain(START_MS)))
  times['first list'] = took(() => monitor.people.query(everybody))
  expect(monitor.people.state()).toMatchObject({ count, of: count })
  times['first search'] = took(() => monitor.people.query({ ...everybody, text: 'garcia' }))
  expect(monitor.people.state().count).toBe(count / 10)
  times['search'] = took(() => monitor.people.query({ ...everybody, text: 'jose teacher class_7' }))
  times['palette'] = took(() => expect(monitor.people.find('u-777', 10)[0]?.key.personId).toBe('u-777'))
  times['sort by last seen'] = took(() => monitor.people.query({ ...everybody, sort: 'lastSeen', descending: true }))
  times['group by role'] = took(() => monitor.people.query({ ...everybody, group: 'role' }))
  expect(monitor.people.state().groups).toEqual([{ label: 'STUDENT', from: 0, count: count - Math.ceil(count / 12) }, { label: 'TEACHER', from: count - Math.ceil(count / 12), count: Math.ceil(count / 12) }])
  times['refresh'] = took(() => monitor.people.refresh(START_MS + 2_000))
  times['100 rows'] = took(() => expect(monitor.people.rows(monitor.people.state().revision, 5_000, 100).rows.length).toBe(100))
  times['rooms'] = took(() => monitor.rooms.query({ text: '', targetId: null, kind: null, sort: 'members', descending: true, showPerSocket: false }))
  times['overview'] = took(() => expect(monitor.overview(START_MS).peopleActive).toBe(count))
  times['second snapshot'] = took(() => monitor.snapshot('t1', all, START_MS + 5_000))
  times['tick'] = took(() => monitor.drain(START_MS + 70_000))
  process.stdout.write(`${count} people, ms: ${JSON.stringify(times)}\n`)
}, 60_000)
