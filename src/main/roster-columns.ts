/* Which column of a roster holds what: by its header in several languages, or by what the cells look like. */

export type ColumnKind = 'id' | 'email' | 'given' | 'family' | 'name'
/** Kind of each column; undefined: not used. */
export type Columns = readonly (ColumnKind | undefined)[]

/** `Prénom` -> `prenom`, `E-Mail-Adresse` -> `emailadresse`: as the headers below are written. */
function foldHeader(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/ß/g, 'ss').replace(/[^\p{L}\p{N}]+/gu, '')
}

/*
 * English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish. Columns of mere numbers (`No.`, `Nr`) are
 * left out: in a class list they count the rows, and 1..28 are other people's ids on a platform.
 */
const headers = new Map<string, ColumnKind | 'part'>(
  (
    [
      ['id', 'id userid personid studentid pupilid learnerid memberid accountid uid sisid externalid username login studentnumber schuelerid schulerid schuelernummer schulernummer benutzerid benutzername kennung matrikelnummer identifiant identifiantutilisateur ideleve idetudiant matricule matricola numeroetudiant idalumno idusuario idestudiante matricula codigo codigoalumno usuario idstudente idutente nomeutente idaluno idutilizador gebruikersnaam gebruikersid leerlingnummer leerlingid iducznia identyfikator anvandarid elevid'],
      ['email', 'email emails emailaddress mail mailaddress emailadresse mailadresse emailadres courriel adressemail adresseemail adresseelectronique adressecourriel mel correo correoelectronico emailalumno direcciondecorreo indirizzoemail postaelettronica enderecodeemail correioeletronico adresemail epost epostadress'],
      ['given', 'given givenname firstname first forename preferredname vorname rufname prenom nombres primeiro primeironome nomeproprio voornaam imie fornamn'],
      ['family', 'family familyname lastname last surname nachname familienname nomdefamille apellido apellidos primerapellido cognome sobrenome apelido apelidos ultimonome achternaam nazwisko efternamn'],
      ['name', 'fullname displayname student studentname pupil learner participant member vollername vollstaendigername schueler schuler schulerin teilnehmer nomcomplet nometprenom prenometnom eleve etudiant nomprenom nombrecompleto nombreyapellidos apellidosynombre alumno estudiante nomecompleto nomeecognome cognomeenome studente alunno aluno volledigenaam leerling imieinazwisko nazwiskoiimie uczen namnet elev'],
      // A whole name, or the half that the other column does not hold.
      ['part', 'name nom nombre nome naam namn nazwa'],
    ] as const
  ).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind] as const)),
)

/** The columns that a first row names; undefined when it is no header. */
export function readHeader(cells: readonly string[]): Columns | undefined {
  if (cells.some((cell) => cell.includes('@'))) return undefined
  const found = cells.map((cell) => headers.get(foldHeader(cell)))
  if (found.every((kind) => kind === undefined)) return undefined
  const given = found.includes('given')
  const family = found.includes('family')
  const used = new Set<ColumnKind>()
  return found.map((kind) => {
    const resolved = kind === 'part' ? (given && !family ? 'family' : family && !given ? 'given' : 'name') : kind
    // The first of two columns with the same meaning counts.
    if (resolved === undefined || used.has(resolved)) return undefined
    used.add(resolved)
    return resolved
  })
}

/** The columns as their cells look like: an address, an id (digits, no spaces, not repeated), and one or two texts as the name. */
export function guessColumns(rows: readonly (readonly string[])[]): Columns {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const looks = Array.from({ length: width }, (_, column) => lookOf(rows.map((row) => row[column] ?? '').filter((cell) => cell !== '')))
  const email = looks.indexOf('email')
  const texts = looks.flatMap((look, column) => (look === 'text' ? [column] : []))
  const id = looks.indexOf('id')
  // Numbers that count the rows are ids only where there is nothing else.
  const idColumn = id >= 0 ? id : email < 0 && texts.length === 0 ? looks.indexOf('counter') : -1
  return looks.map((_look, column) => {
    if (column === email) return 'email'
    if (column === idColumn) return 'id'
    if (column === texts[0]) return texts.length === 1 ? 'name' : 'given'
    return column === texts[1] ? 'family' : undefined
  })
}

function lookOf(cells: readonly string[]): 'email' | 'id' | 'counter' | 'text' | 'other' {
  const most = (is: (cell: string) => boolean): boolean => cells.length > 0 && cells.filter(is).length * 2 >= cells.length
  if (most((cell) => cell.includes('@'))) return 'email'
  if (most((cell) => /^[\p{L}\p{N}_.:-]*\p{N}[\p{L}\p{N}_.:-]*$/u.test(cell))) {
    if (cells.every((cell, index) => index === 0 || Number(cell) === Number(cells[index - 1]) + 1)) return cells.length === 1 ? 'id' : 'counter'
    return new Set(cells).size * 10 > cells.length * 9 ? 'id' : 'other'
  }
  return most((cell) => /\p{L}/u.test(cell)) ? 'text' : 'other'
}
