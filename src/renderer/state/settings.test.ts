import { expect, it } from 'vitest'
import { readOverrides } from './settings-store.ts'
import { resolveTheme } from './theme.ts'
import { selectedTargetId } from './view-store.ts'

it('takes theme and screen from the address, and nothing else', () => {
  expect(readOverrides('?theme=dark&screen=events')).toEqual({ theme: 'dark', screen: 'events' })
  expect(readOverrides('?theme=purple&screen=__proto__')).toEqual({})
  expect(readOverrides('')).toEqual({})
})

it.each([
  ['light', true, 'light'],
  ['dark', false, 'dark'],
  ['system', true, 'dark'],
  ['system', false, 'light'],
] as const)('paints %s with a dark system %s as %s', (setting, dark, painted) => {
  expect(resolveTheme(setting, dark)).toBe(painted)
})

it('takes the selected target from the selection, then from the Platforms screen', () => {
  expect(selectedTargetId({ screen: 'overview', selection: { kind: 'room', targetId: 'a', namespace: '/', room: 'r' }, platformId: 'b' })).toBe('a')
  expect(selectedTargetId({ screen: 'platforms', selection: null, platformId: 'b' })).toBe('b')
  expect(selectedTargetId({ screen: 'events', selection: { kind: 'event', seq: 1 }, platformId: 'b' })).toBeNull()
})
