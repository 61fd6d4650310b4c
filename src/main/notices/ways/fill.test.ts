import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../catalog-check.ts'
import { catalogs } from '../../../shared/platforms/index.ts'
import { fillPayload, noticeArgs, noticeOf, placeholdersIn, roleRoomsOf } from './fill.ts'
import { catalogNamed } from './ways-fixture.ts'

describe('filling a template', () => {
  it('a placeholder alone keeps the type, and without a value its field is left out', () => {
    const template = { title: '{title}', drill: '{drill}', at: '{expiresAt}', list: ['{title}', '{none}', 5, null], deep: { at: '{expiresAt}' } }
    expect(fillPayload(template, { title: 'A', drill: false, expiresAt: null })).toEqual({ title: 'A', drill: false, list: ['A', 5, null], deep: {} })
  })

  it('within a text a missing value is nothing, and a value is never read as a template', () => {
    expect(fillPayload('{title}: {body}!', { title: '{body} {title}' })).toBe('{body} {title}: !')
    expect(fillPayload('{toString}{__proto__}{constructor.name}', {})).toBe('')
    expect(placeholdersIn({ a: ['{x} {y}'], b: 5, c: null })).toEqual(['x', 'y'])
  })

  it('the list of languages stays a list', () => {
    const texts = [{ language: 'en', title: 'Snow', body: '{title}' }]
    expect(fillPayload({ words: '{texts}' }, { texts })).toEqual({ words: texts })
    expect(fillPayload({ words: '{texts}' }, {})).toEqual({})
  })

  it('__proto__ is a field like another', () => {
    const filled = fillPayload(JSON.parse('{"__proto__":{"admin":"{title}"}}'), { title: 'x' })
    expect([JSON.stringify(filled), (filled as { admin?: unknown }).admin]).toEqual(['{"__proto__":{"admin":"x"}}', undefined])
  })
})

describe('the catalogs', () => {
  it('have a notice for each kind, and are whole', () => {
    for (const catalog of catalogs.filter(({ id }) => id !== 'any')) {
      expect([catalog.id, checkCatalog(JSON.stringify(catalog)).ok]).toEqual([catalog.id, true])
      for (const kind of ['announcement', 'maintenance', 'urgent', 'emergency'] as const) expect([catalog.id, kind, noticeOf(catalog, kind)?.kinds.includes(kind)]).toEqual([catalog.id, kind, true])
    }
  })

  it('a notice without a time of its end says nothing of one', () => {
    const catalog = catalogNamed('skillcore')
    expect(noticeArgs(noticeOf(catalog, 'maintenance')!, { noticeId: 'n', title: 't', body: '', drill: true, startsAt: null })).toEqual([{ maintenanceId: 'n', title: 't', message: '', drill: true }])
  })

  it("a role's rooms are all spellings that the catalog knows as one; no other platform has any", () => {
    const catalog = catalogNamed('rusingacademy')
    const notice = noticeOf(catalog, 'urgent')!
    expect(roleRoomsOf(catalog, notice, 'admin').toSorted()).toEqual(['admin', 'role:admin'])
    expect(roleRoomsOf(catalog, notice, 'hr_admin').toSorted()).toEqual(['hr', 'hr_admin', 'role:hr', 'role:hr_admin'])
    expect(roleRoomsOf(catalog, notice, '')).toEqual([])
    for (const id of ['skillcore', 'flask-lms', 'aprendeai', 'endiapi']) expect(roleRoomsOf(catalogNamed(id), noticeOf(catalogNamed(id), 'urgent')!, 'admin')).toEqual([])
  })

  it('may send the list of languages', () => {
    const catalog = structuredClone(catalogNamed('skillcore')) as { notices: { args: unknown[] }[] }
    catalog.notices[0]!.args = [{ title: '{title}', texts: '{texts}' }]
    expect(checkCatalog(JSON.stringify(catalog)).ok).toBe(true)
  })

  it('one that names an event that clients do not receive, or a placeholder that nothing fills, is refused', () => {
    const catalog = structuredClone(catalogNamed('skillcore')) as { notices: { event: string; args: unknown[]; roleRooms: string[] }[] }
    catalog.notices[0] = { ...catalog.notices[0]!, event: 'presence:update', args: [{ title: '{titel}' }], roleRooms: ['role:{rolle}'] }
    const checked = checkCatalog(JSON.stringify(catalog))
    expect(checked.ok ? '' : checked.problem.details).toMatch(/notices\[0\]\.event: .*\nnotices\[0\]\.args: Nothing fills \{titel\}.*\nnotices\[0\]\.roleRooms\[0\]: Nothing fills \{rolle\}/)
  })
})
