import { CircleAlert, CircleCheck, CircleOff, CopyPlus, Pencil, Trash2, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { AlertRule, RuleList } from '../../../../shared/alerts.ts'
import { Button } from '../../../components/button.tsx'
import { useTargetNames } from '../../../components/platform-name.ts'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { Toggle } from '../../../components/toggle.tsx'
import { showAlerts } from '../../../state/navigate.ts'
import { count, counted } from '../../../text/numbers.ts'
import { factsOf } from './rule-list.ts'
import { ruleRemarks, ruleSentence, ruleStanding } from './rule-words.ts'

/** Rows at a time: a thousand rules are possible, and rare. */
const PAGE = 100

export interface RuleDeeds {
  readonly onSwitch: (rule: AlertRule, on: boolean) => void
  readonly onEdit: (rule: AlertRule) => void
  readonly onCopy: (rule: AlertRule) => void
  readonly onRemove: (rule: AlertRule) => void
}

/** The rules: on or off, what each looks for, how it stands. */
export function RuleTable({ rules, facts, deeds }: { rules: readonly AlertRule[]; facts: RuleList['facts']; deeds: RuleDeeds }) {
  const names = useTargetNames()
  const [rows, setRows] = useState(PAGE)
  const more = rules.length - rows
  return (
    <>
      <table className="table audit rules-table">
        <caption className="visually-hidden">Rules: what raises an alert</caption>
        <thead>
          <tr>
            <th scope="col">On</th>
            <th scope="col">Severity</th>
            <th scope="col">Rule</th>
            <th scope="col">State</th>
            <th scope="col" className="right" title="Alerts of the rule that were called a false alarm in the last 30 days">False alarms</th>
            <th scope="col"><span className="visually-hidden">Actions</span></th>
          </tr>
        </thead>
        <tbody>
          {rules.slice(0, rows).map((rule) => <Row key={rule.id} rule={rule} facts={factsOf(facts, rule.id)} names={names} deeds={deeds} />)}
        </tbody>
      </table>
      {more <= 0 ? null : <div className="rules-more"><Button small onClick={() => { setRows(rows + PAGE) }}>Show {count(Math.min(PAGE, more))} more of {count(more)}</Button></div>}
    </>
  )
}

function Row({ rule, facts, names, deeds }: { rule: AlertRule; facts: RuleList['facts'][string] | undefined; names: Readonly<Record<string, string>>; deeds: RuleDeeds }) {
  const falseAlarms = facts?.falseAlarms ?? 0
  return (
    <tr className={rule.enabled ? undefined : 'rule-off'} data-rule={rule.id}>
      <td><Toggle label={`Rule ${rule.name}`} checked={rule.enabled} onChange={(on) => { deeds.onSwitch(rule, on) }} /></td>
      <td><SeverityMark severity={rule.severity} /></td>
      <td>
        <span className="rule-name">
          <button type="button" className="rule-open" onClick={() => { deeds.onEdit(rule) }}>{rule.name}</button>
          {rule.starter ? <span className="tag" title="One of the set that is on from the first run">Starter</span> : null}
        </span>
        <span className="rule-line">{ruleSentence(rule, names)}</span>
        <span className="rule-line dim">{ruleRemarks(rule).join(' · ')}</span>
      </td>
      <td><Standing rule={rule} facts={facts} /></td>
      <td className="num right">{falseAlarms === 0 ? <span className="dim">–</span> : <span title={`${counted(falseAlarms, 'false alarm')} in 30 days: the rule may need tuning`}>{count(falseAlarms)}</span>}</td>
      <td>
        <span className="catalog-actions">
          <Button small look="quiet" iconOnly aria-label={`Edit ${rule.name}`} title="Edit" onClick={() => { deeds.onEdit(rule) }}><Pencil size={14} aria-hidden="true" /></Button>
          <Button small look="quiet" iconOnly aria-label={`Copy ${rule.name}`} title="New rule from this one" onClick={() => { deeds.onCopy(rule) }}><CopyPlus size={14} aria-hidden="true" /></Button>
          <Button small look="quiet" iconOnly aria-label={`Remove ${rule.name}`} title="Remove" onClick={() => { deeds.onRemove(rule) }}><Trash2 size={14} aria-hidden="true" /></Button>
        </span>
      </td>
    </tr>
  )
}

const icons = { off: CircleOff, trouble: TriangleAlert, alerts: CircleAlert, fine: CircleCheck } as const

function Standing({ rule, facts }: { rule: AlertRule; facts: RuleList['facts'][string] | undefined }) {
  const { is, tone, words } = ruleStanding(rule, facts)
  const Icon = icons[is]
  return (
    <span className={`state-mark rule-standing tone-${tone}`}>
      <Icon size={14} aria-hidden="true" />
      {is === 'alerts' ? <button type="button" className="link-button num" title="Show them in the inbox" onClick={() => { showAlerts({ text: rule.name }) }}>{words}</button> : <span className={is === 'off' || is === 'fine' ? undefined : 'wrap-anywhere'}>{words}</span>}
    </span>
  )
}
