import { describe, expect, test } from 'vitest'
import type { ActionRequest, PersonDetail } from '../shared/presence.ts'
import { liveTarget, personDetail, personRow } from './people-desk-fixture.ts'
import { planAction } from './people-desk-plan.ts'
import type { SocketRef } from './people-desk-plan.ts'

const person = { targetId: 'lakeside', personId: 'u-17' }
const room = { targetId: 'lakeside', namespace: '/live-class', room: 'class:7B' }
const disconnect: ActionRequest = { kind: 'disconnect', person, socketId: null }
const leave: ActionRequest = { kind: 'leave', person, room }
const join: ActionRequest = { kind: 'join', person, room }

/** Two devices: a laptop in the class, a phone that is not. */
const maria = personDetail(personRow('u-17', 'Maria Rossi'), [
  { device: 'laptop', sockets: [{ socketId: 'L1', namespace: '/', rooms: ['L1'] }, { socketId: 'L2', namespace: '/live-class', rooms: ['L2', 'class:7B'] }] },
  { device: 'phone', sockets: [{ socketId: 'P2', namespace: '/live-class', rooms: ['P2'] }] },
])
const sockets: readonly SocketRef[] = [{ namespace: '/', id: 'L1' }, { namespace: '/live-class', id: 'L2' }, { namespace: '/live-class', id: 'P2' }]

function withRow(change: Partial<PersonDetail['row']>, sessions: Partial<PersonDetail['sessions'][number]> = {}): PersonDetail {
  return { ...maria, row: { ...maria.row, ...change }, sessions: maria.sessions.map((session) => ({ ...session, ...sessions })) }
}

describe('planAction', () => {
  test('names the object, the counts and the side effect', () => {
    expect(planAction(disconnect, liveTarget(), maria, sockets)).toEqual({
      preview: { sentence: 'Disconnect M. R. (2 devices, 3 sockets) from Lakeside.', sideEffect: 'Their app may reconnect by itself.', sockets: 3, refused: null },
      sockets,
      scope: 'person u-17, 2 devices, 3 sockets',
    })
  })

  test('one connection of several', () => {
    const plan = planAction({ ...disconnect, socketId: 'P2' }, liveTarget(), maria, sockets)
    expect([plan.preview.sentence, plan.sockets]).toEqual(['End one connection of M. R. (1 device, 1 socket) to Lakeside.', [sockets[2]]])
  })

  test('leaves with the sockets that are in the room, joins with those that are not', () => {
    const leaving = planAction(leave, liveTarget(), maria, sockets)
    const joining = planAction(join, liveTarget(), maria, sockets)
    expect([leaving.sockets, joining.sockets]).toEqual([[sockets[1]], [sockets[2]]])
    expect(leaving.preview.sentence).toBe('Remove M. R. (1 device, 1 socket) from the room class:7B on Lakeside.')
    expect(joining.preview.sentence).toBe('Make M. R. (1 device, 1 socket) join the room class:7B on Lakeside.')
    expect(leaving.scope).toBe('person u-17, room class:7B in /live-class, 1 device, 1 socket')
  })

  test('the scope never holds a name or an address, a revealed name stays in the dialog', () => {
    const revealed = withRow({ name: 'Maria Rossi', revealed: true, key: { targetId: 'lakeside', personId: 'maria@lakeside.example' } })
    const plan = planAction({ ...leave, room: { ...room, room: 'user_maria@lakeside.example' } }, liveTarget(), revealed, sockets)
    expect(plan.preview.sentence).toContain('Remove Maria Rossi (')
    expect(plan.scope).not.toMatch(/maria|rossi|lakeside\.example/i)
  })

  test('sockets of the admin namespace and of silent servers are left out, and that is said', () => {
    const detail: PersonDetail = { ...maria, sessions: maria.sessions.map((session) => ({ ...session, stale: session.device === 'phone' })) }
    const plan = planAction(disconnect, liveTarget(), detail, [...sockets, { namespace: '/admin', id: 'X' }])
    expect([plan.sockets, plan.preview.sideEffect]).toEqual([[sockets[0], sockets[1]], 'Their app may reconnect by itself. 1 socket on a server that has not reported for 10 seconds is left out.'])
  })

  test('in production mode it says that nothing is confirmed', () => {
    expect(planAction(disconnect, liveTarget({ feed: { mode: 'production' } }), maria, sockets).preview).toMatchObject({ refused: null, sideEffect: 'Their app may reconnect by itself. This server does not confirm commands: the result will be "sent".' })
  })

  test.each([
    ['read-only', liveTarget({ settings: { readOnly: true } }), maria, disconnect, 'Lakeside is read-only. Lift that under Platforms first.'],
    ['production and read-only', liveTarget({ settings: { readOnly: true, environment: 'production' } }), maria, disconnect, 'Lakeside is tagged production and read-only. Whoever may change that can lift it under Platforms.'],
    ['no admin feed', liveTarget({ feed: null }), maria, disconnect, 'Actions need the admin feed of Lakeside, and it is not set up. Switch it on under Platforms.'],
    ['feed down', liveTarget({ feedState: 'reconnecting' }), maria, disconnect, 'The admin feed of Lakeside is not connected now. Nothing is kept to be sent later: try again when it is live.'],
    ['feed still loading', liveTarget({ feedState: 'loading' }), maria, disconnect, 'The admin feed of Lakeside is not connected now. Nothing is kept to be sent later: try again when it is live.'],
    ['read-only feed', liveTarget({ feed: { readOnly: true, actions: [] } }), maria, disconnect, 'The admin feed of Lakeside is read-only: this server takes no commands.'],
    ['not offered', liveTarget({ feed: { actions: ['leave'] } }), maria, join, "This server's admin feed does not offer to make anybody join a room."],
    ['admin namespace', liveTarget(), maria, { ...join, room: { ...room, namespace: '/admin' } }, 'Rooms of the admin namespace itself are left alone.'],
    ['another platform', liveTarget(), maria, { ...join, room: { ...room, targetId: 'hillside' } }, 'The room is on another platform than the person.'],
    ['own room', liveTarget(), maria, { ...leave, room: { ...room, room: 'L2' } }, "A socket's own room is left alone: without it nothing reaches the socket."],
    ['own account', liveTarget(), withRow({ own: true }), disconnect, "This is Rollcall's own account."],
    ['silent server', liveTarget(), withRow({}, { stale: true }), disconnect, 'The server that holds the connection has not reported for 10 seconds. Actions on it are off until it does.'],
    ['not in the room', liveTarget(), maria, { ...leave, room: { ...room, room: 'class:8A' } }, 'The person is not in this room any more.'],
    ['not in the namespace', liveTarget(), maria, { ...join, room: { ...room, namespace: '/chat' } }, 'The person is in this room already, or has no connection to /chat.'],
    ['socket gone', liveTarget(), maria, { ...disconnect, socketId: 'old' }, 'This connection has ended in the meantime.'],
  ] satisfies [string, ReturnType<typeof liveTarget>, PersonDetail, ActionRequest, string][])('refuses in words: %s', (_why, view, detail, action, refused) => {
    expect(planAction(action, view, detail, sockets).preview.refused).toBe(refused)
  })

  test('refuses in words when nobody is there any more, or was only inferred', () => {
    expect(planAction(disconnect, liveTarget(), undefined, []).preview).toMatchObject({ sockets: 0, refused: 'Nobody is there any more: this person is not known on the platform now.' })
    expect(planAction(disconnect, liveTarget(), personDetail(maria.row, []), []).preview.refused).toBe('Nobody is there any more: the person has no connection now.')
    expect(planAction(disconnect, liveTarget(), personDetail(personRow('u-17', 'Maria Rossi', { evidence: 'inferred' }), []), []).preview.refused).toBe('Only events of this person were seen, no connection: there is nothing to act on.')
  })
})
