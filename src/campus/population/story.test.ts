import { expect, test } from 'vitest'
import type { Activity, PlatformId } from '../contract.ts'
import { createSchool } from './school.ts'
import { Story } from './story.ts'
import type { Stage, StoryEvent, StoryOptions } from './story.ts'

const TICK_MS = 100
const school = createSchool(1, 60)

const activity = (name: string, weight: number, run?: Activity['run']): Activity => ({
  name,
  weight,
  run: run ?? (({ random, present }) => `${name} by #${random.pick(present).number} (${random.int(1, 1000)})`),
})
const stage = (id: PlatformId, activities: readonly Activity[], running = true): Stage => ({ id, running, activities })
const usual = [stage('skillcore', [activity('grade', 3), activity('chat', 1)]), stage('endiapi', [activity('question', 1)])]

function tell(ticks: number, options: Partial<StoryOptions> = {}) {
  const events: StoryEvent[] = []
  const log: string[] = []
  const story = new Story({
    seed: 1,
    school,
    stages: usual,
    presence: { present: () => school.persons.slice(1, 20), deviceOf: () => undefined },
    eventsPerSecond: 50,
    tickMs: TICK_MS,
    now: () => new Date(0),
    onEvent: (event) => events.push(event),
    log: (line) => log.push(line),
    ...options,
  })
  for (let tick = 0; tick < ticks; tick++) story.tick(tick)
  return { story, events, log }
}

test('the same seed tells the same story, whatever the clock says', () => {
  const one = tell(200)
  const other = tell(200, { now: () => new Date(Math.random() * 1e12) })
  expect(one.events.length).toBe(1000)
  expect(other.events).toEqual(one.events)
})

test('another seed tells another story', () => {
  expect(tell(50, { seed: 2 }).events).not.toEqual(tell(50).events)
})

test('an activity that uses more randomness does not change what happens next', () => {
  const greedy = usual.map(({ id, activities }) =>
    stage(id, activities.map((one) => activity(one.name, one.weight, (context) => {
      const line = one.run(context)
      for (let draw = 0; draw < 10; draw++) context.random.next()
      return line
    }))),
  )
  expect(tell(100, { stages: greedy }).events).toEqual(tell(100).events)
})

test.each([0.7, 1, 3, 17, 50, 333])('%d events a second are exactly that, over a minute of ticks', (eventsPerSecond) => {
  const { events } = tell(600, { eventsPerSecond })
  expect(Math.abs(events.length - eventsPerSecond * 60)).toBeLessThanOrEqual(1)
})

test('weights decide how often an activity and a platform come', () => {
  const { story } = tell(2_000)
  const times = (key: string) => story.counts.byActivity.get(key) ?? 0
  expect(times('skillcore grade') / times('skillcore chat')).toBeGreaterThan(2.5)
  expect(times('skillcore grade') / times('skillcore chat')).toBeLessThan(3.6)
  // 35 to 10, whatever the platforms' own weights add up to.
  expect((times('skillcore grade') + times('skillcore chat')) / times('endiapi question')).toBeGreaterThan(3)
})

test('the pace can change, and the story can stop and go on', () => {
  const { story, events } = tell(0)
  story.eventsPerSecond = 100
  story.tick(0)
  expect(events).toHaveLength(10)
  story.stop()
  story.tick(1)
  expect(events).toHaveLength(10)
  story.start()
  story.tick(2)
  expect(events).toHaveLength(20)
  expect(() => (story.eventsPerSecond = -1)).toThrow(RangeError)
  expect(() => (story.eventsPerSecond = Number.NaN)).toThrow(RangeError)
})

test('an activity that fails is counted and named, and stops nothing', () => {
  const broken = stage('skillcore', [activity('broken', 1, () => { throw new Error('no such class') }), activity('chat', 1)])
  const { story, events, log } = tell(100, { stages: [broken] })
  expect(events.length).toBeGreaterThan(450)
  expect(events.every(({ activity: name }) => name === 'chat')).toBe(true)
  expect(story.counts.failed).toBeGreaterThan(100)
  expect(log).toEqual(Array.from({ length: 3 }, () => '[skillcore] "broken" failed: no such class'))
})

test('what cannot happen makes room for something else, or is counted as skipped', () => {
  const nobody = stage('skillcore', [activity('chat', 1, () => undefined)])
  const { story, events } = tell(10, { stages: [nobody] })
  expect(events).toHaveLength(0)
  expect(story.counts.skipped).toBe(50)
  expect(tell(10, { stages: [nobody, stage('endiapi', [activity('question', 1)])], presence: { present: () => school.persons, deviceOf: () => undefined } }).events.length).toBeGreaterThan(25)
})

test('a platform that is stopped has no story; the others take its share', () => {
  const { events } = tell(20, { stages: [stage('skillcore', [activity('grade', 1)], false), stage('endiapi', [activity('question', 1)])] })
  expect(events).toHaveLength(100)
  expect(events.every(({ platform }) => platform === 'endiapi')).toBe(true)
})

test('a calm story leaves out what raises alerts, until it is told to go on as usual', () => {
  const { story, events } = tell(0, { stages: [stage('skillcore', [activity('grade', 1), { ...activity('intervention', 9), raisesAlerts: true }])] })
  const names = (ticks: number): string[] => {
    events.splice(0)
    for (let tick = 0; tick < ticks; tick++) story.tick(tick)
    return [...new Set(events.map((event) => event.activity))].sort()
  }
  expect(names(20)).toEqual(['grade', 'intervention'])
  story.calm = true
  expect(names(20)).toEqual(['grade'])
  story.calm = false
  expect(names(20)).toEqual(['grade', 'intervention'])
})
