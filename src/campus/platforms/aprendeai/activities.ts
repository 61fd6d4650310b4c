import type { Activity, Random, StoryContext } from '../../contract.ts'
import { ClientDevice } from '../../kit/device.ts'
import { chatLine, studyPrompt } from '../../population/texts.ts'
import type { Language } from '../../population/texts.ts'
import type { AprendeaiAccount } from './accounts.ts'
import { NOTIFICATIONS, STUDY } from './study-gateway.ts'
import { currentRound } from './study-sessions.ts'
import type { Actor, Round, RoundStatus, StudySession, StudySessions, SubmissionType } from './study-sessions.ts'
import { fixedUuid } from '../../kit/identity.ts'

export interface ActivityParts {
  readonly sessions: StudySessions
  readonly asDeployed: boolean
  readonly emit: (namespace: string, room: string, event: string, payload: unknown) => void
}

/** A session that somebody attends now. */
interface Attended {
  readonly session: StudySession
  /** Members who have a connected device. */
  readonly here: readonly AprendeaiAccount[]
  /** The facilitator, or a member where the facilitator is away. */
  readonly leader: AprendeaiAccount
}

const CONTENTS = 5

/** What happens in the study groups. Weights follow how often each happens in one session of three rounds. */
export function createActivities({ sessions, asDeployed, emit }: ActivityParts): readonly Activity[] {
  /** Who left a session on purpose, by the person's number. */
  const away = new Map<StudySession, Set<number>>()

  const activity = (name: string, weight: number, choose: (candidate: Attended) => boolean, act: (chosen: Attended, context: StoryContext) => string | undefined): Activity => ({
    name,
    weight,
    run: (context) => {
      const candidates = attended(sessions, context).filter(choose)
      const chosen = candidates.length > 0 ? context.random.pick(candidates) : undefined
      const what = chosen && act(chosen, context)
      return chosen && what !== undefined ? `${chosen.session.title}: ${what}` : undefined
    },
  })
  const submission = (name: string, weight: number, status: RoundStatus, type: SubmissionType, left: (round: Round, account: AprendeaiAccount) => boolean): Activity =>
    activity(name, weight, ({ session, here }) => isIn(session, status) && here.some((account) => canSubmit(session, account, left)), ({ session, here }, { random }) => {
      const account = random.pick(here.filter((member) => canSubmit(session, member, left)))
      return sessions.submit(session.id, actor(account), type).ok ? `${name} by #${account.person.number}` : undefined
    })

  const activities = [
    activity('session started', 6, ({ session }) => session.status !== 'RUNNING', ({ session, leader }) =>
      sessions.start(session.id, actor(leader)).ok ? `session started by #${leader.person.number}` : undefined),
    activity('round advanced', 5, ({ session }) => session.status === 'RUNNING', ({ session }) => {
      const round = currentRound(session)
      return round && sessions.advance(session.id, round.index).ok ? `round ${round.index} is ${round.status}` : undefined
    }),
    activity('prompt updated', 2, ({ session }) => session.status === 'RUNNING', ({ session }, { random }) => {
      const round = currentRound(session)
      return round && sessions.setPrompt(session.id, round.index, studyPrompt(random, language(random))).ok ? `prompt of round ${round.index} updated` : undefined
    }),
    submission('vote submitted', 20, 'VOTING', 'PI_VOTE_SUBMIT', (round, { userId }) => !round.votes.has(userId)),
    submission('revote submitted', 14, 'REVOTING', 'PI_REVOTE_SUBMIT', (round, { userId }) => !round.revotes.has(userId)),
    submission('shared card created', 3, 'EXPLAINING', 'GROUP_EXPLANATION_SUBMIT', (round) => !round.explained),
    activity('chat message', 30, ({ session, here }) => session.status === 'RUNNING' && here.length > 0, ({ session, here }, { random }) => {
      const account = random.pick(here)
      return sessions.chat(session.id, actor(account), chatLine(random, language(random))).ok ? `chat message by #${account.person.number}` : undefined
    }),
    activity('member left', 3, ({ session, here }) => here.some((account) => !away.get(session)?.has(account.person.number)), ({ session, here }, context) => {
      const account = context.random.pick(here.filter(({ person }) => !away.get(session)?.has(person.number)))
      if (!say(context, account, 'leaveSession', session)) return undefined
      away.set(session, (away.get(session) ?? new Set()).add(account.person.number))
      return `#${account.person.number} left`
    }),
    activity('member joined', 4, ({ session, here }) => here.some((account) => away.get(session)?.has(account.person.number)), ({ session, here }, context) => {
      const account = context.random.pick(here.filter(({ person }) => away.get(session)?.has(person.number)))
      if (!say(context, account, 'joinSession', session)) return undefined
      away.get(session)?.delete(account.person.number)
      return `#${account.person.number} joined`
    }),
  ]
  return asDeployed ? [...activities, contentReady(emit)] : activities
}

/** Deployed servers tell who subscribed to a content that its processing ended. */
function contentReady(emit: ActivityParts['emit']): Activity {
  return {
    name: 'content processed',
    weight: 2,
    run: ({ random, now }) => {
      const number = random.int(1, CONTENTS)
      const contentId = fixedUuid('0000ac07', number)
      const failed = random.chance(0.1)
      const outcome = failed ? { success: false, error: 'Text could not be extracted' } : { success: true, message: 'Summary is ready' }
      emit(NOTIFICATIONS, `content:${contentId}`, failed ? 'contentError' : 'contentUpdated', { contentId, type: 'summary', timestamp: now().toISOString(), ...outcome })
      return `content ${number} ${failed ? 'failed' : 'processed'}`
    },
  }
}

function attended(sessions: StudySessions, { present }: StoryContext): readonly Attended[] {
  const numbers = new Set(present.map(({ number }) => number))
  return sessions.all.flatMap((session) => {
    const here = session.members.filter(({ person }) => numbers.has(person.number))
    const leader = numbers.has(session.facilitator.person.number) ? session.facilitator : here[0]
    return leader ? [{ session, here, leader }] : []
  })
}

function isIn(session: StudySession, status: RoundStatus): boolean {
  return session.status === 'RUNNING' && currentRound(session)?.status === status
}

function canSubmit(session: StudySession, account: AprendeaiAccount, left: (round: Round, account: AprendeaiAccount) => boolean): boolean {
  const round = currentRound(session)
  return round !== undefined && left(round, account)
}

/** Sends a message from the person's own device, as the platform's web client does. */
function say(context: StoryContext, { person }: AprendeaiAccount, event: string, session: StudySession): boolean {
  const device = context.deviceOf(person)
  const socket = device instanceof ClientDevice ? device.socket(STUDY) : undefined
  socket?.emit(event, { sessionId: session.id })
  return socket !== undefined
}

function actor(account: AprendeaiAccount): Actor {
  return { userId: account.userId, name: account.name, role: account.contextRole }
}

/** The groups write in Portuguese, Spanish and English. */
function language(random: Random): Language {
  return random.pick(['pt', 'pt', 'es', 'en'] as const)
}
