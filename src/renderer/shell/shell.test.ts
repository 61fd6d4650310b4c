import { describe, expect, it } from 'vitest'
import type { TargetView, TreeNamespace, TreeRoom } from '../../shared/domain.ts'
import { noAdminFeed } from '../../shared/presence.ts'
import { environmentSign } from './environment.ts'
import { commandFor, type KeyContext } from './shortcuts.ts'
import { isSelected, sortRooms, treeRows } from './tree-rows.ts'

function target(id: string, environment: TargetView['settings']['environment'], state: TargetView['state'] = 'live', readOnly = true): TargetView {
  return {
    settings: { id, name: `Platform ${id}`, catalogId: 'c', url: 'https://x.example', path: '/socket.io', transports: ['websocket'], environment, readOnly, authWay: 'none', signIn: 'none', email: '', disabledNamespaces: [], extraNamespaces: [], watchedRooms: [], caCertificate: '', adminFeed: noAdminFeed },
    catalogName: 'C', state, sinceMs: 0, problem: null, nextTryAtMs: null, transport: null, connections: 1,
    namespaces: ['/', '/grades'].map((name) => ({ name, title: name, state, sinceMs: 0, problem: null, nextTryAtMs: null, attempts: 1 })),
    rooms: { wanted: 0, joined: 0, unconfirmed: 0, refused: 0 }, pace: { joinsPerMinute: 1, emitsPerMinute: 1, waiting: 0 }, signedInAs: null, tokenEndsAtMs: null, signedOutAtMs: null,
    secrets: 'none', adminFeed: 'unknown', feedLink: null, feed: null, roundTripMs: null, notes: [],
  }
}
function room(name: string, kind: TreeRoom['kind'] = 'class'): TreeRoom {
  return { room: name, kind, events: 1, people: 1, lastAtMs: 0, joined: true }
}

describe('environment stripe', () => {
  it('shows the strongest environment, unless a target is selected', () => {
    const targets = [target('d', 'demo'), target('p', 'production'), target('t', 'test', 'live', false)]
    expect(environmentSign(targets, null, false)).toEqual({ environment: 'production', label: 'PRODUCTION · read-only · with other platforms' })
    expect(environmentSign(targets, 't', false)).toEqual({ environment: 'test', label: 'TEST' })
  })

  it('does not say read-only when one production platform is not', () => {
    expect(environmentSign([target('a', 'production'), target('b', 'production', 'live', false)], null, false)?.label).toBe('PRODUCTION · not read-only')
  })

  it('names the demo campus, and nothing without targets', () => {
    expect(environmentSign([target('d', 'demo')], null, true)?.label).toBe('Demo campus')
    expect(environmentSign([], null, true)).toBeUndefined()
  })
})

describe('tree', () => {
  const tree: TreeNamespace[] = [{ targetId: 'p', namespace: '/grades', events: 12, rooms: [room('class_10'), room('class_2'), room('role_teacher', 'role')], roomsLeftOut: 38 }]
  const targets = [target('d', 'demo', 'offline'), target('p', 'production')]
  const lines = (filter: string, toggled: readonly string[] = []) => treeRows(targets, tree, filter, new Set(toggled)).map((row) => `${row.level} ${row.label}${row.count === null ? '' : ` ${row.count}`}`)

  it('is environment, platform, namespace; rooms on demand, role rooms first, the rest a number', () => {
    expect(lines('')).toEqual(['1 Production 1', '2 Platform p 12', '3 /', '3 /grades 12', '1 Demo 1', '2 Platform d', '3 /', '3 /grades'])
    expect(lines('', ['ns p /grades']).slice(3, 8)).toEqual(['3 /grades 12', '4 role_teacher 1', '4 class_2 1', '4 class_10 1', '4 more rooms, not listed 38'])
  })

  it('shows only what matches, opened down to the match', () => {
    expect(lines('CLASS_2')).toEqual(['1 Production 1', '2 Platform p 12', '3 /grades 12', '4 class_2 1', '4 more rooms, not listed 38'])
    expect(lines('nothing like it')).toEqual([])
  })

  it('closes what was closed', () => {
    expect(lines('', ['target p', 'env demo'])).toEqual(['1 Production 1', '2 Platform p 12', '1 Demo 1'])
  })

  it('says a state in words where the line above does not say it', () => {
    const rows = treeRows(targets, tree, '', new Set())
    expect(rows.filter((row) => row.saysState).map((row) => row.id)).toEqual(['target d'])
  })

  it('tells the position among siblings', () => {
    const rows = treeRows(targets, tree, '', new Set(['ns p /grades']))
    expect(rows.filter((row) => row.level === 4).map((row) => `${row.position}/${row.siblings}`)).toEqual(['1/4', '2/4', '3/4', '4/4'])
  })

  it('sorts rooms with numbers as people count', () => {
    expect(sortRooms([room('r-10'), room('r-9'), room('z', 'role')]).map((each) => each.room)).toEqual(['z', 'r-9', 'r-10'])
  })

  it('knows its selected line', () => {
    const rows = treeRows(targets, tree, '', new Set(['ns p /grades']))
    const selected = rows.filter((row) => isSelected(row, { kind: 'room', targetId: 'p', namespace: '/grades', room: 'class_2' }))
    expect(selected.map((row) => row.label)).toEqual(['class_2'])
  })
})

describe('keys', () => {
  const list: KeyContext = { inList: true, inText: false, singleKeys: true }
  const press = (key: string, context: KeyContext, ctrl = false) => commandFor({ key, ctrl, shift: false, alt: false }, context)?.do

  it.each([['j', 'move'], ['ArrowUp', 'move'], ['Enter', 'open'], [' ', 'pause'], ['End', 'newest'], ['Home', 'oldest'], ['c', 'copy'], ['m', 'mark'], ['[', 'previous-mark'], [']', 'next-mark'], ['/', 'filter'], ['?', 'shortcuts'], ['Escape', 'back']])('%s in the list does %s', (key, command) => {
    expect(press(key, list)).toBe(command)
  })

  it('takes letters only in the list and only while they are switched on', () => {
    expect(['j', 'k', 'c', 'm', '['].map((key) => press(key, { ...list, inList: false }))).toEqual([undefined, undefined, undefined, undefined, undefined])
    expect(['j', 'c', '/', '?', 'm', ']'].map((key) => press(key, { ...list, singleKeys: false }))).toEqual([undefined, undefined, undefined, undefined, undefined, undefined])
    expect(press('ArrowDown', { ...list, singleKeys: false })).toBe('move')
  })

  it('takes nothing where text is typed but Ctrl combinations, and never Tab', () => {
    expect([press('/', { ...list, inText: true }), press('f', { ...list, inText: true }, true), press('Tab', list), press('Tab', list, true)]).toEqual([undefined, 'filter', undefined, undefined])
  })

  it('exports from anywhere, and copies a payload only from the list', () => {
    const shifted = (context: KeyContext) => commandFor({ key: 'C', ctrl: true, shift: true, alt: false }, context)?.do
    expect([press('e', { ...list, inList: false }, true), shifted(list), shifted({ ...list, inList: false })]).toEqual(['export', 'copy-json', undefined])
  })

  it('goes to the ten screens, the tenth by 0, and no further', () => {
    expect(['1', '9', '0', '-'].map((key) => press(key, { ...list, inList: false }, true))).toEqual(['screen', 'screen', 'screen', undefined])
    expect(press('k', { ...list, inText: true }, true)).toBe('palette')
  })
})
