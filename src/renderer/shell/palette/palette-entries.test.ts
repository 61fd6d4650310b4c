import { expect, it } from 'vitest'
import { PALETTE_ROOMS_MAX, paletteCommands, paletteRooms } from './palette-entries.ts'

const titles = { overview: 'Overview', people: 'People', rooms: 'Rooms', events: 'Events', rates: 'Rates', contract: 'Contract', platforms: 'Platforms', audit: 'Audit' }
const tree = [{
  targetId: 't', namespace: '/grades', events: 1, roomsLeftOut: 0,
  rooms: ['old-class-7', 'class-7', 'class-71', 'chat'].map((name, index) => ({ room: name, kind: 'class' as const, events: index, people: 0, lastAtMs: 0, joined: true })),
}]

it('offers screens and dialogs, and nothing that acts', () => {
  const all = paletteCommands('', titles)
  for (const command of all) expect('go' in command.does || 'open' in command.does).toBe(true)
  expect(paletteCommands('go PLATFORMS', titles).map((command) => command.label)).toEqual(['Go to Platforms'])
  expect(paletteCommands('disconnect', titles)).toEqual([])
})

it('finds rooms by every word, those that begin with it first', () => {
  expect(paletteRooms('class-7', tree).map((key) => key.room)).toEqual(['class-71', 'class-7', 'old-class-7'])
  expect(paletteRooms('grades 71', tree).map((key) => key.room)).toEqual(['class-71'])
  expect([paletteRooms('', tree), paletteRooms('zebra', tree)]).toEqual([[], []])
  const many = [{ ...tree[0], targetId: 't', namespace: '/', events: 0, roomsLeftOut: 0, rooms: Array.from({ length: 99 }, (_, index) => ({ room: `x${index}`, kind: 'other' as const, events: 0, people: 0, lastAtMs: 0, joined: false })) }]
  expect(paletteRooms('x', many).length).toBe(PALETTE_ROOMS_MAX)
})
