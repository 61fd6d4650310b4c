import type { CatalogEvent } from '../../catalog.ts'
import { freeText, id, isoDate, isoTime, num, obj, open, personName } from '../../payload-schema.ts'
import { actor, guideAck, listedAt, people } from './payloads.ts'

/* Namespace `/gradebook`. */

const namespaces = ['/gradebook']
const gradebook = obj({ classId: id, academicSessionId: id })
const inGradebook = ['gradebook:{classId}:{academicSessionId}', '{classId}']

const lineItem = obj({ lineItem: obj({ id, title: open, categoryId: id, dueDate: isoDate, resultValueMax: num }), createdBy: actor })

export const gradebookEvents: CatalogEvent[] = [
  {
    name: 'gradebook:join',
    namespaces,
    direction: 'client-to-server',
    args: [gradebook],
    ack: guideAck,
    meaning: 'room',
    rooms: inGradebook,
    source: 'SkillCore document, "Join Class Room"',
  },
  {
    name: 'gradebook:joined',
    namespaces,
    direction: 'server-to-client',
    args: [obj({ classId: id, 'academicSessionId?': id, onlineUsers: people })],
    meaning: 'room',
    rooms: inGradebook,
    proves: [listedAt('onlineUsers', true)],
    source: 'SkillCore document, "Join Class Room"',
  },
  {
    name: 'gradebook:leave',
    namespaces,
    direction: 'client-to-server',
    args: [gradebook],
    ack: guideAck,
    meaning: 'room',
    rooms: inGradebook,
    source: 'as deployed: developer guide, gradebook handler',
  },
  {
    name: 'grade.posted',
    namespaces,
    direction: 'server-to-client',
    args: [obj({ resultId: id, lineItemId: id, studentId: id, score: num, scorePercent: num, letterGrade: open, postedAt: isoTime, postedBy: actor })],
    meaning: 'activity',
    person: { id: ['postedBy.id'], name: ['{postedBy.givenName} {postedBy.familyName}', 'postedBy.givenName'], email: [] },
    source: 'SkillCore document, "grade.posted (Subscribe)"',
  },
  {
    name: 'grade.updated',
    namespaces,
    direction: 'server-to-client',
    args: [obj({ resultId: id, changes: obj({ 'score?': num, 'scoreStatus?': open, 'comment?': freeText }), updatedAt: isoTime, updatedBy: actor })],
    meaning: 'activity',
    person: { id: ['updatedBy.id'], name: ['{updatedBy.givenName} {updatedBy.familyName}', 'updatedBy.givenName'], email: [] },
    source: 'SkillCore document, "grade.updated (Subscribe)"',
  },
  {
    name: 'lineitem.created',
    namespaces,
    direction: 'server-to-client',
    args: [lineItem],
    meaning: 'activity',
    person: { id: ['createdBy.id'], name: ['{createdBy.givenName} {createdBy.familyName}', 'createdBy.givenName'], email: [] },
    source: 'SkillCore document, "lineitem.created (Subscribe)"',
  },
  {
    name: 'lineitem.updated',
    namespaces,
    direction: 'server-to-client',
    args: null,
    variants: [{ note: 'as deployed', args: [obj({ lineItem: obj({ id, title: open, categoryId: id, dueDate: isoDate, resultValueMax: num }), updatedBy: actor })] }],
    meaning: 'activity',
    person: { id: ['updatedBy.id'], name: ['{updatedBy.givenName} {updatedBy.familyName}', 'updatedBy.givenName'], email: [] },
    source: 'as deployed: developer guide, gradebook handler; no payload given',
  },
  {
    name: 'gradebook:typing',
    namespaces,
    direction: 'both',
    args: [obj({ lineItemId: id, studentId: id, userId: id, userName: personName })],
    sendArgs: [obj({ lineItemId: id, studentId: id })],
    ack: guideAck,
    meaning: 'typing',
    person: { id: ['userId'], name: ['userName'], email: [] },
    source: 'SkillCore document, "gradebook:typing (Send/Receive)"',
  },
]
