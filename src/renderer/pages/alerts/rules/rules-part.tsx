import { Download, FileDown, MoreHorizontal, Plus, RotateCcw, SlidersHorizontal } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AlertRule, RuleList } from '../../../../shared/alerts.ts'
import type { Failure } from '../../../../shared/ipc.ts'
import { listRules, saveRule } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ListSkeleton } from '../../../components/list-skeleton.tsx'
import { ReadProblem } from '../../../components/read-problem.tsx'
import { Menu, MenuItem } from '../../../components/menu.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { useTargetNames } from '../../../components/platform-name.ts'
import { SearchBox } from '../../../components/search-box.tsx'
import { Select } from '../../../components/select.tsx'
import { freshId } from '../../../state/keys.ts'
import { changeAlerts, useView } from '../../../state/view-store.ts'
import { count } from '../../../text/numbers.ts'
import { RuleDialog } from './rule-dialog.tsx'
import { ExportRulesDialog, ImportRulesDialog, RemoveRuleDialog, RestoreRulesDialog } from './rule-dialogs.tsx'
import { copyOfRule, newRule } from './rule-draft.ts'
import { factsOf, isFiltering, shownRules, type RuleFilter, type RuleShow } from './rule-list.ts'
import { RuleTable } from './rule-table.tsx'
import { evaluationWords } from './rule-words.ts'
import { useAsked } from './use-asked.ts'

const RENEW_MS = 2_000

type Opened =
  | { readonly what: 'edit' | 'new'; readonly rule: AlertRule }
  | { readonly what: 'remove'; readonly rule: AlertRule }
  | { readonly what: 'import' | 'export' | 'restore' }

const shows: readonly { readonly value: RuleShow; readonly label: string }[] = [
  { value: 'all', label: 'All rules' }, { value: 'on', label: 'Switched on' }, { value: 'alerts', label: 'With alerts' }, { value: 'trouble', label: 'In trouble' }, { value: 'off', label: 'Switched off' },
]

/** Rules of the user: what raises an alert beside what the platforms say themselves. */
export function RulesPart() {
  const { answer: list, problem, reload } = useAsked(listRules, RENEW_MS)
  const [filter, setFilter] = useState<RuleFilter>({ text: '', show: 'all' })
  const [opened, setOpened] = useState<Opened | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const names = useTargetNames()
  useRuleToOpen(list, (rule) => { setOpened({ what: 'edit', rule }) })
  const shown = list === null ? [] : shownRules(list, filter, names)
  const close = (): void => { setOpened(null) }
  const create = (): void => { setOpened({ what: 'new', rule: newRule(freshId()) }) }

  async function switchRule(rule: AlertRule, on: boolean): Promise<void> {
    const answer = await saveRule({ ...rule, enabled: on })
    setFailure(answer.ok ? null : answer)
    reload()
  }

  return (
    <section className="alerts-part" aria-label="Rules">
      <div className="list-bar">
        <div className="list-bar-line" data-screen-search>
          <SearchBox label="Search rules" placeholder="Name, metric, place or advice" value={filter.text} maxLength={200} onChange={(text) => { setFilter({ ...filter, text }) }} onLeave={() => { document.querySelector<HTMLElement>('[data-screen-list]')?.focus() }} />
          <span className="filters"><Select label="Rules shown" value={filter.show} options={shows} onChange={(show) => { setFilter({ ...filter, show }) }} /></span>
          <Button small onClick={create}><Plus size={14} aria-hidden="true" />New rule…</Button>
          <Menu trigger={<Button small iconOnly aria-label="More for rules"><MoreHorizontal size={14} aria-hidden="true" /></Button>}>
            <MenuItem onChoose={() => { setOpened({ what: 'import' }) }}><Download size={16} aria-hidden="true" />Import…</MenuItem>
            <MenuItem onChoose={() => { setOpened({ what: 'export' }) }}><FileDown size={16} aria-hidden="true" />Export…</MenuItem>
            <MenuItem onChoose={() => { setOpened({ what: 'restore' }) }}><RotateCcw size={16} aria-hidden="true" />Restore starter set…</MenuItem>
          </Menu>
        </div>
        {list === null ? null : <p className="rules-facts num dim" data-testid="rules-facts">{isFiltering(filter) ? `${count(shown.length)} of ${count(list.rules.length)} shown · ` : ''}{evaluationWords(list.evaluation)}</p>}
      </div>
      {problem === null ? null : <div className="platforms-notice"><ReadProblem what="The rules" problem={problem} shown={list !== null} /></div>}
      {failure === null ? null : <div className="platforms-notice"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
      <div className="audit-body scroll" data-screen-list tabIndex={-1}>
        {list === null ? (problem === null ? <ListSkeleton label="Loading the rules" rows={12} /> : null) : shown.length === 0 ? <Nothing list={list} onClear={() => { setFilter({ text: '', show: 'all' }) }} onNew={create} onRestore={() => { setOpened({ what: 'restore' }) }} /> : (
          <RuleTable rules={shown} facts={list.facts} deeds={{
            onSwitch: (rule, on) => { void switchRule(rule, on) },
            onEdit: (rule) => { setOpened({ what: 'edit', rule }) },
            onCopy: (rule) => { setOpened({ what: 'new', rule: copyOfRule(rule, freshId()) }) },
            onRemove: (rule) => { setOpened({ what: 'remove', rule }) },
          }} />
        )}
      </div>
      {opened?.what === 'edit' || opened?.what === 'new' ? <RuleDialog key={opened.rule.id} rule={opened.rule} isNew={opened.what === 'new'} onClose={close} onSaved={reload} /> : null}
      {opened?.what === 'remove' ? <RemoveRuleDialog rule={opened.rule} alerts={factsOf(list?.facts ?? {}, opened.rule.id)?.alerts ?? 0} onClose={close} onDone={reload} /> : null}
      {opened?.what === 'import' ? <ImportRulesDialog onClose={close} onDone={reload} /> : null}
      {opened?.what === 'export' ? <ExportRulesDialog onClose={close} /> : null}
      {opened?.what === 'restore' ? <RestoreRulesDialog starters={list?.rules.filter((rule) => rule.starter).length ?? 0} onClose={close} onDone={reload} /> : null}
    </section>
  )
}

function Nothing({ list, onClear, onNew, onRestore }: { list: RuleList; onClear: () => void; onNew: () => void; onRestore: () => void }) {
  if (list.rules.length > 0) return <EmptyState icon={SlidersHorizontal} title={`None of ${count(list.rules.length)} rules matches.`} actions={<Button onClick={onClear}>Clear filter</Button>} />
  return (
    <EmptyState icon={SlidersHorizontal} title="No rules." actions={<><Button onClick={onRestore}>Restore starter set…</Button><Button onClick={onNew}>New rule…</Button></>}>
      Alerts that the platforms send themselves appear all the same.
    </EmptyState>
  )
}

/** The rule that somebody was led to, as after a false alarm; opened once. */
function useRuleToOpen(list: RuleList | null, open: (rule: AlertRule) => void): void {
  const ruleId = useView((state) => state.alerts.ruleId)
  useEffect(() => {
    if (ruleId === null || list === null) return
    const rule = list.rules.find(({ id }) => id === ruleId)
    changeAlerts({ ruleId: null })
    if (rule !== undefined) open(rule)
    // `open` is another function at every render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [ruleId, list])
}
