import type { CatalogEvent } from '../../catalog.ts'
import { id, isoTime, num, obj } from '../../payload-schema.ts'
import { guideAck } from './payloads.ts'

/* Namespace `/assessment`. */

const namespaces = ['/assessment']
const inAssessment = ['{assessmentId}']
const person = { id: ['studentId'], name: [], email: [] }

export const assessmentEvents: CatalogEvent[] = [
  {
    name: 'assessment:join',
    namespaces,
    direction: 'client-to-server',
    args: [obj({ assessmentId: id })],
    ack: guideAck,
    meaning: 'room',
    rooms: inAssessment,
    source: 'SkillCore document, "Join Assessment Session"; no confirmation is documented',
  },
  {
    name: 'assessment.started',
    namespaces,
    direction: 'server-to-client',
    args: [obj({ submissionId: id, studentId: id, assessmentId: id, startedAt: isoTime })],
    meaning: 'activity',
    person,
    rooms: inAssessment,
    source: 'SkillCore document, "assessment.started (Subscribe)"',
  },
  {
    name: 'assessment.submitted',
    namespaces,
    direction: 'server-to-client',
    args: [obj({ submissionId: id, studentId: id, assessmentId: id, submittedAt: isoTime, duration: num })],
    meaning: 'activity',
    person,
    rooms: inAssessment,
    source: 'SkillCore document, "assessment.submitted (Subscribe)"',
  },
  {
    name: 'assessment.auto-graded',
    namespaces,
    direction: 'server-to-client',
    args: [obj({ submissionId: id, score: num, totalPoints: num, percentage: num, gradedAt: isoTime })],
    meaning: 'activity',
    source: 'SkillCore document, "assessment.auto-graded (Subscribe)"',
  },
  ...(['assessment.progress', 'assessment.timer-warning'] as const).map(
    (name): CatalogEvent => ({
      name,
      namespaces,
      direction: 'server-to-client',
      args: null,
      meaning: 'activity',
      person,
      rooms: inAssessment,
      // The server's clock warns; that says nothing of the student.
      ...(name === 'assessment.timer-warning' && { proves: [] }),
      source: 'as deployed: developer guide, assessment handler; no payload given',
    }),
  ),
  {
    // The guide names proctor alerts but not their event: these are its other names' form, in its spellings.
    name: 'assessment.proctor-alert',
    alsoKnownAs: ['proctor.alert'],
    namespaces,
    direction: 'server-to-client',
    args: null,
    meaning: 'alert',
    person: { id: ['studentId', 'userId'], name: [], email: [] },
    rooms: inAssessment,
    alerts: [{ when: [], severity: 'warning', cause: 'proctor alert', title: 'Proctor alert in an assessment', identity: ['alertId', 'id'], identityOf: 'proctor alert' }],
    source: 'as deployed: developer guide, "Assessment Namespace" (proctor alerts); neither name nor payload given',
  },
]
