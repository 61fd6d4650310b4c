import { readFileSync } from 'node:fs'

/* What Linux says about a process. */

/** USER_HZ: the unit of CPU times in /proc. */
const TICKS_PER_SECOND = 100

/** CPU of a process since it started, all threads, ms in steps of 10. */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold blanks; after it come state (3rd field) ... utime (14th) and stime (15th).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000
}

/** Memory that would be free if this process ended, MB: pages of its own, swapped ones too. Shared libraries do not count. */
export function privateMbOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0)
  return (kb('Private_Clean') + kb('Private_Dirty') + kb('Swap')) / 1_024
}
