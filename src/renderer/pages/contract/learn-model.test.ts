import { describe, expect, it } from 'vitest'
import type { CatalogEvent } from '../../../shared/catalog.ts'
import { anyServer } from '../../../shared/platforms/any-server.ts'
import { anyOf, bool, freeText, id, int, isoTime, list, obj, oneOf, personName } from '../../../shared/payload-schema.ts'
import type { CatalogEntry } from '../../../shared/user-catalogs.ts'
import { fieldsOf, nameFaults, reviewed, withMask } from './learn-model.ts'

const event: CatalogEvent = {
  name: 'note.added', namespaces: ['/'], direction: 'both', meaning: 'activity', source: 'learned',
  args: [obj({ noteId: id, by: obj({ name: personName, 'age?': int }), tags: list(oneOf('a', 'b')), at: isoTime, done: bool, plain: { type: 'string' } }), freeText],
  sendArgs: [anyOf(obj({ text: freeText }), { type: 'string', 'x-open': true })],
}

describe('review of a learned event', () => {
  it('lists each field with its type and its mask; a text without a mark is masked', () => {
    expect(fieldsOf(event).map(({ path, type, optional, mask }) => [path, type, optional, mask])).toEqual([
      ['noteId', 'text or number', false, 'open'],
      ['by.name', 'text', false, 'name'],
      ['by.age', 'integer', true, 'open'],
      ['tags[]', 'one of a, b', false, 'open'],
      ['at', 'date-time', false, 'open'],
      ['done', 'boolean', false, null],
      ['plain', 'text', false, 'text'],
      ['1', 'text', false, 'text'],
      ['text', 'text', false, 'text'],
      ['', 'text', false, 'open'],
    ])
  })

  it('changes the mask of one field and of nothing else', () => {
    for (const field of fieldsOf(event)) {
      if (field.mask === null) continue
      for (const mask of ['open', 'text', 'name', 'email'] as const) {
        const changed = withMask(event, field.at, mask)
        expect(fieldsOf(changed)).toEqual(fieldsOf(event).map((each) => (each.at === field.at || each.at.join() === field.at.join() ? { ...each, mask } : each)))
      }
    }
    expect(JSON.stringify(withMask(event, fieldsOf(event)[1]?.at ?? [], 'open'))).not.toContain('"x-mask":"name"')
  })

  it('saves what was not left out, under the name of the form', () => {
    const catalog = { ...anyServer, events: [event, { ...event, name: 'noise' }] }
    expect(reviewed(catalog, new Set(['noise']), ' mine ', ' Mine ')).toEqual({ ...catalog, id: 'mine', name: 'Mine', events: [event] })
  })
})

describe('id and name', () => {
  const entry = (fields: Partial<CatalogEntry>): CatalogEntry => ({ id: 'any', name: 'Any Socket.IO server', summary: '', builtIn: true, events: 0, namespaces: 1, usedBy: [], savedAtMs: null, ...fields })
  const entries = [entry({}), entry({ id: 'learned-lincoln', name: 'Lincoln (learned)', builtIn: false, savedAtMs: 1 })]

  it.each([
    ['learned-lakeside', 'Lakeside', {}],
    ['Lakeside', 'Lakeside', { id: expect.any(String) as string }],
    ['any', 'Mine', { id: 'This id belongs to Any Socket.IO server, which comes with Rollcall.' }],
    ['mine', ' ', { name: expect.any(String) as string }],
    ['mine', 'Lincoln (learned)', { name: 'Another catalog is called Lincoln (learned).' }],
    ['learned-lincoln', 'Lincoln (learned)', { replaces: entries[1] }],
  ])('%s, %s', (idText, name, faults) => {
    expect(nameFaults(idText, name, entries)).toEqual(faults)
  })
})
