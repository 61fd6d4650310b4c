import { useCallback, useEffect, useRef, useState } from 'react'
import type { AuditRecord } from '../../../shared/presence.ts'
import { messageOf } from '../../../shared/message-of.ts'
import { findAudit } from '../../actions.ts'
import { filterOf, type AuditAsk } from './audit-ask.ts'
import { withNewest, withOlder } from './audit-records.ts'

const PAGE_RECORDS = 100
const RENEW_MS = 3_000

export interface Known {
  /** null: not known yet. */
  readonly records: readonly AuditRecord[] | null
  readonly matching: number
  /** Of those, with an unknown result. */
  readonly unknown: number
  readonly problem: string | null
  readonly loadOlder: () => Promise<void>
  /** At once: something was done on this screen. */
  readonly renew: () => void
}

interface Found {
  readonly id: string
  readonly records: readonly AuditRecord[]
  readonly matching: number
  readonly unknown: number
}

/** The records that fit, renewed while the screen is shown. */
export function useRecords(ask: AuditAsk): Known {
  const id = JSON.stringify(ask)
  const [found, setFound] = useState<Found | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const newest = useRef(id)
  useEffect(() => { newest.current = id }, [id])
  const load = useCallback(async (before: number | null): Promise<void> => {
    try {
      const page = await findAudit(filterOf(JSON.parse(id) as AuditAsk, Date.now()), before, PAGE_RECORDS)
      if (newest.current !== id) return
      setFound((known) => {
        const same = known?.id === id ? known.records : []
        return { id, matching: page.matching, unknown: page.unknown, records: before === null ? withNewest(same, page.records, PAGE_RECORDS) : withOlder(same, page.records) }
      })
      setProblem(null)
    } catch (error) {
      setProblem(messageOf(error))
    }
  }, [id])
  useEffect(() => {
    const first = setTimeout(() => { void load(null) }, 0)
    const timer = setInterval(() => { if (!document.hidden) void load(null) }, RENEW_MS)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [load])
  const oldest = found?.records.at(-1)?.atMs ?? null
  // While a changed filter is on its way, what was found before stays on screen.
  return { records: found?.records ?? null, matching: found?.matching ?? 0, unknown: found?.unknown ?? 0, problem, loadOlder: () => load(oldest), renew: () => { void load(null) } }
}
