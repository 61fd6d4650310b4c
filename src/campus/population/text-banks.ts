/* The words of the campus. `{slot}` is replaced by a word of `slots`; every line is invented. */

import type { InterventionType, Language } from './texts.ts'

export const slots: Readonly<Record<string, readonly string[]>> = {
  topic: [
    'photosynthesis', 'cell division', 'fractions', 'quadratic equations', 'the French Revolution', 'plate tectonics', 'the water cycle', 'chemical bonds',
    'the past perfect', 'electric circuits', 'the Silk Road', 'probability', 'poetry', 'food webs', 'the solar system', 'linear functions', 'volcanoes',
    'recursion', 'Ohm\'s law', 'the carbon cycle', 'persuasive writing', 'climate zones', 'Newton\'s laws', 'vectors',
  ],
  subject: ['Biology', 'Mathematics', 'History', 'Geography', 'English', 'Spanish', 'Physics', 'Chemistry', 'Art', 'Music', 'Computing', 'French'],
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  time: ['8:15', '9:00', '10:30', '11:45', '13:15', '14:00', '15:30', '17:00'],
  page: ['12', '27', '34', '41', '58', '63', '76', '89', '104', '117'],
  number: ['2', '3', '4', '5', '6', '7', '8', '9', '10', '12'],
  count: ['3', '4', '5', '6', '7', '8'],
  minutes: ['10', '15', '20', '30', '45'],
  room: ['Room 104', 'Room 112', 'Room 207', 'Room 215', 'the library', 'Lab 2', 'Lab 3', 'the main hall', 'the computer room'],
  place: ['the science museum', 'the botanical garden', 'the old harbour', 'the observatory', 'the city archive', 'the water works'],
  club: ['Chess club', 'Robotics club', 'Drama group', 'Choir', 'Debate club', 'Running club', 'Photography club', 'School newspaper'],
  sport: ['volleyball', 'basketball', 'football', 'athletics', 'handball', 'table tennis'],
}

export const chatLines: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'did anyone get number {number} on page {page}?', 'I have a different answer for number {number}, can someone check?', 'is the {subject} homework due {day} or later?',
    'I can share my notes on {topic} after lunch', 'which page were we on?', 'my sound is gone, can you hear me?', 'thank you, that makes sense now',
    'can we go over {topic} once more?', 'I will be {minutes} minutes late, bus is stuck', 'who is in my group for the {subject} project?', 'I think it is option B because of {topic}',
    'the link to the worksheet does not open for me', 'it works if you reload the page', 'could you post the slides from {day}?', 'we meet in {room} at {time}',
    'I finished part {number}, who takes the next one?', 'is the test on {topic} open book?', 'please upload your drafts by {day}', 'good point, I had not thought of that',
    'I got stuck at step {number}', 'same here, the example in the book is different', 'let us split it: I do the introduction, you do the graph', 'where do we hand this in?',
    'sorry, wrong group!', 'does the calculator need to be in degrees?', 'my drawing of {topic} is nearly done', 'can somebody explain {topic} in one sentence?',
    'thanks everyone, see you {day}', 'I was ill yesterday, what did I miss in {subject}?', 'you missed the introduction to {topic}, notes are in the folder',
  ],
  es: [
    '¿alguien tiene los apuntes de hoy?', 'creo que la respuesta es la B', 'no entendí la última parte, ¿la repasamos?', '¿para cuándo es la tarea?', 'yo puedo hacer el resumen',
    'gracias, ahora lo veo claro', 'estoy de acuerdo con la explicación de arriba', 'me falta el ejercicio {number}', '¿nos conectamos a las {time}?', 'el ejemplo de la página {page} ayuda mucho',
    'yo voté distinto, explico por qué', 'falta la conclusión, ¿quién la escribe?', 'perdón, se me cortó la conexión', 'buena idea, lo agrego a la ficha',
  ],
  pt: [
    'alguém tem as anotações de hoje?', 'acho que a resposta é a B', 'não entendi a última parte, podemos rever?', 'a tarefa é para quando?', 'eu posso fazer o resumo',
    'obrigado, agora ficou claro', 'concordo com a explicação acima', 'falta o exercício {number}', 'nos conectamos às {time}?', 'o exemplo da página {page} ajuda bastante',
    'eu votei diferente, vou explicar', 'falta a conclusão, quem escreve?', 'desculpa, a conexão caiu', 'boa ideia, vou colocar no cartão',
  ],
  fr: [
    'quelqu\'un a compris l\'exercice {number} ?', 'je ne suis pas sûr de l\'accord du participe', 'merci, c\'est plus clair maintenant', 'on se retrouve à {time} ?',
    'je confonds encore imparfait et passé composé', 'la page {page} résume bien la règle', 'est-ce que je peux dire « je suis allé » ici ?', 'bonne question, je regarde',
    'mon micro ne marche pas, j\'écris', 'j\'ai fini la leçon, à vous', 'on peut répéter le dialogue une fois ?', 'à jeudi, bon courage !',
  ],
}

export const questions: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'How do I know when to use {topic} here? The video goes from step {number} to the result without saying why.', 'At minute {number} you write a minus sign. Should it not be a plus?',
    'Could you explain {topic} with one more example? I understood the first one but not the second.', 'Is {topic} part of the test on {day}?', 'Why does the answer on page {page} differ from the one in the video?',
    'I tried this at home with {topic} and got a different result. What did I do wrong?', 'What is the difference between what you call {topic} and what the book says?', 'Do we have to learn the table by heart or only read it?',
    'The sound drops at minute {number}. What is said there?', 'Can I use the same method for {topic}?', 'How many decimal places do you want in exercise {number}?', 'Is there a shorter way to solve exercise {number}?',
    'Where can I find more exercises on {topic}?', 'What happens to {topic} if the temperature changes?', 'In my group we disagree about exercise {number}. Who is right?',
  ],
  es: [
    '¿Por qué en el minuto {number} se cambia el signo?', '¿Podría explicar el segundo ejemplo otra vez?', '¿Esto entra en la prueba?', '¿Cuál es la diferencia entre las dos fórmulas?',
    '¿Hay más ejercicios como el {number}?', '¿Se puede resolver de otra manera?',
  ],
  pt: [
    'Por que o sinal muda no minuto {number}?', 'Pode explicar o segundo exemplo mais uma vez?', 'Isso cai na prova?', 'Qual é a diferença entre as duas fórmulas?',
    'Tem mais exercícios como o {number}?', 'Dá para resolver de outra maneira?',
  ],
  fr: [
    'Pourquoi emploie-t-on le subjonctif à la minute {number} ?', 'Pouvez-vous donner un autre exemple ?', 'Quelle est la différence entre « depuis » et « pendant » ?', 'Faut-il toujours accorder ici ?',
    'Est-ce que cette tournure est formelle ?', 'Comment prononce-t-on la liaison de l\'exercice {number} ?',
  ],
}

export const replies: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'Good question. Look at page {page}: the same step is written out there.', 'Yes, you are right, it should be a plus. I will correct the video.', 'No, {topic} comes after the holidays.', 'Try it again with smaller numbers first, then you will see the pattern.',
    'It is a different case: in the video we assumed {topic} stays constant.', 'You do not need to learn it by heart. Know where to find it.', 'Both answers can be right. Write down your reasoning.', 'I have added {number} more exercises to the folder.',
    'We will look at it together on {day}.', 'Two decimal places are enough.', 'Yes, the same method works for {topic}.', 'Please bring your notebook to {room} and we will go through it.', 'See minute {number}, I say it again there.', 'Thank you, that helped. I understand it now.',
  ],
  es: ['Buena pregunta: mira la página {page}.', 'Sí, el método es el mismo.', 'Lo vemos juntos el próximo encuentro.', 'Gracias, ahora lo entiendo.', 'Prueba primero con números más pequeños.', 'Las dos respuestas pueden ser correctas.'],
  pt: ['Boa pergunta: veja a página {page}.', 'Sim, o método é o mesmo.', 'Vemos juntos no próximo encontro.', 'Obrigado, agora entendi.', 'Tente primeiro com números menores.', 'As duas respostas podem estar certas.'],
  fr: ['Bonne question : voyez la page {page}.', 'Oui, c\'est la même règle.', 'Nous le reverrons ensemble à la prochaine séance.', 'Merci, j\'ai compris.', 'Essayez d\'abord à voix haute.', 'Les deux formes sont possibles.'],
}

export const announcements: readonly { title: string; body: string }[] = [
  { title: 'Parents\' evening on {day}', body: 'Teachers are available from 17:00 in {room}. Please book a time with the class teacher.' },
  { title: 'Trip to {place}', body: 'All Year 8 classes leave on {day} at {time}. Bring lunch and a rain jacket.' },
  { title: '{club}: new members welcome', body: 'We meet every {day} at {time} in {room}. No experience needed.' },
  { title: 'Library open longer this week', body: 'The library stays open until 17:00 until {day}.' },
  { title: 'Fire drill on {day}', body: 'There will be a fire drill in the morning. Leave the building by the nearest exit and meet on the sports field.' },
  { title: 'School photographs', body: 'The photographer is in {room} on {day} from {time}. Classes are called one after another.' },
  { title: 'Results of the {sport} tournament', body: 'Congratulations to both finalists. Pictures hang outside {room}.' },
  { title: 'Canteen menu changed', body: 'There is a vegetarian dish every day from {day} on.' },
  { title: 'Lost property', body: 'Jackets and bottles can be collected in {room} until {day}.' },
  { title: 'Exam timetable published', body: 'The {subject} exam is on {day} at {time} in {room}. Check your own timetable.' },
  { title: 'Heating repair in the east wing', body: 'Lessons planned in {room} move to the library on {day}.' },
  { title: 'Science fair', body: 'Register your project on {topic} by {day}.' },
  { title: 'Bus line 12 runs late', body: 'Because of road works the school bus leaves {minutes} minutes later on {day}.' },
  { title: 'Summer concert', body: 'Choir and orchestra play in the main hall on {day} at {time}. Families are welcome.' },
]

export const assignmentTitles: readonly string[] = [
  'Lab report: {topic}', 'Worksheet {number}: {topic}', 'Essay on {topic}', 'Quiz {number}: {topic}', 'Chapter {number} test', 'Presentation: {topic}', 'Reading log, week {number}', 'Project: {topic} in our town',
  'Practice set {number}', 'Vocabulary test {number}', 'Map exercise: {topic}', 'Group poster: {topic}', 'Homework, page {page}', 'Oral exam: {topic}', 'Portfolio check {number}', 'Experiment protocol {number}',
]

export const polls: readonly { question: string; options: readonly string[] }[] = [
  { question: 'How sure are you about today\'s topic?', options: ['Very sure', 'Mostly', 'Not yet'] },
  { question: 'Which force keeps the satellite in orbit?', options: ['Friction', 'Gravity', 'Magnetism', 'Air pressure'] },
  { question: 'Is 91 a prime number?', options: ['Yes', 'No'] },
  { question: 'Where does photosynthesis take place?', options: ['Mitochondria', 'Chloroplasts', 'Nucleus', 'Cell wall'] },
  { question: 'Shall we move the test to Friday?', options: ['Yes', 'No', 'Either is fine'] },
  { question: 'Which topic shall we repeat?', options: ['Fractions', 'Percentages', 'Equations'] },
  { question: 'What is the main idea of the second paragraph?', options: ['Trade grew', 'Cities shrank', 'Prices fell', 'Ships changed'] },
  { question: 'Do you need more time for the exercise?', options: ['I am done', 'Five minutes', 'Ten minutes'] },
  { question: 'Which graph shows a constant speed?', options: ['Graph A', 'Graph B', 'Graph C'] },
  { question: 'Which word is an adverb?', options: ['Quick', 'Quickly', 'Quickness'] },
  { question: 'Group work or working alone today?', options: ['Groups of four', 'Pairs', 'Alone'] },
  { question: 'What is the pH of pure water?', options: ['1', '7', '14'] },
]

export const studyPrompts: Readonly<Record<Language, readonly string[]>> = {
  en: ['What is the main idea of the text?', 'Which evidence supports the author\'s claim?', 'What would change if {topic} did not exist?', 'Which of the four answers explains {topic} best?', 'How would you explain {topic} to a younger student?'],
  es: [
    '¿Cuál es la idea principal del texto?', '¿Qué evidencia apoya la conclusión del autor?', '¿Por qué aumenta la temperatura en el segundo experimento?', '¿Qué pasaría si duplicamos la masa?',
    '¿Cuál de las cuatro respuestas explica mejor la fotosíntesis?', '¿Qué causas tuvo la independencia?', '¿Cómo se lee este gráfico?', '¿Qué figura literaria aparece en la estrofa {number}?',
  ],
  pt: [
    'Qual é a ideia principal do texto?', 'Que evidência apoia a conclusão do autor?', 'Por que a temperatura aumenta no segundo experimento?', 'O que acontece se dobrarmos a massa?',
    'Qual das quatro respostas explica melhor a fotossíntese?', 'Quais foram as causas da independência?', 'Como se lê este gráfico?', 'Que figura de linguagem aparece na estrofe {number}?',
  ],
  fr: ['Quelle est l\'idée principale du texte ?', 'Quel argument soutient la thèse de l\'auteur ?', 'Que se passerait-il si l\'on doublait la masse ?', 'Comment lire ce graphique ?'],
}

export const reviewsGood: readonly string[] = [
  'Clear videos and good exercises on {topic}.', 'Excellent course, I finally understand {topic}.', 'Well paced. The quizzes after each video helped me a lot.', 'The teacher answers every question.', 'Short lessons that I can watch on the bus.',
  'Best {subject} course I have taken.', 'Good examples, and the worksheets match the videos.',
]
export const reviewsMixed: readonly string[] = ['Good content, but the sound is low in video {number}.', 'The part on {topic} is too fast for me.', 'Fine, but I would like more exercises.', 'Quizzes are good, the slides are hard to read on a phone.']
export const reviewsPoor: readonly string[] = ['Too fast, and no subtitles.', 'Exercise {number} has a wrong solution.', 'I could not follow the part on {topic} at all.', 'The videos stop every few minutes on our connection.']

export const lessonTitles: Readonly<Record<Language, readonly string[]>> = {
  en: ['Unit {number}: {topic}', 'Lesson {number}: {topic} step by step', 'Review of {topic}', '{subject} workshop {number}', 'Introduction to {topic}', 'Emails at work, part {number}', 'Leading a meeting', 'Phone calls and appointments'],
  es: ['Unidad {number}: los tiempos del pasado', 'Lección {number}: en la estación', 'Repaso general', 'Lectura {number}'],
  pt: ['Unidade {number}: textos e opiniões', 'Aula {number}: gráficos', 'Revisão geral', 'Leitura {number}'],
  fr: [
    'Leçon {number} : le passé composé', 'Leçon {number} : se présenter au bureau', 'Le subjonctif, partie {number}', 'Rédiger un courriel professionnel', 'Prendre la parole en réunion', 'Les pronoms relatifs',
    'Compréhension orale {number}', 'Préparation à l\'entrevue', 'Le conditionnel de politesse',
  ],
}

export const videoTitles: readonly string[] = [
  'Introduction to {topic}', '{topic} explained in {minutes} minutes', 'Worked example {number}: {topic}', 'Experiment: {topic}', '{subject} basics, part {number}', 'Common mistakes with {topic}', 'Before the test: {topic}', 'Interview about {topic}', 'Reading together, chapter {number}',
]

export const interventionReasons: Readonly<Record<InterventionType, readonly string[]>> = {
  chronic_absence: ['Absent {count} of the last 20 school days', 'Attendance below 90 % for {count} weeks in a row', '{count} full days missed this month'],
  truancy: ['{count} unexcused absences in 10 school days', 'Present in the morning, absent after lunch {count} times', 'Missed {subject} {count} times without a note'],
  tardy_pattern: ['Late to first period {count} times in two weeks', 'Late on {count} Mondays in a row', 'Arrived more than {minutes} minutes late {count} times this month'],
}

export const notifications: readonly { title: string; body: string }[] = [
  { title: 'New grade in {subject}', body: 'Your work on {topic} has been graded.' },
  { title: 'Message from your teacher', body: 'Please bring your {subject} notebook on {day}.' },
  { title: 'Assignment due {day}', body: 'Worksheet {number} on {topic} is due {day} at {time}.' },
  { title: 'Lesson moved', body: '{subject} on {day} takes place in {room}.' },
  { title: 'Lesson cancelled', body: '{subject} on {day} at {time} is cancelled.' },
  { title: 'Session reminder', body: 'Your session starts at {time}.' },
  { title: 'Your question was answered', body: 'There is a new answer to your question about {topic}.' },
  { title: 'Feedback available', body: 'Your teacher commented on your draft about {topic}.' },
  { title: '{club}', body: 'We meet at {time} in {room} this {day}.' },
  { title: 'Book due', body: 'A book from the library is due on {day}.' },
]

export const maintenances: readonly { title: string; body: string }[] = [
  { title: 'Planned maintenance', body: 'The platform is restarted on {day} at 22:00 for about {minutes} minutes.' },
  { title: 'Short interruption', body: 'Messages may arrive late for the next {minutes} minutes.' },
  { title: 'Storage upgrade', body: 'Uploads are paused on {day} evening for about {minutes} minutes.' },
]

export const gradeComments: readonly string[] = [
  'Good work, clear structure.', 'Check your units in part {number}.', 'Much better than last time.', 'Please redo exercise {number}.', 'Points added for part {number}.', 'Well argued, sources missing.', 'Corrected after review.', 'Late by one day, accepted.',
]
