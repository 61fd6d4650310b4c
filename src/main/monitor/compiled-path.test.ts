import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillTemplate, readFirst, readPath } from '../../shared/template.ts'
import { compilePath, compilePaths, compileTemplate, fillAt, readAt, readText } from './compiled-path.ts'

const args = [{ user: { id: 7, name: 'x', empty: '' }, list: [{ id: 'a' }], yes: true }, { userId: 'second' }, 'plain', null]
const paths = ['', 'user', 'user.id', 'user.missing', 'user.id.deeper', 'list.0.id', '1.userId', '2', '3', '3.x', '9.x', 'yes', '__proto__', 'constructor.name', 'user.empty']

test('reads what readPath reads', () => {
  expect(paths.map((path) => readAt(args, compilePath(path)))).toEqual(paths.map((path) => readPath(args, path)))
  for (const path of paths) expect(readText(args, compilePaths([path, 'user.id']))).toBe(readFirst(args, [path, 'user.id']))
})

test('fills what fillTemplate fills', () => {
  for (const template of ['plain', 'class_{user.id}', '{user.name}:{user.id}', 'x{user.empty}', '{yes}', '{missing}', 'a{list.0.id}b']) {
    expect(fillAt(args, compileTemplate(template))).toBe(fillTemplate(template, (name) => readPath(args, name)))
  }
})

test('never throws on any JSON', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 3 }), fc.string(), (values, path) => {
      expect(readAt(values, compilePath(path))).toEqual(readPath(values, path))
      expect(fillAt(values, compileTemplate(`{${path}}`))).toBe(fillTemplate(`{${path}}`, (name) => readPath(values, name)))
    }),
  )
})
