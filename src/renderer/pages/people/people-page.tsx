import { Unplug, Users } from 'lucide-react'
import { useMemo } from 'react'
import { holdPeople, queryPeople } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { copyText } from '../../components/clipboard.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FeedTroubles } from '../../components/feed-troubles.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { Notice } from '../../components/notice.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import type { FrameState } from '../../frame-state.ts'
import { useFrame } from '../../frame-store.ts'
import { RecordList } from '../../lists/record-list.tsx'
import { useHold, useListView, useQuery } from '../../lists/use-list.ts'
import { idOfPerson } from '../../state/keys.ts'
import { goTo, inspectPerson, openPersonPage } from '../../state/navigate.ts'
import { changePeopleQuery, firstPeopleQuery, useView, view } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'
import { liveSummary } from '../../text/words.ts'
import { peopleSort, type PersonRow } from '../../../shared/presence.ts'
import { AnswerStrip } from './answer-strip.tsx'
import { fixedColumns, peopleColumns } from './people-columns.tsx'
import { PeopleFilters } from './people-filters.tsx'
import { peopleList, personAsText } from './people-list.ts'
import { emptyPeople, isFiltered } from './people-words.ts'
import { PersonMenu } from './person-menu.tsx'
import { useBestMatch } from './use-best-match.ts'
import { PersonPage } from './person-page.tsx'

const section = (state: FrameState) => state.people
const idOfRow = (row: PersonRow): string => idOfPerson(row.key)
const classOfRow = (row: PersonRow): string => [row.status, row.stale ? 'stale' : '', row.own ? 'own' : ''].filter((name) => name !== '').join(' ')

/** Who is there: the list, or one person whole. */
export function PeoplePage() {
  const page = useView((state) => state.personPage)
  return page === null ? <PeopleListPage /> : <PersonPage key={idOfPerson(page)} person={page} />
}

function PeopleListPage() {
  const query = useView((state) => state.peopleQuery)
  const chosen = useView((state) => state.peopleColumns)
  const selection = useView((state) => state.selection)
  const names = useTargetNames()
  const drawn = useListView(peopleList, section)
  const problem = useQuery(peopleList, query, queryPeople)
  const { hold, held } = useHold(holdPeople)
  const columns = useMemo(() => peopleColumns((id) => names[id] ?? id).filter((column) => fixedColumns.includes(column.key) || chosen.includes(column.key)), [names, chosen])
  const { list } = drawn
  const onlyText = !isFiltered({ ...query, text: '' })
  const best = useBestMatch(onlyText ? query.text : '')
  const first = list === null || list.count === 0 ? undefined : (best ?? peopleList.rowAt(0))
  const selectedKey = selection?.kind === 'person' ? idOfPerson(selection.key) : null
  const asked = selectedKey !== null && peopleList.ordinalOf(selectedKey) !== undefined && selection?.kind === 'person' ? selection.key : first?.key

  return (
    <section className="events-page people-page" aria-label="People">
      <PeopleFilters drawn={drawn} held={held} first={first} />
      {problem === null ? null : <div className="events-notice"><Notice tone="critical" role="alert">The list could not be renewed: {problem}. What you see may be old.</Notice></div>}
      <FeedTroubles />
      {list !== null && list.notRemembered > 0 ? <div className="events-notice"><Notice tone="warning">{counted(list.notRemembered, 'person', 'people')} did not fit into memory and are not listed. All are counted.</Notice></div> : null}
      {query.text.trim() === '' || asked === undefined || list === null ? null : <AnswerStrip key={idOfPerson(asked)} person={asked} matches={list.count} />}
      <div className="events-body">
        {list === null ? <ListSkeleton label="Loading people" /> : list.count === 0 ? <NoPeople of={list.of} /> : (
          <RecordList
            label="People" testId="people-list" control={peopleList} drawn={{ ...drawn, list }} hold={hold} columns={columns} keyOf={idOfRow} rowClass={classOfRow}
            selectedKey={selectedKey} sort={query.sort} descending={query.descending}
            onSort={(sort, descending) => { changePeopleQuery({ sort: peopleSort.parse(sort), descending }) }}
            onSelect={(row) => { view.set({ selection: { kind: 'person', key: row.key } }) }}
            onOpen={(row) => { open(row, selectedKey) }}
            onCopy={(row) => { copyText(personAsText(row, names[row.key.targetId] ?? row.key.targetId)) }}
            onClear={() => { view.set({ selection: null }) }}
            renderMenu={(row) => <PersonMenu row={row} platform={names[row.key.targetId] ?? row.key.targetId} />}
          />
        )}
      </div>
    </section>
  )
}

/** Enter shows the person in the inspector; where it is shown already, as the page. */
function open(row: PersonRow, selectedKey: string | null): void {
  const inspectorShown = document.querySelector('[data-inspector] [data-person]') !== null
  if (inspectorShown && idOfPerson(row.key) === selectedKey) openPersonPage(row.key)
  else inspectPerson(row.key)
}

function NoPeople({ of }: { of: number }) {
  const query = useView((state) => state.peopleQuery)
  const live = useFrame((state) => liveSummary(state.targets ?? []))
  const anyLive = useFrame((state) => (state.targets ?? []).some((target) => target.state === 'live' || target.state === 'delayed'))
  const filtered = isFiltered(query)
  const { title, text } = emptyPeople({ of }, filtered, anyLive, live)
  return (
    <EmptyState icon={anyLive ? Users : Unplug} title={title} actions={
      filtered ? <Button small onClick={() => { changePeopleQuery({ ...firstPeopleQuery, sort: query.sort, descending: query.descending, group: query.group }) }}>Clear search and filters</Button>
        : anyLive ? undefined : <Button small onClick={() => { goTo('platforms') }}>Open Platforms</Button>
    }>{text}</EmptyState>
  )
}
