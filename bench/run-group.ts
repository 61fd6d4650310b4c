import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { GroupNews, Outcome, Versions } from './results.ts'
import type { BenchSettings, GroupName, PartName } from './settings.ts'

/** After it was told to end, and before it is killed. */
const PATIENCE_MS = 4_000

export interface GroupOutcome {
  readonly outcomes: Map<PartName, Outcome<PartName>>
  readonly versions: Versions | undefined
}

let running: { readonly child: ChildProcess; readonly electrons: ReadonlySet<number> } | undefined

/** Runs some parts of a group in a process of their own. Never rejects: parts without a result have a reason. */
export async function runGroup(group: GroupName, parts: readonly PartName[], settings: BenchSettings): Promise<GroupOutcome> {
  const outcomes = new Map<PartName, Outcome<PartName>>()
  const electrons = new Set<number>()
  let versions: Versions | undefined
  let errors = ''
  const child = spawn(process.execPath, [join(import.meta.dirname, 'group.ts'), group, parts.join(',')], { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  running = { child, electrons }
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4_000)
    process.stderr.write(chunk)
  })
  child.on('message', (news: GroupNews) => {
    switch (news.is) {
      case 'result': return void outcomes.set(news.part, { ok: true, value: news.value as never })
      case 'failed': return void outcomes.set(news.part, { ok: false, reason: news.reason })
      case 'versions': return void (versions = news.versions)
      case 'started': return void electrons.add(news.pid)
      default: return news satisfies never
    }
  })
  const limitMs = limitSeconds(group, settings) * 1_000
  let late = false
  const timer = setTimeout(() => {
    late = true
    void endGroup()
  }, limitMs)
  await new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
  clearTimeout(timer)
  endElectrons(electrons)
  running = undefined
  const reason = late ? `not done after ${Math.round(limitMs / 1_000)} s` : (errors.split('\n').find((line) => /Error/.test(line))?.slice(0, 200) ?? `the process ended with code ${child.exitCode}`)
  for (const part of parts) if (!outcomes.has(part)) outcomes.set(part, { ok: false, reason })
  return { outcomes, versions }
}

/** Ends the group that runs now, and each Electron that it started. */
export async function endGroup(): Promise<void> {
  if (!running) return
  const { child, electrons } = running
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await ended
  clearTimeout(timer)
  endElectrons(electrons)
}

/** They end with the process that started them, unless it was killed. */
function endElectrons(pids: ReadonlySet<number>): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Gone already, as it should be.
    }
  }
}

/** Far above what a group takes on two busy cores: nothing runs for ever. */
function limitSeconds(group: GroupName, { seconds, memoryMinutes }: BenchSettings): number {
  switch (group) {
    case 'cost': return 240
    case 'firehose': return 420 + seconds * 2
    case 'people': return 330
    case 'admin-events': return 300
    case 'own-load': return 180
    case 'memory': return 120 + memoryMinutes[1] * 60
    default: return group satisfies never
  }
}
