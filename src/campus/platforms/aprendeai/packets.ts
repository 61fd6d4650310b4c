import { randomUUID } from 'node:crypto'
import type { Happening, SubmissionType } from './study-sessions.ts'

/** An event as it goes to the room of its session. */
export interface Packet {
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
}

const submissionEvents: Record<SubmissionType, string> = {
  PI_VOTE_SUBMIT: 'vote.submitted', PI_REVOTE_SUBMIT: 'revote.submitted', GROUP_EXPLANATION_SUBMIT: 'sharedCard.created',
}

/** What happened, as the document's events ("Server-Side Events (Listen)"). */
export function documentedPackets(happening: Happening, now: Date): readonly Packet[] {
  return basicPackets(happening).map((packet) => stamped(packet, now))
}

/**
 * What happened, as deployed servers send it: `user_id` for `userId`, a session.updated before what was submitted, the
 * database row for a chat message, and no session.ended at all.
 */
export function deployedPackets(happening: Happening, now: Date): readonly Packet[] {
  return deployed(happening, now).map((packet) => stamped(packet, now))
}

function stamped({ event, payload }: Packet, now: Date): Packet {
  return { event, payload: { ...payload, timestamp: now.toISOString() } }
}

function basicPackets(happening: Happening): readonly Packet[] {
  const sessionId = happening.session.id
  switch (happening.kind) {
    case 'started':
      return [{ event: 'session.started', payload: { sessionId, status: 'RUNNING', startedBy: happening.by.userId } }]
    case 'ended':
      return [{ event: 'session.ended', payload: { sessionId, status: 'FINISHED' } }]
    case 'advanced':
      return [{ event: 'round.advanced', payload: { ...roundOf(happening), status: happening.round.status } }]
    case 'prompted':
      return [{ event: 'prompt.updated', payload: { ...roundOf(happening), prompt: happening.round.prompt } }]
    case 'submitted':
      // A shared card is the group's: it names nobody.
      return [{
        event: submissionEvents[happening.type],
        payload: happening.type === 'GROUP_EXPLANATION_SUBMIT' ? roundOf(happening) : { ...roundOf(happening), userId: happening.by.userId, eventType: happening.type },
      }]
    case 'chatted': {
      const { by, message, round } = happening
      return [{ event: 'chat.message', payload: { sessionId, roundIndex: round.index, message, userId: by.userId, userName: by.name } }]
    }
  }
}

function deployed(happening: Happening, now: Date): readonly Packet[] {
  switch (happening.kind) {
    case 'ended':
      return []
    case 'submitted': {
      const submission = { ...roundOf(happening), user_id: happening.by.userId, eventType: happening.type }
      const payload = happening.type === 'GROUP_EXPLANATION_SUBMIT' ? roundOf(happening) : submission
      return [{ event: 'session.updated', payload: submission }, { event: submissionEvents[happening.type], payload }]
    }
    case 'chatted': {
      const { by, message, round, session } = happening
      const row = { id: randomUUID(), session_id: session.id, round_id: round.id, user_id: by.userId, message, created_at: now.toISOString() }
      return [{ event: 'chat.message', payload: { ...row, users: { id: by.userId, name: by.name }, userRole: by.role } }]
    }
    case 'started':
    case 'advanced':
    case 'prompted':
      return basicPackets(happening)
  }
}

function roundOf({ session, round }: Extract<Happening, { round: unknown }>): Readonly<Record<string, unknown>> {
  return { sessionId: session.id, roundId: round.id, roundIndex: round.index }
}
