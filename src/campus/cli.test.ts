import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import type { DemoTarget } from './campus.ts'

/* The campus as a real program: started, asked, stopped. */

const cli = fileURLToPath(new URL('cli.ts', import.meta.url))
const children = new Set<ChildProcess>()
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
})

function launch(args: readonly string[], ipc = false) {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ipc ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'] })
  children.add(child)
  const text = { out: '', error: '' }
  const waiting: (() => void)[] = []
  child.stdout?.on('data', (chunk: Buffer) => {
    text.out += chunk.toString()
    for (const check of waiting) check()
  })
  child.stderr?.on('data', (chunk: Buffer) => (text.error += chunk.toString()))
  // 'close' comes when all output was read, but never comes after disconnect().
  const exit = new Promise<number | string>((resolve) => child.on(ipc ? 'exit' : 'close', (code: number | null, signal: string | null) => resolve(code ?? signal ?? 'unknown')))
  const says = async (pattern: RegExp): Promise<RegExpExecArray> =>
    await new Promise((resolve, reject) => {
      const check = () => {
        const match = pattern.exec(text.out)
        if (match) resolve(match)
      }
      waiting.push(check)
      check()
      void exit.then((code) => reject(new Error(`ended with ${code} before it said ${pattern.source}:\n${text.out}${text.error}`)))
    })
  return { child, text, exit, says }
}

test.each(['SIGTERM', 'SIGINT'] as const)('it says where everything is, serves it, and ends with 0 on %s', async (signal) => {
  const { child, text, exit, says } = launch(['--port-base', '0', '--people', '40', '--events-per-second', '20'])
  await says(/Stop with Ctrl\+C/)
  const rows = [...text.out.matchAll(/^ {2}(\S.*?) {2,}(http:\/\/127\.0\.0\.1:\d+) +(\/\S+) +(\S+@\S+\.example) +(\S+)$/gm)].map(([, name, url, path]) => ({ name, url, path }))
  expect(rows.map(({ name }) => name)).toEqual(['SkillCore', 'Flask LMS', 'RusingAcademy', 'AprendeAI', 'endiAPI'])
  for (const { url, path } of rows) {
    const answer = await fetch(`${url}${path}/?EIO=4&transport=polling`)
    expect(await answer.text()).toMatch(/^0\{"sid"/)
  }
  child.kill(signal)
  expect(await exit).toBe(0)
  expect(text.error).toBe('')
})

test('as a child of the console it reports ready once, and stops when it is told to', async () => {
  const { child, exit } = launch(['--port-base', '0', '--only', 'endiapi,skillcore', '--people', '40', '--quiet'], true)
  const messages: unknown[] = []
  const ready = await new Promise<{ type: string; control: { url: string; token: string }; platforms: DemoTarget[] }>((resolve) => {
    child.on('message', (message) => {
      messages.push(message)
      resolve(message as never)
    })
  })
  expect(ready.type).toBe('campus-ready')
  expect(ready.platforms.map(({ id }) => id)).toEqual(['skillcore', 'endiapi'])
  expect(ready.platforms[0]?.rooms.length).toBeGreaterThan(0)
  const answer = await fetch(`${ready.control.url}/pace?eventsPerSecond=1`, { method: 'POST', headers: { authorization: `Bearer ${ready.control.token}` } })
  expect(answer.status).toBe(200)
  child.send({ type: 'stop' })
  expect(await exit).toBe(0)
  expect(messages).toHaveLength(1)
})

test('it does not outlive its parent', async () => {
  const { child, exit } = launch(['--port-base', '0', '--only', 'endiapi', '--people', '40', '--quiet'], true)
  await new Promise((resolve) => child.once('message', resolve))
  child.disconnect()
  expect(await exit).toBe(0)
})

test('a plain server says where it is, serves its admin feed, and takes its processes along', async () => {
  const { child, text, exit, says } = launch(['--plain', '30', '--port-base', '0'])
  await says(/Stop with Ctrl\+C/)
  const url = /URL +(\S+)/.exec(text.out)?.[1] ?? ''
  expect(await (await fetch(`${url}/socket.io/?EIO=4&transport=polling`)).text()).toMatch(/^0\{"sid"/)
  expect(text.out).toMatch(/Admin feed: namespace \/admin, user admin, password \S{12}\n/)
  child.kill('SIGTERM')
  expect(await exit).toBe(0)
  expect(text.error).toBe('')
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})

test('processes of its own end with it, even when it is killed', async () => {
  const { child, text, exit, says } = launch(['--plain', '5', '--port-base', '0'])
  await says(/Stop with Ctrl\+C/)
  const url = /URL +(\S+)/.exec(text.out)?.[1] ?? ''
  expect((await fetch(url)).status).toBe(404)
  child.kill('SIGKILL')
  expect(await exit).toBe('SIGKILL')
  await vi.waitFor(async () => await expect(fetch(url)).rejects.toThrow('fetch failed'), { timeout: 5_000 })
})

test('without Redis a cluster ends with 1 and a sentence', async () => {
  const { text, exit } = launch(['--nodes', '2', '--redis', 'redis://127.0.0.1:1', '--only', 'endiapi', '--port-base', '0'])
  expect(await exit).toBe(1)
  expect(text.error).toMatch(/^endiAPI cannot start: node endiapi-1 did not start\. No Redis answers at redis:\/\/127\.0\.0\.1:1 /)
  expect(text.error).not.toContain('    at ')
})

test('bad arguments end with 2 and a sentence', async () => {
  const { text, exit } = launch(['--only', 'moodle'])
  expect(await exit).toBe(2)
  expect(text.error).toBe('--only: there is no platform "moodle". There are skillcore, flask-lms, rusingacademy, aprendeai, endiapi.\nSee: npm run campus -- --help\n')
})

test('a taken port ends with 1 and a sentence', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  const { text, exit } = launch(['--only', 'skillcore', '--port-base', String(port), '--people', '40'])
  expect(await exit).toBe(1)
  expect(text.error).toMatch(new RegExp(`^SkillCore cannot start: port ${port} is taken by another program\\. Choose others with --port-base`))
  expect(text.error).not.toContain('    at ')
  taken.close()
})
