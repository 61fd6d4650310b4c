import { expect, it } from 'vitest'
import { PALETTE_FILTERS_MAX, PALETTE_ROOMS_MAX, paletteCommands, paletteFilters, paletteRooms } from './palette-entries.ts'

const titles = { overview: 'Overview', alerts: 'Alerts', people: 'People', rooms: 'Rooms', events: 'Events', rates: 'Rates', notices: 'Notices', contract: 'Contract', platforms: 'Platforms', audit: 'Audit' }
const tree = [{
  targetId: 't', namespace: '/grades', events: 1, roomsLeftOut: 0,
  rooms: ['old-class-7', 'class-7', 'class-71', 'chat'].map((name, index) => ({ room: name, kind: 'class' as const, events: index, people: 0, lastAtMs: 0, joined: true })),
}]

it('offers screens and dialogs, and nothing that acts', () => {
  const all = paletteCommands('', titles)
  for (const command of all) expect('go' in command.does || 'write' in command.does || 'open' in command.does).toBe(true)
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

it('finds saved filters by name and by text, never all of them unasked', () => {
  const saved = Array.from({ length: 20 }, (_, index) => ({ id: String(index), name: index === 3 ? 'Flapping teachers' : `Grades ${index}`, text: 'event:grade.*', mode: 'hide' as const }))
  expect(paletteFilters('flapping', saved).map((each) => each.id)).toEqual(['3'])
  expect([paletteFilters('', saved).length, paletteFilters('event:grade', saved).length, paletteFilters('zebra', saved).length]).toEqual([0, PALETTE_FILTERS_MAX, 0])
})
