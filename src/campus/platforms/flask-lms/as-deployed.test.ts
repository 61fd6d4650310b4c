import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Platform } from '../../contract.ts'
import { openClient, openRaw, until } from '../../kit/test-client.ts'
import type { RawClient, TestClient } from '../../kit/test-client.ts'
import { createSchool } from '../../population/school.ts'
import { createFlaskLms } from './index.ts'

/* The wire facts of Flask-SocketIO, frame by frame. */

const school = createSchool(1, 60)
const courseId = school.classes[0]?.id ?? ''

let platform: Platform
const open: (RawClient | TestClient)[] = []

beforeEach(async () => {
  platform = createFlaskLms({ school, port: 0, asDeployed: true, adminFeed: false, adminFeedPassword: '' })
  await platform.start()
})

afterEach(async () => {
  for (const client of open.splice(0)) client.close()
  await platform.stop()
})

async function raw(connectPacket: string): Promise<RawClient> {
  const client = await openRaw(platform)
  open.push(client)
  client.send(connectPacket)
  return client
}

/** Frames after the handshake, once there are so many. */
async function answers(client: RawClient, count: number): Promise<string[]> {
  await until(() => client.frames.length > count, () => `${count} frames, got ${client.frames.join(' ')}`)
  return client.frames.slice(1)
}

async function connected(): Promise<RawClient> {
  const client = await raw(`40${JSON.stringify({ token: await platform.issueToken(platform.admin) })}`)
  await answers(client, 2)
  return client
}

it('connected arrives before CONNECT', async () => {
  const client = await connected()
  expect(client.frames[1]).toBe('42["connected",{"status":"Connected successfully"}]')
  expect(client.frames[2]).toMatch(/^40\{"sid":/)
  expect(platform.sentTo(platform.admin.userId).get('/ connected')).toBe(1)
})

it('the JS client gets connected before connect', async () => {
  const client = openClient(platform, { auth: { token: await platform.issueToken(platform.admin) } })
  open.push(client)
  await client.first('connect')
  expect(client.received.map(({ event }) => event)).toEqual(['connected', 'connect'])
})

it('the handshake has no maxPayload', async () => {
  const client = await openRaw(platform)
  open.push(client)
  const handshake = JSON.parse(client.frames[0]?.slice(1) ?? '') as object
  expect(Object.keys(handshake)).toEqual(['sid', 'upgrades', 'pingInterval', 'pingTimeout'])
})

it('refusal: event error with the text of PyJWT, then 44', async () => {
  const rejected = '44{"message":"Connection rejected by server"}'
  expect(await answers(await raw('40{"token":"nonsense"}'), 2)).toEqual(['42["error",{"message":"Not enough segments"}]', rejected])
  expect(await answers(await raw('40'), 2)).toEqual(['42["error",{"message":"Missing authentication token"}]', rejected])
  const [head, body] = (await platform.issueToken(platform.admin)).split('.')
  expect(await answers(await raw(`40{"token":"${head}.${body}.AAAA"}`), 2)).toEqual(['42["error",{"message":"Signature verification failed"}]', rejected])
})

it('refusal of an expired token: event error, then a bare 41', async () => {
  const token = await platform.issueToken(platform.admin, { expiresInSeconds: -5 })
  expect(await answers(await raw(`40{"token":"${token}"}`), 2)).toEqual(['42["error",{"message":"Signature has expired"}]', '41'])
  const client = openClient(platform, { auth: { token } })
  open.push(client)
  expect(await client.first('disconnect')).toBe('io server disconnect')
  expect(client.all('connect')).toEqual([])
})

it('an unknown namespace is answered with a string', async () => {
  const client = await raw('40/admin,{"token":"x"}')
  expect(await answers(client, 1)).toEqual(['44/admin,"Unable to connect"'])
  const withLibrary = openClient(platform, { namespace: '/admin' })
  open.push(withLibrary)
  expect(((await withLibrary.first('connect_error')) as Error).message).toBe('')
})

it('acknowledges with no arguments, also after an error', async () => {
  const client = await connected()
  client.send(`420["join_course",{"course_id":"${courseId}"}]`)
  client.send('421["join_course",{"course_id":"no-such-course"}]')
  expect((await answers(client, 6)).slice(2)).toEqual([
    `42["joined_course",{"course_id":"${courseId}","status":"Joined successfully"}]`,
    '430[]',
    '42["error",{"message":"Course not found"}]',
    '431[]',
  ])
})

it('a payload that makes a handler raise: no acknowledgement, no error, the connection lives', async () => {
  const client = await connected()
  client.send('420["join_course",null]')
  client.send(`421["leave_course",{"course_id":"${courseId}"}]`)
  expect((await answers(client, 4)).slice(2)).toEqual([`42["left_course",{"course_id":"${courseId}","status":"Left successfully"}]`, '431[]'])
})

it('a token that ends while connected changes nothing', async () => {
  const token = await platform.issueToken(platform.admin, { expiresInSeconds: 1 })
  const client = openClient(platform, { auth: { token } })
  open.push(client)
  await client.first('connect')
  const { exp } = JSON.parse(atob(token.split('.')[1] ?? '')) as { exp: number }
  await until(() => Date.now() > exp * 1000 + 200, 'end of the token')
  client.socket.emit('join_course', { course_id: courseId })
  expect(await client.first('joined_course')).toEqual({ course_id: courseId, status: 'Joined successfully' })
})
