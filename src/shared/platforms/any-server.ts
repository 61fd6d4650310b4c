import type { Catalog } from '../catalog.ts'

/** A server that nobody here has seen: nothing is known of its events and rooms but what its admin feed shows. */
export const anyServer: Catalog = {
  id: 'any',
  name: 'Any Socket.IO server',
  summary: 'A server without a catalog: people, rooms and events through its admin feed.',
  document: '@socket.io/admin-ui, README',
  connection: { path: '/socket.io', exampleUrl: 'http://localhost:3000', transports: ['websocket', 'polling'] },
  auth: {
    ways: ['auth.token', 'query', 'header'],
    proofEvents: [],
    refusalEvents: [],
    signIn: [],
    refresh: [],
    whoAmI: { id: ['userId', 'user_id', 'id', 'sub'], role: ['role'] },
    checkedAtEveryMessage: false,
  },
  // Undocumented: off until the user wants a socket of Rollcall's own beside the admin feed.
  namespaces: [{ name: '/', title: 'Main', summary: 'What the server sends to every socket that connects.', documented: false }],
  events: [],
  rooms: [],
  limits: { connectionsPerUser: null, eventsPerMinute: null, roomJoinsPerMinute: null },
  ping: null,
  notes: [
    'Rollcall knows no event and no room of this server: it shows what the admin feed reports, under the names that the server uses.',
    'The server has to run instrument() of @socket.io/admin-ui. In production mode it tells counts only: no people, no rooms, no events.',
    "People are told apart by what the server keeps in socket.data (userId, user.id, sub, name, email, role). Where it keeps nothing, each connection is shown by itself.",
    'No namespace of the application is connected to unless you switch one on.',
  ],
}
