import { expect, test } from 'vitest'
import type { AudiencePart } from '../../shared/notices.ts'
import { runMark } from '../monitor/names.ts'
import { socket } from '../monitor/presence-fixture.ts'
import type { ObservedSocket } from '../monitor/presence-sink.ts'
import { draftOf, School, START_MS } from './notices-fixture.ts'

/* Whoever has an address for an id is a number to the window, and so is a room that is called by one. A draft that is kept must not mean another person after a restart. */

const inChat = (id: string): ObservedSocket => socket(`socket of ${id}`, id, { rooms: [`chat:${id}`], person: { role: 'STUDENT' } })

test.each(['admin-feed', 'application-socket'] as const)('%s: a kept draft to a masked person or room reaches nobody else in the next run', async (way) => {
  const school = new School({ run: runMark(START_MS), sockets: [inChat('ana@lyceum.example'), inChat('ben@lyceum.example')], settings: { way } })
  const room = school.monitor.rooms.find('chat', 10).map(({ key }) => key)[0]
  const person = school.monitor.people.find('student', 10).map(({ key }) => key)[0]
  if (!room || !person) throw new Error('nobody is there')
  const parts: AudiencePart[] = [{ kind: 'person', key: person }, { kind: 'room', ...room }]
  for (const part of parts) expect(await school.review(draftOf({ audience: { include: [part], exclude: [] } }))).toMatchObject({ problems: [], count: { online: 1 } })

  const later = school.again({ startedAtMs: START_MS + 60_000, run: runMark(START_MS + 60_000), sockets: [inChat('eve@lyceum.example')], settings: { way } })
  for (const part of parts) {
    const { problems, count } = await later.review(draftOf({ audience: { include: [part], exclude: [] } }))
    expect([part.kind, count.online, problems.length > 0]).toEqual([part.kind, 0, true])
  }
})

test('every run has a mark of its own', () => {
  expect(runMark(START_MS)).toMatch(/^[a-z0-9]{5}-$/)
  expect(runMark(START_MS + 1_000)).not.toBe(runMark(START_MS))
})
