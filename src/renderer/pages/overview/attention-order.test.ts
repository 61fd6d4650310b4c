import { expect, it } from 'vitest'
import type { AttentionItem } from '../../../shared/domain.ts'
import { nextList, SORT_EVERY_MS, type HeldList } from './attention-order.ts'

function item(id: string, severity: AttentionItem['severity'], sinceMs: number): AttentionItem {
  return { id, severity, title: id, detail: '', sinceMs, count: 1, open: { screen: 'platforms', targetId: 't' } }
}
const ids = (list: HeldList): string[] => list.shown.map((line) => (line.gone ? `(${line.item.id})` : line.item.id))
const start = nextList({ shown: [], sortedAtMs: 0 }, [item('info', 'info', 9), item('old', 'warning', 1), item('new', 'warning', 5)], 10_000, false)

it('starts with the most pressing and, of equals, the newest', () => {
  expect(ids(start)).toEqual(['new', 'old', 'info'])
})

it('never reorders while the pointer is in it: what went is dimmed, what came stands at the end', () => {
  const held = nextList(start, [item('critical', 'critical', 99), item('info', 'info', 9), item('new', 'warning', 5)], 99_000, true)
  expect(ids(held)).toEqual(['new', '(old)', 'info', 'critical'])
})

it('is sorted again once the pointer left and the time is over, not before', () => {
  const items = [item('critical', 'critical', 99), item('info', 'info', 9)]
  expect(ids(nextList(start, items, 10_000 + SORT_EVERY_MS - 1, false))).toEqual(['(new)', '(old)', 'info', 'critical'])
  expect(ids(nextList(start, items, 10_000 + SORT_EVERY_MS, false))).toEqual(['critical', 'info'])
})
