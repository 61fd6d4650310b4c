import { Skillcore } from '../platforms/skillcore/index.ts'
import type { Scenario, ScenarioPlan, ScenarioStage } from './scenario.ts'

/*
 * SkillCore has had enough of this console: joins of assessments are answered with the documented limit (SkillCore
 * document, "Rate Limiting"). A console that is in those rooms already is sent out of the namespace, and asks again.
 */

const NAMESPACE = '/assessment'
const RETRY_AFTER_SECONDS = 5
const KICK_AT = 5
/** Joins are paced, and the console asks four times in all. */
const LIFT_AT = 150

export const rateLimit: Scenario = {
  name: 'rate-limit',
  title: 'SkillCore refuses the console’s joins of assessments with its rate limit for two and a half minutes.',
  needs: ['skillcore'],
  seconds: 210,
  plan,
}

function plan(stage: ScenarioStage): ScenarioPlan {
  const platform = stage.platform('skillcore')
  if (!(platform instanceof Skillcore)) throw new Error('rate-limit needs a platform that is one process')
  const { userId } = platform.admin
  const lift = (): void => platform.holdJoins(userId, undefined)
  const assessments = new Set(platform.rooms.filter(({ namespace }) => namespace === NAMESPACE).map(({ room }) => room))
  return {
    steps: [
      { second: 0, platform: 'skillcore', what: `joins in ${NAMESPACE} are over the limit for the console`, run: () => platform.holdJoins(userId, { namespace: NAMESPACE, retryAfterSeconds: RETRY_AFTER_SECONDS }) },
      {
        second: KICK_AT, platform: 'skillcore', what: 'sockets of the console that are in such rooms are sent away',
        run: async () => {
          for (const socket of await platform.io.of(NAMESPACE).fetchSockets()) {
            if ((socket.data as { userId?: unknown }).userId === userId && [...socket.rooms].some((room) => assessments.has(room))) socket.disconnect()
          }
        },
      },
      { second: LIFT_AT, platform: 'skillcore', what: 'the limit is as documented again', run: lift },
    ],
    expected: [
      { platform: 'skillcore', kind: 'rule', cause: 'rate-limited', severity: 'warning', state: 'resolved', parent: null },
      // Stays until the console connects again or somebody retries: it is not in those rooms.
      { platform: 'skillcore', kind: 'rule', cause: 'joins-refused', severity: 'warning', state: 'open', parent: null },
    ],
    putBack: lift,
  }
}
