import type { ProofSpec } from '../../catalog.ts'
import { anyOf, bool, id, int, list, obj, oneOf, open, personName } from '../../payload-schema.ts'
import type { PayloadSchema } from '../../payload-schema.ts'

/* Parts that several SkillCore events share. */

/** `postedBy`, `updatedBy`, `createdBy`, `markedBy`, `sender`. */
export const actor = obj({ id, givenName: personName, familyName: personName })

/** Present in the document as `data.onlineUsers` and the like, without a type: a number, a flag or the persons. */
export const people: PayloadSchema = anyOf(int, bool, list(id), list(obj({ 'id?': id, 'userId?': id, 'userName?': personName, 'givenName?': personName, 'familyName?': personName })))

/** The document prints `response.error` as text and `response.error.code` as a field. */
export const failure = obj({
  success: bool,
  error: anyOf(open, obj({ code: oneOf('UNAUTHORIZED', 'VALIDATION_ERROR', 'RATE_LIMIT_EXCEEDED'), 'message?': open, 'retryAfter?': { type: 'number' } })),
})

/** Success as the developer guide answers every handled message: `{success:true,data}`. */
export const guideAck: PayloadSchema[] = [anyOf(obj({ success: bool, 'data?': { type: 'object' } }), failure)]

export const sendMessageAck: PayloadSchema[] = [anyOf(obj({ success: bool, messageId: id }), obj({ success: bool, data: obj({ messageId: id }) }), failure)]

export const attendanceStatus = oneOf('present', 'absent', 'tardy', 'excused_absent')
export const deployedAttendanceStatus = oneOf('PRESENT', 'ABSENT', 'LATE', 'EXCUSED')

/** The people that a list names, for `proves`. */
export function listedAt(path: string, there: boolean, role?: string): Extract<ProofSpec, { what: 'list' }> {
  return { what: 'list', path, id: ['userId', 'id'], name: ['userName', 'name', '{givenName} {familyName}', 'givenName'], email: ['email'], there, ...(role !== undefined && { role }) }
}

export const presenceStatus = oneOf('online', 'away', 'busy', 'offline')
export const deployedPresenceStatus = oneOf('ONLINE', 'AWAY', 'BUSY', 'OFFLINE')

export const attachment = obj({ id, fileName: open, fileUrl: open })

