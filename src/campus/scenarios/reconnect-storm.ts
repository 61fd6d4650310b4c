import type { Person } from '../contract.ts'
import type { Scenario, ScenarioPlan, ScenarioStage } from './scenario.ts'

/* A school's wireless network that lets everybody go every few seconds: clients of the Flask LMS come and go for a minute. */

const CLIENTS = 50
const CYCLES = 8
const FROM_SECOND = 10
const CYCLE_SECONDS = 7.5
const CONNECTED_SECONDS = 4

export const reconnectStorm: Scenario = {
  name: 'reconnect-storm',
  title: `${CLIENTS} clients of the Flask LMS lose their connection and come back, ${CYCLES} times within a minute.`,
  needs: ['flask-lms'],
  // Until the minute has left the window of the rule, and it has been over for long enough.
  seconds: 210,
  plan,
}

function plan(stage: ScenarioStage): ScenarioPlan {
  const { random } = stage
  const platform = stage.platform('flask-lms')
  const students = random.shuffle(stage.school.persons.filter(({ kind }) => kind === 'student'))
  const clients = Array.from({ length: CLIENTS }, (_, index) => ({ person: students[index % students.length] as Person, offset: random.next() * (CYCLE_SECONDS - CONNECTED_SECONDS) }))

  const flap = async ({ person, offset }: (typeof clients)[number]): Promise<void> => {
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const from = FROM_SECOND + cycle * CYCLE_SECONDS + offset
      if (!(await stage.until(from))) return
      const device = platform.createDevice(person)
      // A server that is busy, or gone, refuses; the client tries again in the next cycle.
      const connected = await device.connect().then(() => true, () => false)
      if (!connected) continue
      await stage.until(from + CONNECTED_SECONDS)
      device.disconnect('abrupt')
    }
  }
  return {
    steps: [
      {
        second: FROM_SECOND, platform: 'flask-lms', what: `${CLIENTS} clients begin to lose their connections`,
        run: () => {
          for (const client of clients) stage.inBackground(flap(client))
        },
      },
      { second: FROM_SECOND + CYCLES * CYCLE_SECONDS, platform: 'flask-lms', what: 'the network is well again', run: () => {} },
    ],
    expected: [{ platform: 'flask-lms', kind: 'rule', cause: 'reconnect-storm', severity: 'warning', state: 'resolved', parent: null }],
  }
}

/** Connections that the storm makes. */
export const STORM_CONNECTS = CLIENTS * CYCLES
