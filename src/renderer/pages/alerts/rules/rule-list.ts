import type { AlertRule, RuleList } from '../../../../shared/alerts.ts'
import { ruleSentence, ruleStanding } from './rule-words.ts'

const ruleShows = ['all', 'on', 'alerts', 'trouble', 'off'] as const
export type RuleShow = (typeof ruleShows)[number]

export interface RuleFilter {
  readonly text: string
  readonly show: RuleShow
}

/** Whether a filter leaves something out. */
export function isFiltering({ text, show }: RuleFilter): boolean {
  return text.trim() !== '' || show !== 'all'
}

/** The rules that a filter shows, in their order. Text is looked for in the name, the sentence, the severity and the advice. */
export function shownRules({ rules, facts }: Pick<RuleList, 'rules' | 'facts'>, { text, show }: RuleFilter, names: Readonly<Record<string, string>>): readonly AlertRule[] {
  const wanted = text.trim().toLowerCase()
  return rules.filter((rule) => {
    const { is } = ruleStanding(rule, factsOf(facts, rule.id))
    if (show === 'on' ? is === 'off' : show !== 'all' && is !== show) return false
    return wanted === '' || `${rule.name}\n${ruleSentence(rule, names)}\n${rule.severity}\n${rule.advice}`.toLowerCase().includes(wanted)
  })
}

/** Facts by an id that somebody may have chosen: what every object has by itself is no fact. */
export function factsOf(facts: RuleList['facts'], id: string): RuleList['facts'][string] | undefined {
  return Object.hasOwn(facts, id) ? facts[id] : undefined
}
