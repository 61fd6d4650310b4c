import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRoster, parseRoster, ROSTER_ROWS_MAX } from './roster.ts'
import { foldPersonName } from './roster-match.ts'
import type { RosterMember } from './roster-match.ts'
import { member } from './people-desk-fixture.ts'

function short(text: string): unknown[] {
  return parseRoster(text).entries.map(({ line, id, email, name }) => [line, id, email, name])
}

describe('parseRoster', () => {
  test.each([
    ['English', 'Student ID,Email address,First name,Last name'],
    ['German', 'Schüler-ID,E-Mail-Adresse,Vorname,Nachname'],
    ['French', 'Identifiant,Courriel,Prénom,Nom'],
    ['Spanish', 'Matrícula,Correo electrónico,Nombre,Apellidos'],
    ['Italian', 'Matricola,Indirizzo e-mail,Nome,Cognome'],
    ['Portuguese', 'ID aluno,Endereço de e-mail,Nome,Sobrenome'],
    ['Dutch', 'Leerlingnummer,E-mailadres,Voornaam,Achternaam'],
    ['Polish', 'ID ucznia,Adres e-mail,Imię,Nazwisko'],
  ])('knows the columns of a header in %s', (_language, header) => {
    expect(short(`${header}\nu-1,maria@lakeside.example,Maria,Rossi`)).toEqual([[2, 'u-1', 'maria@lakeside.example', 'Maria Rossi']])
  })

  test.each([
    ['comma', 'id,name\nu-1,Maria Rossi\nu-2,Noah Lee'],
    ['semicolon', 'id;name\nu-1;Maria Rossi\nu-2;Noah Lee'],
    ['tab', 'id\tname\nu-1\tMaria Rossi\nu-2\tNoah Lee'],
    ['BOM, CRLF and blank lines', '\ufeffid;name\r\nu-1;Maria Rossi\r\nu-2;Noah Lee\r\n\r\n  \r\n'],
    ['old Mac line ends', 'id;name\ru-1;Maria Rossi\ru-2;Noah Lee\r'],
    ['quotes', '"id","name"\n"u-1","Maria Rossi"\n"u-2","Noah Lee"\n'],
    ['columns that mean nothing', 'no,id,house,name,name\n1,u-1,Blue,Maria Rossi,x\n2,u-2,Red,Noah Lee,y'],
    ['no header', 'u-1,Maria Rossi\nu-2,Noah Lee'],
  ])('reads %s', (_what, text) => {
    expect(parseRoster(text).entries.map(({ id, name }) => [id, name])).toEqual([['u-1', 'Maria Rossi'], ['u-2', 'Noah Lee']])
    expect(parseRoster(text).bad).toEqual([])
  })

  test('lines are those of the pasted text, past blank lines and line breaks inside a cell', () => {
    expect(short('id,name\n\nu-1,"Maria\nRossi"\n\n\nu-2,Noah Lee')).toEqual([[3, 'u-1', null, 'Maria\nRossi'], [7, 'u-2', null, 'Noah Lee']])
  })

  test('a pasted list of names needs neither header nor columns; a comma is part of the name', () => {
    expect(parseRoster('Maria Rossi\nNoah Lee\n').entries.map(({ label }) => label)).toEqual(['Maria Rossi', 'Noah Lee'])
    expect(parseRoster('Name\nRossi, Maria\nLee, Noah').entries.map(({ label }) => label)).toEqual(['Rossi, Maria', 'Lee, Noah'])
  })

  test('numbers that count the rows are no ids, unless there is nothing else', () => {
    expect(short('1\tMaria Rossi\t7B\n2\tNoah Lee\t7B\n3\tAda Park\t7B')).toEqual([[1, null, null, 'Maria Rossi'], [2, null, null, 'Noah Lee'], [3, null, null, 'Ada Park']])
    expect(short('17\n18\n19')).toEqual([[1, '17', null, null], [2, '18', null, null], [3, '19', null, null]])
  })

  test('every bad row is named', () => {
    const text = ['id;e-mail;name', 'u-1;maria@lakeside.example;Maria Rossi', ';;', 'u-1;;Maria R.', ';MARIA@lakeside.example;', ';not an address;', `;;${'x'.repeat(10_000)}`, ';;Noah Lee', ';;lee, NOAH', ';;---', '__proto__;;'].join('\n')
    const { entries, bad } = parseRoster(text)
    expect(entries.map(({ line, label }) => [line, label])).toEqual([[2, 'Maria Rossi'], [8, 'Noah Lee'], [11, '__proto__']])
    expect(bad).toEqual([
      { line: 3, why: 'Line 3 is empty.' },
      { line: 4, why: 'Line 4 repeats line 2 ("Maria R.").' },
      { line: 5, why: 'Line 5 repeats line 2 ("MARIA@lakeside.example").' },
      { line: 6, why: 'Line 6: "not an address" is not an e-mail address, and there is no id or name.' },
      { line: 7, why: 'Line 7 has a cell of 10000 characters; at most 320 are read.' },
      { line: 9, why: 'Line 9 repeats line 8 ("lee, NOAH").' },
      { line: 10, why: 'Line 10 has no id, e-mail address or name in a column that was recognised.' },
    ])
  })

  test('a family may share an address where ids tell its children apart', () => {
    expect(short('id,email,name\nu-1,rossi@home.example,Maria Rossi\nu-2,rossi@home.example,Luca Rossi')).toHaveLength(2)
  })

  test('a quotation mark in the wrong place costs its own row', () => {
    const { entries, bad } = parseRoster('id,name\nu-1,"Maria ""Mia"" Rossi"\nu-2,"Noah\nu-3,"Ada" Park\nu-4,"Park, Zoé"')
    expect([entries.map(({ line, name }) => [line, name]), bad.map(({ line }) => line)]).toEqual([[[2, 'Maria "Mia" Rossi'], [5, 'Park, Zoé']], [3, 4]])
    expect(bad[0]?.why).toBe('Line 3 has a quotation mark in the wrong place and was not read.')
  })

  test('what is above the limit is named', () => {
    const { entries, bad } = parseRoster(`id,name\n${Array.from({ length: ROSTER_ROWS_MAX + 7 }, (_, n) => `u-${n},Person ${n}`).join('\n')}`)
    expect([entries.length, bad]).toEqual([2_000, [{ line: 2_002, why: 'From line 2002 on nothing was read (7 rows): a roster has at most 2000 rows.' }]])
  })

  test('any text is read without an exception, each line at most once', () => {
    const text = fc.array(fc.string({ unit: fc.oneof(fc.constantFrom('"', ',', ';', '\t', ' ', '@', 'a', 'é', '1'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })) }), { maxLength: 30 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, (pasted) => {
        const { entries, bad } = parseRoster(pasted)
        const lines = [...entries, ...bad].map(({ line }) => line)
        expect(new Set(lines).size).toBe(lines.length)
        expect(Math.max(0, ...lines)).toBeLessThanOrEqual(pasted.split(/\r\n?|\n/).length)
      }),
    )
  })
})

describe('checkRoster', () => {
  const maria = member('u-1', 'Maria Rossi', 'maria@lakeside.example')
  const noah = member('u-2', 'Noah Lee', 'noah@lakeside.example')

  test('says who is present, who is missing and who is unexpected', () => {
    const ada = member('u-9', 'Ada Park', null)
    const gone = member('u-3', 'Zoé Dupont', null, { status: 'offline', lastSeenMs: 5_000 })
    expect(checkRoster('id,name\nu-1,Maria Rossi\nu-2,Noah Lee\nu-3,Zoé Dupont\nu-4,Luca Bianchi\n,', [maria, noah, ada, gone], 'observed')).toEqual({
      expected: 4,
      present: 2,
      missing: [{ line: 4, label: 'Zoé Dupont', lastSeenMs: 5_000 }, { line: 5, label: 'Luca Bianchi', lastSeenMs: null }],
      unexpected: [ada.row],
      bad: [{ line: 6, why: 'Line 6 is empty.' }],
      evidence: 'observed',
    })
  })

  test.each([
    ['the id', 'id\nu-1'],
    ['the address without case', 'email\nMARIA@Lakeside.example'],
    ['the name without case, accents and order', 'name\n"ROSSI, MARÍA"'],
    ["the address where the roster's ids are the school's own", 'id,email\nSIS-4711,maria@lakeside.example'],
    ['the name where neither is known', 'id,name\nSIS-4711,Maria Rossi'],
  ])('matches by %s', (_by, text) => {
    expect(checkRoster(text, [maria, noah], 'observed')).toMatchObject({ expected: 1, present: 1, missing: [], unexpected: [noah.row] })
  })

  test('a name never takes away a person whom an id names', () => {
    const report = checkRoster('id,name\nSIS-1,Maria Rossi\nu-1,Maria Rossi', [maria], 'observed')
    expect(report).toMatchObject({ expected: 2, present: 1, missing: [{ line: 2 }], bad: [] })
  })

  test('an ambiguous name is named and guessed neither as present nor as unexpected', () => {
    const other = member('u-7', 'María Rossi', null)
    expect(checkRoster('name\nMaria Rossi\nNoah Lee', [maria, other, noah], 'observed')).toMatchObject({
      expected: 1,
      present: 1,
      missing: [],
      unexpected: [],
      bad: [{ line: 2, why: 'Line 2: "Maria Rossi" fits 2 people in this room. Give an id or an e-mail address.' }],
    })
    expect(checkRoster('id,name\na,Maria Rossi\nb,Maria Rossi', [maria], 'observed')).toMatchObject({ expected: 0, present: 0, unexpected: [], bad: [{ line: 2 }, { line: 3 }] })
  })

  test("Rollcall's own account is not unexpected, and inferred presence makes the report a guess", () => {
    expect(checkRoster('name\nNobody Here', [member('u-8', 'Admin', null, { own: true })], 'observed')).toMatchObject({ unexpected: [], evidence: 'observed' })
    expect(checkRoster('id\nu-1', [maria, member('u-5', 'Ada Park', null, { evidence: 'inferred' })], 'observed').evidence).toBe('inferred')
    expect(checkRoster('id\nu-1', [], 'inferred')).toMatchObject({ evidence: 'inferred', present: 0, expected: 1 })
  })

  test('present + missing = expected = readable rows that are not ambiguous, and nobody is counted twice', () => {
    const names = ['Maria Rossi', 'María Rossi', 'Noah Lee', 'Ada Park', 'Zoé Dupont']
    const person = fc.record({ id: fc.constantFrom('u-1', 'u-2', 'u-3', 'u-4', ''), email: fc.constantFrom('a@x.example', 'b@x.example', 'A@x.example', ''), name: fc.constantFrom(...names, '') })
    const members = fc.uniqueArray(fc.record({ id: fc.constantFrom('u-1', 'u-2', 'u-3', 'u-4', 'u-5'), name: fc.constantFrom(...names), email: fc.constantFrom('a@x.example', 'b@x.example', null), here: fc.boolean() }), { selector: ({ id }) => id })
    fc.assert(
      fc.property(fc.array(person, { maxLength: 12 }), members, (rows, people) => {
        const text = `id,email,name\n${rows.map(({ id, email, name }) => `${id},${email},${name}`).join('\n')}`
        const room: RosterMember[] = people.map(({ id, name, email, here }) => member(id, name, email, { status: here ? 'online' : 'offline' }))
        const { entries, bad } = parseRoster(text)
        const report = checkRoster(text, room, 'observed')
        expect(entries.length + bad.length).toBe(rows.length)
        expect(report.present + report.missing.length).toBe(report.expected)
        expect(report.expected + report.bad.length).toBe(rows.length)
        expect(report.present + report.unexpected.length).toBeLessThanOrEqual(people.filter(({ here }) => here).length)
        expect(new Set([...report.missing, ...report.bad].map(({ line }) => line)).size).toBe(report.missing.length + report.bad.length)
      }),
      { numRuns: 500 },
    )
  })
})

test.each([['Rossi, María', 'maria rossi'], ["O’Brien  Seán", "SEAN o'brien"], ['Groß', 'GROSS'], ['山田 太郎', '太郎 山田'], ['कमल', 'कमल']])('%s and %s are one name', (a, b) => {
  expect(foldPersonName(a)).toBe(foldPersonName(b))
})
test('vowel signs of other scripts are letters, not accents', () => {
  expect(foldPersonName('कमल')).not.toBe(foldPersonName('कमला'))
})
