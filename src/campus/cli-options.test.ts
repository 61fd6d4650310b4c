import { expect, test } from 'vitest'
import { parseCli } from './cli-options.ts'
import { platformIds } from './contract.ts'

const options = (...args: string[]) => {
  const parsed = parseCli(args)
  if (parsed.kind !== 'run') throw new Error(JSON.stringify(parsed))
  return parsed.options
}

test('without arguments all five platforms run from port 4400 on', () => {
  expect(options()).toEqual({
    only: platformIds, portBase: 4400, people: 300, eventsPerSecond: 50, seed: 1, asDeployed: false, adminFeed: true, devices: true, quiet: false, story: false, controlPort: 4490, cluster: undefined, scenario: undefined, plain: undefined,
  })
})

test('every option is read', () => {
  expect(options('--only', 'endiapi, skillcore', '--port-base', '5000', '--people', '1000', '--events-per-second', '0.5', '--seed', '42', '--as-deployed', '--no-admin-feed', '--no-devices', '--control-port', '6001', '--quiet', '--story', '--nodes', '3', '--redis', 'redis://127.0.0.1:6379', '--plain', '12000')).toEqual({
    only: ['skillcore', 'endiapi'], portBase: 5000, people: 1000, eventsPerSecond: 0.5, seed: 42, asDeployed: true, adminFeed: false, devices: false, quiet: true, story: true, controlPort: 6001, cluster: { nodes: 3, redisUrl: 'redis://127.0.0.1:6379' }, scenario: undefined, plain: 12_000,
  })
  expect(options('--scenario', 'outage', '--scenario-speed', '2.5').scenario).toEqual({ name: 'outage', speed: 2.5 })
  expect(options('--scenario', 'quiet').scenario).toEqual({ name: 'quiet', speed: 1 })
  expect(options('--port-base', '0').controlPort).toBe(0)
  expect(parseCli(['--help']).kind).toBe('help')
})

test.each([
  [['--only', 'moodle'], '--only: there is no platform "moodle". There are skillcore, flask-lms, rusingacademy, aprendeai, endiapi.'],
  [['--only', ','], '--only needs at least one of skillcore, flask-lms, rusingacademy, aprendeai, endiapi.'],
  [['--port-base', '80'], '--port-base is a whole number from 1024 to 65445, or 0 for any free port; not "80".'],
  [['--port-base', '65500'], '--port-base is a whole number from 1024 to 65445, or 0 for any free port; not "65500".'],
  [['--control-port', 'x'], '--control-port is a whole number from 1024 to 65535, or 0 for any free port; not "x".'],
  [['--people', '3'], '--people is a whole number from 20 to 5000; not "3".'],
  [['--people', '30.5'], '--people is a whole number from 20 to 5000; not "30.5".'],
  [['--events-per-second', 'fast'], '--events-per-second is a number from 0 to 10000; not "fast".'],
  [['--nodes', '3'], '--nodes needs --redis, for example --redis redis://127.0.0.1:6379.'],
  [['--redis', 'redis://127.0.0.1:6379'], '--redis goes with --nodes, for example --nodes 3.'],
  [['--nodes', '10', '--redis', 'redis://h'], '--nodes is a whole number from 1 to 9; not "10".'],
  [['--nodes', '2', '--redis', 'localhost:6379'], '--redis is a URL like redis://127.0.0.1:6379.'],
  [['--plain', '0'], '--plain is a whole number from 1 to 20000; not "0".'],
  [['--scenario', 'earthquake'], '--scenario: there is no "earthquake". There are absence-spike, outage, reconnect-storm, rate-limit, quiet.'],
  [['--scenario', 'outage', '--only', 'endiapi'], '--scenario outage needs the platform skillcore: name it in --only.'],
  [['--scenario', 'outage', '--plain', '5'], '--scenario does not go with --plain.'],
  [['--scenario', 'outage', '--nodes', '2', '--redis', 'redis://h'], '--scenario does not go with --nodes.'],
  [['--scenario', 'quiet', '--scenario-speed', '1000'], '--scenario-speed is a number from 0.1 to 100; not "1000".'],
  [['--scenario-speed', '2'], '--scenario-speed goes with --scenario, for example --scenario outage.'],
  [['--seed', '1e3'], `--seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}; not "1e3".`],
])('%j is answered with a sentence', (args, problem) => {
  expect(parseCli(args)).toEqual({ kind: 'wrong', problem })
})

test.each([[['--sed', '1']], [['skillcore']], [['--seed']], [['--quiet=yes']]])('%j is no option', (args) => {
  expect(parseCli(args)).toEqual({ kind: 'wrong', problem: expect.stringMatching(/^[A-Z].{10,}\.$/) as string })
})
