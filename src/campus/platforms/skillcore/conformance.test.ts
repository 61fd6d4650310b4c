import { afterEach, describe, expect, test } from 'vitest'
import type { Socket } from 'socket.io-client'
import type { Catalog, CatalogEvent, CatalogRoom } from '../../../shared/catalog.ts'
import { skillcore } from '../../../shared/platforms/skillcore.ts'
import { fillJson, matchTemplate, readFirst, readPath } from '../../../shared/template.ts'
import type { StoryContext } from '../../contract.ts'
import { ClientDevice } from '../../kit/device.ts'
import { conforms } from '../../kit/conforms.ts'
import { SeededRandom } from '../../population/random.ts'
import { createSchool } from '../../population/school.ts'
import type { NamespaceName } from './hub.ts'
import { namespaceNames } from './hub.ts'
import { World } from './world.ts'
import { TestCampus, until } from './test-campus.ts'

/* The campus and the console's catalog say the same: a whole school day is compared, in both directions. */

const manyEvents = { eventsPerMinute: 1_000_000, joinsPerMinute: 1_000_000, connectionsPerUser: 1_000 }

let campus: TestCampus
afterEach(() => campus.end())

function specOf(catalog: Catalog, namespace: string, name: string): CatalogEvent | undefined {
  return catalog.events.find(
    (event) => (event.name === name || event.alsoKnownAs?.includes(name)) && (event.namespaces.includes('*') || event.namespaces.includes(namespace)),
  )
}

/** Differences between one event and the catalog; empty when it is documented like this. */
function differences(namespace: string, name: string, args: readonly unknown[], direction: 'in' | 'out'): string[] {
  const spec = specOf(skillcore, namespace, name)
  if (!spec) return [`${namespace} ${name}: not in the catalog`]
  if (spec.direction === (direction === 'in' ? 'client-to-server' : 'server-to-client')) return [`${namespace} ${name}: wrong direction`]
  const documented = direction === 'out' && spec.sendArgs ? spec.sendArgs : spec.args
  const forms = [...(documented ? [documented] : []), ...(spec.variants ?? []).map((variant) => variant.args)]
  if (forms.length === 0) return []
  const perForm = forms.map((form) => (form.length === args.length ? form.flatMap((schema, index) => conforms(schema, args[index])) : [`${args.length} arguments`]))
  return perForm.some((list) => list.length === 0) ? [] : perForm.flat().map((line) => `${namespace} ${name}: ${line}`)
}

/** Lets all activities happen several times and compares everything that any socket sent or received. */
async function liveOneDay(asDeployed: boolean): Promise<{ wrong: string[]; received: Set<string>; sent: Set<string>; silent: string[] }> {
  campus = new TestCampus({ asDeployed, limits: manyEvents })
  await campus.platform.start()
  const { platform } = campus
  const [wrong, received, sent] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const listen = (socket: Socket, namespace: string): void => {
    socket.onAny((name: string, ...args: unknown[]) => {
      received.add(`${namespace} ${name}`)
      for (const line of differences(namespace, name, args, 'in')) wrong.add(line)
    })
  }
  for (const namespace of namespaceNames) {
    platform.io.of(namespace).on('connection', (socket) => {
      socket.onAny((name: string, ...args: unknown[]) => {
        sent.add(`${namespace} ${name}`)
        const payload = typeof args.at(-1) === 'function' ? args.slice(0, -1) : args
        for (const line of differences(namespace, name, payload, 'out')) wrong.add(line)
      })
    })
  }

  const leaveAll: (() => void)[] = []
  for (const namespace of namespaceNames.filter((name) => name !== '/' || !asDeployed)) {
    const socket = await campus.client(campus.admin, namespace)
    listen(socket, namespace)
    const ofNamespace = platform.rooms.filter((watchable) => watchable.namespace === namespace)
    for (const { room } of ofNamespace) byCatalog(socket, namespace, room, 'join')
    leaveAll.push(() => {
      socket.emit('room:join', { room: 'class-999' })
      for (const { room } of ofNamespace) byCatalog(socket, namespace, room, 'leave')
    })
  }
  const devices = new Map<number, ClientDevice>()
  const people = platform.accounts.slice(1).map(({ person }) => person)
  for (const person of people) {
    const device = platform.createDevice(person)
    if (!(device instanceof ClientDevice)) throw new Error('no client device')
    await device.connect()
    devices.set(person.number, device)
    for (const namespace of namespaceNames) {
      const socket = device.socket(namespace)
      if (socket) listen(socket, namespace)
    }
  }

  const random = new SeededRandom('conformance')
  const silent: string[] = []
  for (const activity of platform.activities) {
    let happened = 0
    for (let time = 0; time < 30; time++) {
      const context: StoryContext = {
        school: platform.hub.world.school,
        random: random.fork(`${activity.name} ${time}`),
        // A minute between two of a kind, so that the story's own pace lets all of them happen.
        now: () => new Date(Date.UTC(2026, 9, 2, 8, time)),
        deviceOf: (person) => devices.get(person.number),
        present: people,
      }
      if (activity.run(context) !== undefined) happened++
      if (activity.name === 'poll' && time >= 2) break
    }
    if (happened === 0) silent.push(activity.name)
  }
  // The story's slow endings: messages after typing, grading after submitting.
  await until(() => expect([...received]).toEqual(expect.arrayContaining(['/messages message.new', '/messages message.read', '/assessment assessment.auto-graded'])))
  await until(() => expect([...sent]).toContain('/live-class poll.submit'))
  for (let number = 1; number <= 5; number++) platform.live.closePoll(`poll-${number}`)
  await until(() => expect([...received]).toContain('/live-class poll.results'))
  for (const leave of leaveAll) leave()
  devices.get(campus.stranger.person.number)?.socket('/live-class')?.emit('class:join', { classId: 'class-123' })
  await until(() => expect([...received]).toEqual(expect.arrayContaining(['/live-class room:users', '/live-class error'])))
  for (const device of devices.values()) device.disconnect('graceful')
  return { wrong: [...wrong], received, sent, silent }
}

/** Sends the catalog's commands for a room: the first that joins, all that leave. */
function byCatalog(socket: Socket, namespace: string, room: string, what: 'join' | 'leave'): CatalogRoom | undefined {
  for (const spec of skillcore.rooms) {
    const values = spec.namespace === namespace ? matchTemplate(spec.pattern, room) : undefined
    if (!values) continue
    const commands = what === 'join' ? spec.join.slice(0, 1) : spec.leave
    for (const command of commands) socket.emit(command.event, ...command.args.map((arg) => fillJson(arg, { ...values, room })))
    return spec
  }
  return undefined
}

describe('a school day has nothing that the catalog does not know', () => {
  test('as documented: every documented event occurs', async () => {
    const { wrong, received, sent, silent } = await liveOneDay(false)
    expect(wrong).toEqual([])
    expect(silent).toEqual([])
    const documented = skillcore.events.filter(({ source }) => source.startsWith('SkillCore document'))
    const names = (list: readonly CatalogEvent[]): string[] => list.flatMap(({ name, namespaces }) => namespaces.filter((one) => one !== '*').map((one) => `${one} ${name}`))
    expect(names(documented.filter(({ direction }) => direction !== 'client-to-server')).filter((key) => !received.has(key))).toEqual([])
    expect(names(documented.filter(({ direction }) => direction !== 'server-to-client')).filter((key) => !sent.has(key))).toEqual([])
    // Of those on every namespace it is enough to be seen on one.
    const seen = [...received, ...sent].join('\n')
    for (const name of ['room:join', 'room:leave', 'room:user-joined', 'room:users', 'presence:update', 'presence:status-changed', 'error']) expect(seen).toContain(` ${name}`)
  })

  test('as deployed: all in forms that the catalog tolerates', async () => {
    const { wrong, received, sent, silent } = await liveOneDay(true)
    expect(wrong).toEqual([])
    expect(silent).toEqual([])
    expect([...received]).toEqual(
      expect.arrayContaining(['/notifications notification.received', '/attendance attendance.bulk-marked', '/attendance attendance.pattern-detected', '/gradebook lineitem.updated', '/live-class hand-lowered']),
    )
    expect([...sent]).toEqual(expect.arrayContaining(['/messages message:send', '/messages message:read', '/attendance attendance:mark', '/live-class class:leave', '/notifications notification:read']))
    expect([...received].some((key) => key.startsWith('/ '))).toBe(false)
  })
})

describe('rooms', () => {
  test.each([false, true])('every watchable room is joined and confirmed by the catalog (as deployed: %s)', async (asDeployed) => {
    campus = new TestCampus({ asDeployed, limits: manyEvents })
    await campus.platform.start()
    for (const { namespace, room } of campus.platform.rooms) {
      const socket = await campus.client(campus.admin, namespace)
      const heard: [string, unknown[]][] = []
      socket.onAny((name: string, ...args: unknown[]) => heard.push([name, args]))
      const spec = byCatalog(socket, namespace, room, 'join')
      const confirm = spec?.join[0]?.confirm
      await until(() => expect([room, campus.platform.io.of(namespace).adapter.rooms.get(room)?.has(socket.id ?? '')]).toEqual([room, true]))
      if (confirm) {
        const wanted = fillJson(confirm.equals, { ...matchTemplate(spec.pattern, room), room })
        await until(() => expect(heard.filter(([name]) => name === confirm.event).map(([, args]) => readPath(args, confirm.path))).toEqual([wanted]))
      } else expect(spec?.join[0]?.ack).toBe(true)
      socket.disconnect()
    }
  })

  test('a school of 300 has 20 of them, spread over its classes, none twice', async () => {
    campus = new TestCampus()
    for (const deployed of [false, true]) {
      const rooms = new World(createSchool(1, 300)).watchableRooms(deployed).map(({ namespace, room }) => `${namespace} ${room}`)
      expect(rooms).toHaveLength(20)
      expect(new Set(rooms).size).toBe(20)
    }
    expect(new World(createSchool(1, 20)).watchableRooms(false).length).toBeGreaterThan(5)
  })
})

test.each([false, true])('acknowledgements have the form of the catalog (as deployed: %s)', async (asDeployed) => {
  campus = new TestCampus({ asDeployed, limits: manyEvents })
  await campus.platform.start()
  const cases: [string, string, unknown][] = [
    ['/messages', asDeployed ? 'message:send' : 'send-message', { conversationId: 'conv-123', body: 'Hello' }],
    ['/messages', asDeployed ? 'message:send' : 'send-message', { conversationId: 'conv-123' }],
    ['/messages', 'conversation:join', { conversationId: 'conv-123' }],
    ['/gradebook', 'gradebook:join', { classId: 'class-123', academicSessionId: 'session-1' }],
    ['/gradebook', 'room:join', {}],
    ['/live-class', 'poll.submit', { pollId: 'poll-0', selectedOptions: [0] }],
    ['/notifications', asDeployed ? 'notification:read' : 'notification.read', { notificationId: 'notification-1' }],
    ['/assessment', 'assessment:join', { assessmentId: 'assessment-123' }],
  ]
  for (const [namespace, event, payload] of cases) {
    const socket = await campus.client(campus.admin, namespace)
    const answer: unknown[] = await new Promise((resolve) => socket.emit(event, payload, (...args: unknown[]) => resolve(args)))
    const forms = specOf(skillcore, namespace, event)?.ack ?? []
    expect([event, answer.length, forms.flatMap((form, index) => conforms(form, answer[index]))]).toEqual([event, forms.length, []])
    socket.disconnect()
  }
})

test('an intervention and its notification are one alert by the catalog', async () => {
  campus = new TestCampus()
  await campus.platform.start()
  const byIdentity = new Map<string, string[]>()
  for (const namespace of ['/', '/attendance', '/notifications'] satisfies NamespaceName[]) {
    const socket = await campus.client(campus.admin, namespace)
    socket.onAny((name: string, ...args: unknown[]) => {
      const alert = specOf(skillcore, namespace, name)?.alerts?.find(({ when }) => when.every(({ path, in: values }) => values.includes(String(readPath(args, path)))))
      if (!alert) return
      const identity = readFirst(args, alert.identity) ?? 'none'
      byIdentity.set(identity, [...(byIdentity.get(identity) ?? []), `${namespace} ${name}`])
    })
  }
  const { world } = campus.platform.hub
  campus.platform.activities
    .find(({ name }) => name === 'intervention')
    ?.run({ school: world.school, random: new SeededRandom('one'), now: () => new Date(), present: [], deviceOf: () => undefined })
  await until(() => expect([...byIdentity.values()].flat()).toHaveLength(3))
  expect([...byIdentity].map(([identity, events]) => [identity, [...events].toSorted()])).toEqual([
    ['intervention-1', ['/ notification.new', '/attendance attendance.intervention-triggered', '/notifications notification.new']],
  ])
})
