import type { NoticeTemplate } from '../../shared/notices.ts'

/*
 * Standard wording. The verbs and their instructions are those of the Standard Response Protocol (Hold, Secure, Lockdown, Evacuate,
 * Shelter); a template has words and no audience, whatever its kind.
 */

type Field = NoticeTemplate['fields'][number]

const place: Field = { name: 'place', label: 'Where to go', example: 'the sports field' }
const hazard: Field = { name: 'hazard', label: 'Hazard', example: 'Tornado' }
const safety: Field = { name: 'safety', label: 'What to do', example: 'Go to the inner hallways' }

function emergency(id: string, name: string, en: readonly [string, string], es: readonly [string, string], fields: Field[] = []): NoticeTemplate {
  return { ...base(id, name, en, es, fields), kind: 'emergency', severity: 'critical', dismissable: false }
}

function base(id: string, name: string, en: readonly [string, string], es: readonly [string, string], fields: Field[]): NoticeTemplate {
  return {
    id: `built-in-${id}`, name, kind: 'announcement', builtIn: true, severity: 'info', dismissable: true, fields,
    texts: [{ language: 'en', title: en[0], body: en[1] }, { language: 'es', title: es[0], body: es[1] }],
  }
}

export const builtInTemplates: readonly NoticeTemplate[] = [
  emergency('hold', 'Hold',
    ['Hold! In your room or area. Clear the halls.', 'Stay in your room or area until the all clear is given. Keep the halls clear. Teaching goes on.'],
    ['¡Espere! En su salón o área. Despejen los pasillos.', 'Permanezcan en su salón o área hasta el aviso de fin. Mantengan los pasillos despejados. Las clases continúan.']),
  emergency('secure', 'Secure',
    ['Secure! Get inside. Lock outside doors.', 'Everybody comes inside. Outside doors are locked; nobody enters or leaves. Inside, teaching goes on.'],
    ['¡Asegurar! Entren. Cierren las puertas exteriores.', 'Todos entran al edificio. Las puertas exteriores se cierran; nadie entra ni sale. Adentro las clases continúan.']),
  emergency('lockdown', 'Lockdown',
    ['Lockdown! Locks, lights, out of sight.', 'Lock the door. Turn the lights off. Move out of sight and keep silent. Do not open the door.'],
    ['¡Cierre de emergencia! Cerrojos, luces, fuera de la vista.', 'Cierren la puerta con llave. Apaguen las luces. Manténganse fuera de la vista y en silencio. No abran la puerta.']),
  emergency('evacuate', 'Evacuate',
    ['Evacuate! To {place}.', 'Leave the building and go to {place}. Leave your things behind; take your phone if you can. Stay with your group.'],
    ['¡Evacúen! Hacia {place}.', 'Salgan del edificio y vayan a {place}. Dejen sus cosas; lleven su teléfono si pueden. Permanezcan con su grupo.'], [place]),
  emergency('shelter', 'Shelter',
    ['Shelter! {hazard}. {safety}.', '{hazard}: {safety}. Stay there until the all clear is given.'],
    ['¡Refúgiense! {hazard}. {safety}.', '{hazard}: {safety}. Permanezcan ahí hasta el aviso de fin.'], [hazard, safety]),
  {
    ...base('all-clear', 'All clear',
      ['All clear', 'The emergency is over. Go back to your usual schedule. Staff: account for your students.'],
      ['Fin de la emergencia', 'La emergencia terminó. Regresen a sus actividades normales. Personal: verifiquen la presencia de sus estudiantes.'], []),
    kind: 'urgent', severity: 'warning',
  },
  {
    ...base('maintenance', 'Maintenance of the platform',
      ['Maintenance: {service}', '{service} will not be available during maintenance. Save your work before it begins.'],
      ['Mantenimiento: {service}', '{service} no estará disponible durante el mantenimiento. Guarden su trabajo antes de que comience.'],
      [{ name: 'service', label: 'What is maintained', example: 'The gradebook' }]),
    kind: 'maintenance', severity: 'warning',
  },
  base('late-bus', 'Late bus',
    ['Bus {route} is late', 'Bus {route} is about {minutes} minutes late. Please wait at your stop.'],
    ['El autobús {route} viene con retraso', 'El autobús {route} tiene unos {minutes} minutos de retraso. Por favor, esperen en su parada.'],
    [{ name: 'route', label: 'Route', example: '12' }, { name: 'minutes', label: 'Minutes', example: '20' }]),
  {
    ...base('closing-early', 'Closing early',
      ['School closes at {time} today', 'School closes at {time} today because of {reason}. Buses leave then. After-school activities are cancelled.'],
      ['La escuela cierra hoy a las {time}', 'La escuela cierra hoy a las {time} debido a {reason}. Los autobuses salen a esa hora. Se cancelan las actividades de la tarde.'],
      [{ name: 'time', label: 'Time', example: '1:00 PM' }, { name: 'reason', label: 'Reason', example: 'the snow storm' }]),
    kind: 'urgent', severity: 'warning',
  },
  {
    ...base('outage', 'Outage of the platform',
      ['{service} does not work at the moment', '{service} does not work at the moment. We are working on it and will tell you when it is back. What you saved is safe.'],
      ['{service} no funciona por el momento', '{service} no funciona por el momento. Estamos trabajando en ello y avisaremos cuando vuelva. Lo que guardaron está seguro.'],
      [{ name: 'service', label: 'What does not work', example: 'Live class' }]),
    kind: 'urgent', severity: 'warning',
  },
]
