import type { School } from '../../contract.ts'
import type { AprendeaiAccount } from './accounts.ts'
import { fixedUuid } from '../../kit/identity.ts'

/* The state of the study sessions: who belongs to which, and how far its rounds are. Knows nothing of sockets. */

/** Order of a round (AprendeAI document, "round.advanced"); CREATED is before the first advance. */
const roundStatuses = ['CREATED', 'VOTING', 'DISCUSSING', 'REVOTING', 'EXPLAINING', 'DONE'] as const
export type RoundStatus = (typeof roundStatuses)[number]

/** Event types of `POST /group-sessions/:sessionId/events`. */
const submissionTypes = ['PI_VOTE_SUBMIT', 'PI_REVOTE_SUBMIT', 'GROUP_EXPLANATION_SUBMIT'] as const
export type SubmissionType = (typeof submissionTypes)[number]

export interface Round {
  readonly id: string
  /** From 1. */
  readonly index: number
  status: RoundStatus
  prompt: string
  /** User ids. */
  readonly votes: Set<string>
  readonly revotes: Set<string>
  explained: boolean
}

export interface StudySession {
  readonly id: string
  readonly groupId: string
  readonly title: string
  readonly facilitator: AprendeaiAccount
  /** Members without the facilitator. */
  readonly members: readonly AprendeaiAccount[]
  status: 'CREATED' | 'RUNNING' | 'FINISHED'
  /** How often the group has met. */
  meetings: number
  rounds: readonly Round[]
}

/** Who did something: an account, or the claims of a token that belongs to none. */
export interface Actor {
  readonly userId: string
  readonly name: string
  readonly role: string | null
}

export type Happening =
  | { readonly kind: 'started'; readonly session: StudySession; readonly by: Actor }
  | { readonly kind: 'ended'; readonly session: StudySession }
  | { readonly kind: 'advanced' | 'prompted'; readonly session: StudySession; readonly round: Round }
  | { readonly kind: 'submitted'; readonly session: StudySession; readonly round: Round; readonly by: Actor; readonly type: SubmissionType }
  | { readonly kind: 'chatted'; readonly session: StudySession; readonly round: Round; readonly by: Actor; readonly message: string }

export type Outcome = { readonly ok: true } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly message: string }

const SESSIONS_MAX = 12
const MEMBERS_MAX = 8
const ROUNDS = 3
const MESSAGE_CHARS_MAX = 2_000

const done: Outcome = { ok: true }
const unknownSession: Outcome = { ok: false, status: 404, message: 'Session not found' }
const unknownRound: Outcome = { ok: false, status: 404, message: 'Round not found' }

function conflict(message: string): Outcome {
  return { ok: false, status: 409, message }
}

/** All sessions of the school; what happens in them goes to `publish`, in order. */
export class StudySessions {
  readonly all: readonly StudySession[]
  readonly #byId: ReadonlyMap<string, StudySession>
  readonly #publish: (happening: Happening) => void

  constructor(school: School, accounts: readonly AprendeaiAccount[], publish: (happening: Happening) => void) {
    this.all = createSessions(school, accounts)
    this.#byId = new Map(this.all.map((session) => [session.id, session]))
    this.#publish = publish
  }

  find(sessionId: string): StudySession | undefined {
    return this.#byId.get(sessionId)
  }

  /** A finished group meets again under the same id, with new rounds: a room that is watched stays worth watching. */
  start(sessionId: string, by: Actor): Outcome {
    const session = this.#byId.get(sessionId)
    if (!session) return unknownSession
    if (session.status === 'RUNNING') return conflict('Session is already running')
    session.meetings++
    session.rounds = createRounds(session)
    session.status = 'RUNNING'
    this.#publish({ kind: 'started', session, by })
    return done
  }

  /** Moves a round to its next status; the session ends when its last round is DONE. */
  advance(sessionId: string, roundIndex: number): Outcome {
    const session = this.#byId.get(sessionId)
    if (!session) return unknownSession
    const round = session.rounds[roundIndex - 1]
    if (!round) return unknownRound
    if (session.status !== 'RUNNING') return conflict('Session is not running')
    if (currentRound(session) !== round) return conflict('Another round is open')
    round.status = roundStatuses[roundStatuses.indexOf(round.status) + 1] ?? 'DONE'
    this.#publish({ kind: 'advanced', session, round })
    if (session.rounds.every(({ status }) => status === 'DONE')) {
      session.status = 'FINISHED'
      this.#publish({ kind: 'ended', session })
    }
    return done
  }

  setPrompt(sessionId: string, roundIndex: number, prompt: unknown): Outcome {
    const session = this.#byId.get(sessionId)
    if (!session) return unknownSession
    const round = session.rounds[roundIndex - 1]
    if (!round) return unknownRound
    if (typeof prompt !== 'string' || prompt === '' || prompt.length > MESSAGE_CHARS_MAX) return { ok: false, status: 400, message: 'prompt must be a text' }
    round.prompt = prompt
    this.#publish({ kind: 'prompted', session, round })
    return done
  }

  /** A vote, revote or group explanation, in the round that is open. */
  submit(sessionId: string, by: Actor, type: unknown): Outcome {
    const session = this.#byId.get(sessionId)
    if (!session) return unknownSession
    if (!isSubmissionType(type)) return { ok: false, status: 400, message: `eventType must be one of ${submissionTypes.join(', ')}` }
    const round = currentRound(session)
    if (!round || session.status !== 'RUNNING') return conflict('Session is not running')
    const refusal = takeSubmission(round, by, type)
    if (refusal !== undefined) return conflict(refusal)
    this.#publish({ kind: 'submitted', session, round, by, type })
    return done
  }

  chat(sessionId: string, by: Actor, message: unknown): Outcome {
    const session = this.#byId.get(sessionId)
    if (!session) return unknownSession
    if (typeof message !== 'string' || message === '' || message.length > MESSAGE_CHARS_MAX) return { ok: false, status: 400, message: 'message must be a text' }
    const round = currentRound(session) ?? session.rounds.at(-1)
    if (!round) return unknownRound
    this.#publish({ kind: 'chatted', session, round, by, message })
    return done
  }
}

/** The first round that is not DONE. */
export function currentRound(session: StudySession): Round | undefined {
  return session.rounds.find(({ status }) => status !== 'DONE')
}

/** Why the round does not take it, or undefined when it did. */
function takeSubmission(round: Round, by: Actor, type: SubmissionType): string | undefined {
  if (type === 'GROUP_EXPLANATION_SUBMIT') {
    if (round.status !== 'EXPLAINING') return 'Round is not in EXPLAINING'
    if (round.explained) return 'The group has explained already'
    round.explained = true
    return undefined
  }
  const [wanted, taken] = type === 'PI_VOTE_SUBMIT' ? (['VOTING', round.votes] as const) : (['REVOTING', round.revotes] as const)
  if (round.status !== wanted) return `Round is not in ${wanted}`
  if (taken.has(by.userId)) return 'Already voted'
  taken.add(by.userId)
  return undefined
}

function isSubmissionType(type: unknown): type is SubmissionType {
  return submissionTypes.some((known) => known === type)
}

/** Classes spread evenly over the school, a study group of at most MEMBERS_MAX students each. */
function createSessions(school: School, accounts: readonly AprendeaiAccount[]): readonly StudySession[] {
  const accountOf = new Map(accounts.map((account) => [account.person.number, account]))
  const count = Math.min(SESSIONS_MAX, school.classes.length)
  const sessions: StudySession[] = []
  for (let index = 0; index < count; index++) {
    const schoolClass = school.classes[Math.floor((index * school.classes.length) / count)]
    const facilitator = schoolClass && accountOf.get(schoolClass.teacher.number)
    if (!schoolClass || !facilitator) continue
    const { students } = schoolClass
    // Neighbouring classes share their students: each takes another part of them.
    const first = students.length > 0 ? (index * MEMBERS_MAX) % students.length : 0
    const members = [...students.slice(first), ...students.slice(0, first)].slice(0, MEMBERS_MAX).flatMap((person) => accountOf.get(person.number) ?? [])
    const session: StudySession = {
      id: fixedUuid('0000a5e5', index + 1), groupId: fixedUuid('0000a66f', index + 1), title: `${schoolClass.title} study group`,
      facilitator, members, status: 'CREATED', meetings: 0, rounds: [],
    }
    session.rounds = createRounds(session)
    sessions.push(session)
  }
  return sessions
}

function createRounds(session: StudySession): readonly Round[] {
  return Array.from({ length: ROUNDS }, (_, offset) => ({
    id: `${session.id}-m${session.meetings}-r${offset + 1}`, index: offset + 1, status: 'CREATED', prompt: '', votes: new Set(), revotes: new Set(), explained: false,
  }))
}
