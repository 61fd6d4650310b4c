import type { NoticeTemplate } from '../../shared/notices.ts'

/*
 * Standard wording. The verbs and their instructions are those of the Standard Response Protocol (Hold, Secure, Lockdown, Evacuate,
 * Shelter); a template has words and no audience, whatever its kind. A field is filled with the same words in every language, so that
 * they stand where no language bends them: behind a colon, or as a name.
 */

type Field = NoticeTemplate['fields'][number]

const place: Field = { name: 'place', label: 'Where to go', example: 'the sports field' }
const hazard: Field = { name: 'hazard', label: 'Hazard', example: 'Tornado' }
const safety: Field = { name: 'safety', label: 'What to do', example: 'Go to the inner hallways' }

type Wording = readonly [title: string, body: string]

interface Wordings {
  readonly en: Wording
  readonly es: Wording
  readonly fr: Wording
  readonly pt?: Wording
}

function base(id: string, name: string, { en, es, fr, pt }: Wordings, fields: Field[] = []): NoticeTemplate {
  return {
    id: `built-in-${id}`, name, kind: 'announcement', builtIn: true, severity: 'info', dismissable: true, fields,
    texts: [textOf('en', en), textOf('es', es), textOf('fr', fr.map(frenchSpaces)), ...(pt ? [textOf('pt', pt)] : [])],
  }
}

function textOf(language: string, [title = '', body = '']: readonly string[]): NoticeTemplate['texts'][number] {
  return { language, title, body }
}

/** French has a space before these signs, at which no line may break. */
function frenchSpaces(text: string): string {
  return text.replace(/ (?=[!:;?])/g, '\u00a0')
}

function emergency(id: string, name: string, wordings: Wordings, fields: Field[] = []): NoticeTemplate {
  return { ...base(id, name, wordings, fields), kind: 'emergency', severity: 'critical', dismissable: false }
}

export const builtInTemplates: readonly NoticeTemplate[] = [
  emergency('hold', 'Hold', {
    en: ['Hold! In your room or area. Clear the halls.', 'Stay in your room or area until the all clear is given. Keep the halls clear. Teaching goes on.'],
    es: ['¡Espere! En su salón o área. Despejen los pasillos.', 'Permanezcan en su salón o área hasta el aviso de fin. Mantengan los pasillos despejados. Las clases continúan.'],
    fr: ['Restez sur place ! Dans votre salle ou votre zone. Dégagez les couloirs.', 'Restez dans votre salle ou votre zone jusqu’au signal de fin d’alerte. Laissez les couloirs libres. Les cours continuent.'],
  }),
  emergency('secure', 'Secure', {
    en: ['Secure! Get inside. Lock outside doors.', 'Everybody comes inside. Outside doors are locked; nobody enters or leaves. Inside, teaching goes on.'],
    es: ['¡Asegurar! Entren. Cierren las puertas exteriores.', 'Todos entran al edificio. Las puertas exteriores se cierran; nadie entra ni sale. Adentro las clases continúan.'],
    fr: ['Sécurisez ! Rentrez. Verrouillez les portes extérieures.', 'Rentrez tous dans le bâtiment. Les portes extérieures sont verrouillées ; personne n’entre ni ne sort. À l’intérieur, les cours continuent.'],
  }),
  emergency('lockdown', 'Lockdown', {
    en: ['Lockdown! Locks, lights, out of sight.', 'Lock the door. Turn the lights off. Move out of sight and keep silent. Do not open the door.'],
    es: ['¡Cierre de emergencia! Cerrojos, luces, fuera de la vista.', 'Cierren la puerta con llave. Apaguen las luces. Manténganse fuera de la vista y en silencio. No abran la puerta.'],
    fr: ['Confinez-vous ! Verrouillez, éteignez, cachez-vous.', 'Fermez la porte à clé. Éteignez les lumières. Cachez-vous et gardez le silence. N’ouvrez pas la porte.'],
  }),
  emergency('evacuate', 'Evacuate', {
    en: ['Evacuate! To {place}.', 'Leave the building and go to {place}. Leave your things behind; take your phone if you can. Stay with your group.'],
    es: ['¡Evacúen! Hacia {place}.', 'Salgan del edificio y vayan a {place}. Dejen sus cosas; lleven su teléfono si pueden. Permanezcan con su grupo.'],
    fr: ['Évacuez ! Rassemblement : {place}.', 'Sortez du bâtiment. Rendez-vous au point de rassemblement : {place}. Laissez vos affaires ; prenez votre téléphone si vous le pouvez. Restez avec votre groupe.'],
  }, [place]),
  emergency('shelter', 'Shelter', {
    en: ['Shelter! {hazard}. {safety}.', '{hazard}: {safety}. Stay there until the all clear is given.'],
    es: ['¡Refúgiense! {hazard}. {safety}.', '{hazard}: {safety}. Permanezcan ahí hasta el aviso de fin.'],
    fr: ['Abritez-vous ! {hazard}. {safety}.', '{hazard} : {safety}. Restez à l’abri jusqu’au signal de fin d’alerte.'],
  }, [hazard, safety]),
  {
    ...base('all-clear', 'All clear', {
      en: ['All clear', 'The emergency is over. Go back to your usual schedule. Staff: account for your students.'],
      es: ['Fin de la emergencia', 'La emergencia terminó. Regresen a sus actividades normales. Personal: verifiquen la presencia de sus estudiantes.'],
      fr: ['Fin de l’alerte', 'L’urgence est terminée. Reprenez vos activités habituelles. Membres du personnel : vérifiez la présence de vos élèves.'],
    }),
    kind: 'urgent', severity: 'warning',
  },
  {
    ...base('maintenance', 'Maintenance of the platform', {
      en: ['Maintenance: {service}', '{service} will not be available during maintenance. Save your work before it begins.'],
      es: ['Mantenimiento: {service}', '{service} no estará disponible durante el mantenimiento. Guarden su trabajo antes de que comience.'],
      fr: ['Maintenance : {service}', 'Service indisponible pendant la maintenance : {service}. Enregistrez votre travail avant le début.'],
      pt: ['Manutenção: {service}', 'Serviço indisponível durante a manutenção: {service}. Salvem seu trabalho antes do início.'],
    }, [{ name: 'service', label: 'What is maintained', example: 'The gradebook' }]),
    kind: 'maintenance', severity: 'warning',
  },
  base('event-moved', 'Event moved', {
    en: ['New date: {event}', '{event} has a new date: {date}. Place: {place}. The earlier date no longer holds.'],
    es: ['Nueva fecha: {event}', '{event} tiene nueva fecha: {date}. Lugar: {place}. La fecha anterior ya no es válida.'],
    fr: ['Nouvelle date : {event}', '{event} : nouvelle date, {date}. Lieu : {place}. La date précédente n’est plus valable.'],
    pt: ['Nova data: {event}', '{event} tem nova data: {date}. Local: {place}. A data anterior não vale mais.'],
  }, [{ name: 'event', label: 'What was moved', example: 'Picture day' }, { name: 'date', label: 'New date', example: '24/11, 10:30' }, { name: 'place', label: 'Where', example: 'Room 12' }]),
  base('late-bus', 'Late bus', {
    en: ['Bus {route} is late', 'Bus {route} is about {minutes} minutes late. Please wait at your stop.'],
    es: ['El autobús {route} viene con retraso', 'El autobús {route} tiene unos {minutes} minutos de retraso. Por favor, esperen en su parada.'],
    fr: ['L’autobus {route} est en retard', 'L’autobus {route} a environ {minutes} minutes de retard. Veuillez attendre à votre arrêt.'],
    pt: ['O ônibus {route} está atrasado', 'O ônibus {route} está cerca de {minutes} minutos atrasado. Por favor, esperem no seu ponto.'],
  }, [{ name: 'route', label: 'Route', example: '12' }, { name: 'minutes', label: 'Minutes', example: '20' }]),
  {
    ...base('closing-early', 'Closing early', {
      en: ['School closes at {time} today', 'School closes at {time} today because of {reason}. Buses leave then. After-school activities are cancelled.'],
      es: ['La escuela cierra hoy a las {time}', 'La escuela cierra hoy a las {time} debido a {reason}. Los autobuses salen a esa hora. Se cancelan las actividades de la tarde.'],
      fr: ['L’école ferme à {time} aujourd’hui', 'L’école ferme à {time} aujourd’hui. Motif : {reason}. Les autobus partent à cette heure-là. Les activités après les cours sont annulées.'],
    }, [{ name: 'time', label: 'Time', example: '1:00 PM' }, { name: 'reason', label: 'Reason', example: 'the snow storm' }]),
    kind: 'urgent', severity: 'warning',
  },
  {
    ...base('outage', 'Outage of the platform', {
      en: ['{service} does not work at the moment', '{service} does not work at the moment. We are working on it and will tell you when it is back. What you saved is safe.'],
      es: ['{service} no funciona por el momento', '{service} no funciona por el momento. Estamos trabajando en ello y avisaremos cuando vuelva. Lo que guardaron está seguro.'],
      fr: ['{service} ne fonctionne pas pour le moment', '{service} ne fonctionne pas pour le moment. Nous y travaillons et vous préviendrons dès le rétablissement. Ce que vous avez enregistré est conservé.'],
      pt: ['{service} não funciona no momento', '{service} não funciona no momento. Estamos trabalhando nisso e avisaremos quando voltar. O que vocês salvaram está seguro.'],
    }, [{ name: 'service', label: 'What does not work', example: 'Live class' }]),
    kind: 'urgent', severity: 'warning',
  },
]
