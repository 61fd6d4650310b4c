import { expect, test } from 'vitest'
import { SeededRandom } from '../population/random.ts'
import { createSchool } from '../population/school.ts'
import { ScenarioRun } from './run.ts'
import type { Scenario, ScenarioPlan, ScenarioStage } from './scenario.ts'

/* The course of a scenario, whatever it does. */

function runOf(plan: (stage: ScenarioStage, seen: string[]) => ScenarioPlan, seconds = 2, speed = 50) {
  const seen: string[] = []
  const log: string[] = []
  const scenario: Scenario = { name: 'quiet', title: 'A test.', needs: [], seconds, plan: (stage) => plan(stage, seen) }
  const parts = {
    school: createSchool(1, 20), random: new SeededRandom(1), asDeployed: false, mark: '1', now: () => new Date(), setHoliday: () => {},
    platform: () => {
      throw new Error('no platform here')
    },
  }
  return { run: new ScenarioRun(scenario, parts, speed, (line) => log.push(line)), seen, log }
}

const step = (second: number, what: string, run: () => void | Promise<void>) => ({ second, platform: 'skillcore' as const, what, run })

test('steps happen in the order of their seconds, each waits for the one before, and what they changed is put back', async () => {
  const { run, seen, log } = runOf((stage, list) => ({
    steps: [
      step(1, 'second', () => void list.push('second')),
      step(0.5, 'first', async () => {
        list.push('first')
        await new Promise((resolve) => setTimeout(resolve, 30))
        list.push('first is done')
      }),
      step(0.2, '', () => {
        stage.inBackground((async () => void list.push(`beside ${await stage.until(0.4)}`))())
      }),
    ],
    expected: [],
    putBack: () => void list.push('put back'),
  }))
  expect(run.progress).toMatchObject({ state: 'waiting', second: 0, done: [] })
  run.start()
  run.start()
  await run.ended
  expect(seen).toEqual(['beside true', 'first', 'first is done', 'second', 'put back'])
  expect(run.progress).toMatchObject({ state: 'ended', seconds: 2, speed: 50, problem: '', done: [{ second: 0.5, what: 'first' }, { second: 1, what: 'second' }] })
  expect(run.progress.second).toBeGreaterThanOrEqual(2)
  expect(log).toHaveLength(4)
})

test('a stop in the middle wakes everything that waits, and puts back', async () => {
  const { run, seen } = runOf((stage, list) => ({
    steps: [
      step(0, 'begins', () => stage.inBackground((async () => void list.push(`beside ${await stage.until(500)}`))())),
      step(1_000, 'never', () => void list.push('never')),
    ],
    expected: [],
    putBack: () => void list.push('put back'),
  }), 2_000, 1)
  run.start()
  await expect.poll(() => run.progress.done.length).toBe(1)
  await run.stop()
  expect(seen).toEqual(['beside false', 'put back'])
  expect(run.state).toBe('stopped')
})

test('one that was stopped before its start never starts', async () => {
  const { run, seen } = runOf((_, list) => ({ steps: [step(0, 'x', () => void list.push('x'))], expected: [] }))
  await run.stop()
  run.start()
  expect([run.state, ...seen]).toEqual(['stopped'])
})

test('a step that fails ends it with its words, and puts back', async () => {
  const { run, seen } = runOf((_, list) => ({
    steps: [step(0, 'x', () => Promise.reject(new Error('no such room'))), step(1, 'y', () => void list.push('y'))],
    expected: [],
    putBack: () => void list.push('put back'),
  }))
  run.start()
  await run.ended
  expect(run.progress).toMatchObject({ state: 'failed', problem: 'no such room' })
  expect(seen).toEqual(['put back'])
})
