import { expect, test } from 'vitest'
import { GROUP_ROOMS_REMEMBERED_MAX, GROUP_ROOM_REMEMBERED_DAYS } from '../../../shared/limits.ts'
import { GroupMemory } from './group-memory.ts'
import type { GroupRoom } from './group-memory.ts'
import { newRoom } from './room.ts'
import type { Room } from './room.ts'

const classRoom = (name: string, { namespace = '/', publicName = name, id = '7b' } = {}): Room => newRoom(namespace, name, publicName, 'class', 0, { group: { what: 'class', id } })
const kept = (room: string, day: number, targetId = 't1', id = '7b'): GroupRoom => ({ targetId, what: 'class', id, namespace: '/', room, day })
const seen = (memory: GroupMemory, id = '7b'): string[] => memory.rooms('t1', { what: 'class', id }).map(({ room }) => room)

test('each spelling is remembered and written once a day', () => {
  const memory = new GroupMemory()
  const room = classRoom('class_7b')
  room.spellings.add('klass_7b')
  memory.saw('t1', room, 5)
  memory.saw('t1', room, 5)
  const first = memory.unwritten
  expect(first.map((each) => each.room)).toEqual(['class_7b', 'klass_7b'])
  memory.written(first)
  memory.saw('t1', room, 5)
  expect(memory.unwritten).toEqual([])
  memory.saw('t1', room, 6)
  // Seen again while it was being written: the newer one is still to be.
  memory.written(first)
  expect([memory.unwritten.map(({ day }) => day), memory.groups('t1').map(({ day }) => day), seen(memory)]).toEqual([[6, 6], [6], ['class_7b', 'klass_7b']])
})

test('nothing that the window has masked, and no room that is of no class', () => {
  const memory = new GroupMemory()
  memory.saw('t1', classRoom('class_7b@lakeside.example', { publicName: 'class_***' }), 5)
  memory.saw('t1', classRoom('class_7b', { namespace: '/ana@lakeside.example' }), 5)
  const spelled = classRoom('class_7b')
  spelled.spellings.add('class_ana@lakeside.example')
  memory.saw('t1', spelled, 5)
  memory.saw('t1', newRoom('/', 'lobby', 'lobby', 'other', 0), 5)
  expect([memory.unwritten.map(({ room }) => room), memory.groups('t1').length]).toEqual([['class_7b'], 1])
})

test('what was not seen for longest goes: by number, by days, with its platform', () => {
  const memory = new GroupMemory()
  memory.load([kept('new', 300), kept('old', 100), kept('other', 200, 't2')])
  expect(memory.unwritten).toEqual([])
  memory.trim(100 + GROUP_ROOM_REMEMBERED_DAYS)
  expect(seen(memory)).toEqual(['old', 'new'])
  memory.trim(101 + GROUP_ROOM_REMEMBERED_DAYS)
  expect(seen(memory)).toEqual(['new'])
  for (let n = 0; n < GROUP_ROOMS_REMEMBERED_MAX; n++) memory.saw('t1', classRoom(`class_${n}`, { id: String(n) }), 400)
  expect([seen(memory), memory.groups('t2'), seen(memory, '0'), memory.unwritten.length]).toEqual([[], [], ['class_0'], GROUP_ROOMS_REMEMBERED_MAX])
  memory.saw('t1', classRoom('one more', { id: 'x' }), 400)
  expect([seen(memory, '0'), seen(memory, 'x'), memory.unwritten.length]).toEqual([[], ['one more'], GROUP_ROOMS_REMEMBERED_MAX])
  memory.targetRemoved('t1')
  expect([memory.groups('t1'), memory.unwritten]).toEqual([[], []])
})
