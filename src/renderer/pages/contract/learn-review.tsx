import { useState } from 'react'
import type { Catalog } from '../../../shared/catalog.ts'
import type { LearnedContract } from '../../../shared/contract-check.ts'
import { Select } from '../../components/select.tsx'
import { directionWord } from '../../text/drift-words.ts'
import { count, counted } from '../../text/numbers.ts'
import { Field, invalid } from '../platforms/field.tsx'
import { fieldsOf, withMask, type FieldMask, type nameFaults, type ReviewField } from './learn-model.ts'

/** What the review changes. */
export interface Draft {
  readonly catalog: Catalog
  readonly leftOut: ReadonlySet<string>
  readonly id: string
  readonly name: string
}

interface ReviewProps {
  readonly learned: LearnedContract
  readonly draft: Draft
  readonly faults: ReturnType<typeof nameFaults>
  readonly onChange: (draft: Draft) => void
}

/** Name and id, the learned events with a box each, and the fields of the chosen one. */
export function LearnReview({ learned, draft, faults, onChange }: ReviewProps) {
  const [chosen, setChosen] = useState(learned.events[0]?.name ?? '')
  const event = draft.catalog.events.find((each) => each.name === chosen)
  const kept = learned.events.length - draft.leftOut.size
  const setLeftOut = (names: Iterable<string>): void => { onChange({ ...draft, leftOut: new Set(names) }) }
  return (
    <>
      <div className="form-grid">
        <Field id="f-catalog-name" label="Name" error={faults.name}>
          <input id="f-catalog-name" className="input" maxLength={60} value={draft.name} onChange={(change) => { onChange({ ...draft, name: change.target.value }) }} {...invalid('f-catalog-name', faults.name)} />
        </Field>
        <Field id="f-catalog-id" label="Id" error={faults.id} remark={faults.replaces === undefined ? undefined : `Saving replaces your catalog ${faults.replaces.name}.`}>
          <input id="f-catalog-id" className="input mono" spellCheck={false} maxLength={40} value={draft.id} onChange={(change) => { onChange({ ...draft, id: change.target.value }) }} {...invalid('f-catalog-id', faults.id)} />
        </Field>
      </div>
      <p className="learn-note" role="status">
        {count(kept)} of {counted(learned.events.length, 'event')} in the draft.{kept === 0 ? ' A catalog without events says nothing: keep at least one.' : ''}
        {learned.leftOut === 0 ? '' : ` ${counted(learned.leftOut, 'name')} left out: too long, or more than a catalog holds.`}
      </p>
      {/* A region that scrolls must be reachable by the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="learned-events scroll" tabIndex={0} role="region" aria-label="Events of the draft">
        <table className="table audit learned">
          <thead>
            <tr>
              <th scope="col"><input type="checkbox" className="checkbox" aria-label="Keep all events" checked={draft.leftOut.size === 0} onChange={(change) => { setLeftOut(change.target.checked ? [] : learned.events.map(({ name }) => name)) }} /></th>
              {['Event', 'Direction', 'Namespaces', 'Seen', 'Learned from'].map((title) => <th key={title} scope="col">{title}</th>)}
            </tr>
          </thead>
          <tbody>
            {learned.events.map(({ name, direction, namespaces, count: seen, samples }) => (
              <tr key={name} className={name === chosen ? 'selected' : ''}>
                <td>
                  <input type="checkbox" className="checkbox" aria-label={`Keep ${name}`} checked={!draft.leftOut.has(name)}
                    onChange={(change) => { setLeftOut(change.target.checked ? [...draft.leftOut].filter((each) => each !== name) : [...draft.leftOut, name]) }} />
                </td>
                <td><button type="button" className="link-button mono wrap-anywhere drift-open" aria-pressed={name === chosen} onClick={() => { setChosen(name) }}>{name}</button></td>
                <td>{directionWord(direction)}</td>
                <td className="mono wrap-anywhere">{namespaces.join(' ')}</td>
                <td className="num">{count(seen)}</td>
                <td className="num">{counted(samples, 'payload')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {event === undefined ? null : (
        <section aria-label={`Fields of ${event.name}`}>
          <div className="inspector-section"><h3>Fields of <span className="mono">{event.name}</span></h3></div>
          <FieldTable fields={fieldsOf(event)} hasPayload={event.args !== null} onMask={(at, mask) => {
            onChange({ ...draft, catalog: { ...draft.catalog, events: draft.catalog.events.map((each) => (each === event ? withMask(event, at, mask) : each)) } })
          }} />
        </section>
      )}
    </>
  )
}

const masks: readonly { readonly value: FieldMask; readonly label: string }[] = [
  { value: 'open', label: 'Shown' },
  { value: 'text', label: 'Masked' },
  { value: 'name', label: 'Masked as a name' },
  { value: 'email', label: 'Masked as an e-mail' },
]

function FieldTable({ fields, hasPayload, onMask }: { fields: readonly ReviewField[]; hasPayload: boolean; onMask: (at: ReviewField['at'], mask: FieldMask) => void }) {
  if (!hasPayload) return <p className="dim">No payload of this event could be read, so nothing is said of its form.</p>
  if (fields.length === 0) return <p className="dim">This event has no fields.</p>
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="learned-events learned-fields scroll" tabIndex={0} role="region" aria-label="Fields">
      <table className="table audit learned">
        <thead><tr>{['Field', 'Type', 'In the window'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
        <tbody>
          {fields.map((field) => {
            const shown = field.path === '' ? 'the argument itself' : field.path
            return (
              <tr key={field.at.join(' ')}>
                <td className="mono selectable wrap-anywhere">{shown}{field.at[0] === 'args' ? null : <span className="dim"> ({field.at[0] === 'sendArgs' ? 'as sent' : 'other form'})</span>}</td>
                <td className="wrap-anywhere">{field.type}{field.optional ? <span className="dim">, optional</span> : null}</td>
                <td>{field.mask === null ? <span className="dim">Shown</span> : <Select label={`${shown} in the window`} value={field.mask} options={masks} onChange={(mask) => { onMask(field.at, mask) }} />}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
