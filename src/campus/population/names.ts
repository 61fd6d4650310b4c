/* Names of invented people from many places; any likeness to a real person is chance. */

export const givenNames: readonly string[] = [
  'Aaliyah', 'Adrian', 'Agnieszka', 'Aiko', 'Alejandra', 'Amara', 'Amir', 'Ana', 'Andrei', 'Anika', 'Anton', 'Aria', 'Arjun', 'Astrid', 'Ayşe', 'Beatriz', 'Ben', 'Bianca', 'Bruno',
  'Camila', 'Carlos', 'Chiara', 'Chidi', 'Clara', 'Daan', 'Daniel', 'Daria', 'Davi', 'Diego', 'Dilnoza', 'Eero', 'Elena', 'Elif', 'Ella', 'Emeka', 'Emil', 'Emre', 'Esther', 'Fatima', 'Felix',
  'Femi', 'Finn', 'Gabriela', 'Grace', 'Hamza', 'Hana', 'Hannah', 'Henrik', 'Hugo', 'Ibrahim', 'Ines', 'Ingrid', 'Isabela', 'Ivan', 'Jakub', 'Jamal', 'Joana', 'João', 'Jonas', 'Josefina', 'Julia',
  'Kaito', 'Karim', 'Katarina', 'Keisha', 'Kofi', 'Lars', 'Laszlo', 'Leila', 'Leon', 'Lerato', 'Liam', 'Linh', 'Lucia', 'Luka', 'Maja', 'Malik', 'Maren', 'Marisol', 'Marta', 'Mateo', 'Mei', 'Mia',
  'Miguel', 'Mila', 'Minh', 'Miriam', 'Nadia', 'Naomi', 'Nia', 'Niamh', 'Nikolai', 'Noah', 'Nour', 'Olga', 'Oliver', 'Omar', 'Oscar', 'Paula', 'Pavel', 'Pedro', 'Priya', 'Rafael', 'Rahel',
  'Ravi', 'Rosa', 'Samir', 'Sanna', 'Sara', 'Sebastian', 'Selma', 'Sienna', 'Simon', 'Sofia', 'Soren', 'Sunita', 'Tadeo', 'Talia', 'Tariq', 'Thandiwe', 'Theo', 'Tiago', 'Tomas', 'Uma', 'Valentina',
  'Vera', 'Viktor', 'Wanjiru', 'Wei', 'Yara', 'Yasmin', 'Yusuf', 'Zainab', 'Zofia', 'Zoe',
]

export const familyNames: readonly string[] = [
  'Abara', 'Achterberg', 'Adeyemi', 'Almeida', 'Andersson', 'Aoki', 'Aydin', 'Bakker', 'Balogun', 'Banerjee', 'Barbosa', 'Bauer', 'Benali', 'Bergström', 'Bianchi', 'Blakely', 'Boateng', 'Bosch', 'Calder', 'Campos',
  'Cardoso', 'Castellanos', 'Chaudhry', 'Chen', 'Cruz', 'Dahl', 'Demir', 'Desai', 'Diallo', 'Dimitrov', 'Duarte', 'Dvorak', 'Eklund', 'Esposito', 'Fairley', 'Farouk', 'Fernandes', 'Fischer', 'Fonseca', 'Fujita',
  'Garrido', 'Georgiou', 'Goh', 'Greaves', 'Gruber', 'Haddad', 'Halloran', 'Hartwell', 'Hassan', 'Hoang', 'Horvath', 'Ibarra', 'Ionescu', 'Iqbal', 'Jankowski', 'Jensen', 'Kamau', 'Kaplan', 'Karlsen', 'Kaya',
  'Keller', 'Khatri', 'Kimani', 'Kovač', 'Kowalska', 'Kruger', 'Laine', 'Larkin', 'Leclerc', 'Lindqvist', 'Lopes', 'Mahlangu', 'Marchetti', 'Marlow', 'Mbeki', 'Medina', 'Mensah', 'Moreau', 'Mori', 'Mwangi',
  'Nakata', 'Navarro', 'Ndiaye', 'Nguyen', 'Novak', 'Nwosu', 'Okafor', 'Oliveira', 'Osei', 'Papadakis', 'Park', 'Pereira', 'Petrov', 'Pham', 'Quispe', 'Rahman', 'Ramires', 'Rautio', 'Reyes', 'Ribeiro',
  'Rossi', 'Sadiq', 'Salazar', 'Santoro', 'Schreiber', 'Sharma', 'Silveira', 'Sithole', 'Skov', 'Solberg', 'Sousa', 'Strand', 'Suzuki', 'Szabo', 'Tanaka', 'Teixeira', 'Thorne', 'Torres', 'Tran', 'Uddin',
  'Vance', 'Varga', 'Vasquez', 'Verhoeven', 'Vieira', 'Virtanen', 'Wadsley', 'Wanjala', 'Weiss', 'Winther', 'Yilmaz', 'Zhang', 'Zielinski', 'Zuma',
]

/** Invented places; the school's e-mail addresses end in `.example`, which nobody can own (RFC 2606). */
export const schoolPlaces: readonly string[] = ['Brookmere', 'Larkhollow', 'Tarnwick', 'Ashenvale', 'Merrowfield', 'Quillbridge', 'Sandelby', 'Hollinmoor', 'Fennabury', 'Westerloch']
