import type { Account } from '../../contract.ts'
import { ClientDevice } from '../../kit/device.ts'
import { namespaceNames } from './hub.ts'
import type { Hub } from './hub.ts'
import { conversationId, SESSION_ID, STAFF_CONVERSATION } from './world.ts'

/** Joins of one start of the web client; with the classes of a lesson well below 20 a minute. */
const CLASSES_JOINED_MAX = 4

/** SkillCore's web client: one connection, all namespaces, and the rooms of the person's classes. */
export function createSkillcoreDevice(options: {
  readonly account: Account
  readonly hub: Hub
  readonly url: () => string
  readonly path: string
  readonly token: () => Promise<string>
}): ClientDevice {
  const { account, hub, url, path, token } = options
  return new ClientDevice({
    person: account.person,
    url,
    path,
    namespaces: namespaceNames.filter((name) => name !== '/' || !hub.deployed),
    token,
    onConnected: (device) => {
      const { person } = account
      const classes = person.classIds.flatMap((id) => hub.world.classes.get(id) ?? []).slice(0, CLASSES_JOINED_MAX)
      const messages = device.socket('/messages')
      for (const schoolClass of classes) {
        messages?.emit('conversation:join', { conversationId: conversationId(schoolClass) })
        if (person.kind === 'teacher') device.socket('/gradebook')?.emit('gradebook:join', { classId: schoolClass.id, academicSessionId: SESSION_ID })
      }
      if (person.kind === 'parent') messages?.emit('conversation:join', { conversationId: `conv-parent-${person.number}` })
      else if (person.kind !== 'student') messages?.emit('conversation:join', { conversationId: STAFF_CONVERSATION })
      if (hub.deployed) messages?.emit('presence:update', { status: 'ONLINE' })
      else device.socket('/')?.emit('presence:update', { status: 'online' })
    },
  })
}
