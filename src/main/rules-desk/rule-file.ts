import { z } from 'zod'
import { alertRule } from '../../shared/alerts.ts'
import type { AlertRule } from '../../shared/alerts.ts'
import { messageOf } from '../../shared/message-of.ts'
import { checkRule } from '../monitor/alerts/rules/check.ts'

const VERSION = 1
/** A file is for people: what is wrong with more rules than this is a number. */
const SKIPPED_MAX = 50

const file = z.object({ rollcallRules: z.number(), rules: z.array(z.unknown()) })

/** The text of a file of rules, for readRules(). */
export function writeRules(rules: readonly AlertRule[]): string {
  return `${JSON.stringify({ rollcallRules: VERSION, rules }, null, 2)}\n`
}

/** The rules of a file that can be used, and why each of the others cannot, in words. `why`: it is no file of rules at all. */
export function readRules(json: string): { readonly ok: true; readonly rules: readonly AlertRule[]; readonly skipped: readonly string[] } | { readonly ok: false; readonly why: string } {
  let raw: unknown
  try {
    raw = JSON.parse(json)
  } catch (error) {
    return { ok: false, why: `The text is no JSON (${messageOf(error)}).` }
  }
  const parsed = file.safeParse(raw)
  if (!parsed.success) return { ok: false, why: 'The text is JSON, but no rules that Rollcall exported: "rollcallRules" and "rules" are missing.' }
  if (parsed.data.rollcallRules !== VERSION) return { ok: false, why: 'The rules were exported by another version of Rollcall, whose form is not known here.' }
  const rules: AlertRule[] = []
  const skipped: string[] = []
  const ids = new Set<string>()
  for (const [index, each] of parsed.data.rules.entries()) {
    const rule = alertRule.safeParse(each)
    const name = nameOf(each, index)
    if (!rule.success) skipped.push(`${name}: ${rule.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'the rule'}: ${issue.message}`).join('; ')}`)
    else if (ids.has(rule.data.id)) skipped.push(`${name}: another rule of the file has the same id.`)
    else {
      ids.add(rule.data.id)
      const errors = checkRule(rule.data).filter((fault) => !fault.warning)
      if (errors.length > 0) skipped.push(`${name}: ${errors.map(({ sentence }) => sentence).join(' ')}`)
      else rules.push(rule.data)
    }
  }
  const more = skipped.length - SKIPPED_MAX
  return { ok: true, rules, skipped: more > 0 ? [...skipped.slice(0, SKIPPED_MAX), `and ${more} more`] : skipped }
}

function nameOf(raw: unknown, index: number): string {
  const name: unknown = typeof raw === 'object' && raw !== null && 'name' in raw ? raw.name : undefined
  return typeof name === 'string' && name.trim() !== '' ? `Rule ${index + 1} "${name.slice(0, 80)}"` : `Rule ${index + 1}`
}
