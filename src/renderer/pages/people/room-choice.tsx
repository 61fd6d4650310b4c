import { useEffect, useState } from 'react'
import type { AdminAction, PersonDetail, PersonKey, RoomKey } from '../../../shared/presence.ts'
import { getPerson } from '../../actions.ts'
import { Select } from '../../components/select.tsx'
import { useFrame } from '../../frame-store.ts'
import { idOfRoom } from '../../state/keys.ts'
import { Field } from '../platforms/field.tsx'

interface RoomChoiceProps {
  readonly kind: AdminAction
  readonly person: PersonKey
  readonly room: RoomKey | null
  readonly onChange: (room: RoomKey | null) => void
}

const none: readonly string[] = []

/** The room of an action: one of the person's own to leave, any name of a known namespace to join. */
export function RoomChoice({ kind, person, room, onChange }: RoomChoiceProps) {
  const [rooms, setRooms] = useState<PersonDetail['rooms'] | null>(null)
  const namespaces = useFrame((state) => state.targets?.find((each) => each.settings.id === person.targetId)?.feed?.servers.flatMap((server) => server.namespaces.map((each) => each.name)) ?? none, sameTexts)
  const adminNamespace = useFrame((state) => state.targets?.find((each) => each.settings.id === person.targetId)?.feed?.namespace)
  useEffect(() => {
    let current = true
    void getPerson(person).then((answer) => { if (current) setRooms(answer.ok ? answer.value.rooms : []) })
    return () => { current = false }
  }, [person])

  if (kind === 'leave') {
    const options = (rooms ?? []).map((each) => ({ value: idOfRoom(each.key), label: `${each.key.room} (${each.key.namespace})` }))
    return (
      <Field id="f-room" label="Room" remark={rooms?.length === 0 ? 'This person is in no room.' : undefined}>
        <Select id="f-room" value={room === null ? '' : idOfRoom(room)} options={[{ value: '', label: rooms === null ? 'Loading rooms…' : 'Choose a room' }, ...options]}
          onChange={(id) => { onChange(rooms?.find((each) => idOfRoom(each.key) === id)?.key ?? null) }} />
      </Field>
    )
  }
  // A command to the admin namespace itself would act on other administrators.
  const known = [...new Set(namespaces)].filter((name) => name !== adminNamespace)
  const namespace = room?.namespace ?? known[0] ?? '/'
  return (
    <>
      <Field id="f-room-namespace" label="Namespace">
        <Select id="f-room-namespace" value={namespace} options={(known.length === 0 ? ['/'] : known).map((value) => ({ value, label: value }))} onChange={(value) => { onChange({ targetId: person.targetId, namespace: value, room: room?.room ?? '' }) }} />
      </Field>
      <Field id="f-room" label="Room" remark="As the platform writes it. A room that nobody is in comes to be by joining it.">
        <input id="f-room" className="input mono" spellCheck={false} maxLength={320} value={room?.room ?? ''} placeholder="class-7b" onChange={(event) => { onChange({ targetId: person.targetId, namespace, room: event.target.value }) }} />
      </Field>
    </>
  )
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index])
}
