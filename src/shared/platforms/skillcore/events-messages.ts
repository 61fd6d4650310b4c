import type { CatalogEvent } from '../../catalog.ts'
import { freeText, id, isoTime, list, obj, personName } from '../../payload-schema.ts'
import { actor, attachment, guideAck, listedAt, people, sendMessageAck } from './payloads.ts'

/* Namespace `/messages`. */

const namespaces = ['/messages']
const inConversation = ['{conversationId}']

export const messageEvents: CatalogEvent[] = [
  {
    name: 'conversation:join',
    namespaces,
    direction: 'client-to-server',
    args: [obj({ conversationId: id })],
    ack: guideAck,
    meaning: 'room',
    rooms: inConversation,
    source: 'SkillCore document, "Join Conversation"',
  },
  {
    name: 'conversation:joined',
    namespaces,
    direction: 'server-to-client',
    args: [obj({ conversationId: id, participants: people })],
    meaning: 'room',
    rooms: inConversation,
    // Who takes part in a conversation need not be online.
    proves: [listedAt('participants', false)],
    source: 'SkillCore document, "Join Conversation"',
  },
  {
    name: 'conversation:leave',
    namespaces,
    direction: 'client-to-server',
    args: [obj({ conversationId: id })],
    ack: guideAck,
    meaning: 'room',
    rooms: inConversation,
    source: 'as deployed: developer guide, messages handler',
  },
  {
    name: 'message.new',
    namespaces,
    direction: 'server-to-client',
    args: [obj({ messageId: id, conversationId: id, sender: actor, body: freeText, createdAt: isoTime, attachments: list(attachment) })],
    variants: [
      {
        note: 'as deployed: flat sender and `timestamp`',
        args: [obj({ messageId: id, conversationId: id, senderId: id, senderName: personName, body: freeText, timestamp: isoTime, 'attachments?': list(attachment) })],
      },
    ],
    meaning: 'activity',
    person: { id: ['sender.id', 'senderId'], name: ['senderName', '{sender.givenName} {sender.familyName}', 'sender.givenName'], email: [] },
    rooms: inConversation,
    source: 'SkillCore document, "message.new (Subscribe)"',
  },
  {
    name: 'message.read',
    namespaces,
    direction: 'server-to-client',
    args: [obj({ messageId: id, userId: id, readAt: isoTime })],
    meaning: 'activity',
    person: { id: ['userId'], name: [], email: [] },
    source: 'SkillCore document, "message.read (Subscribe)"',
  },
  {
    name: 'message:read',
    namespaces,
    direction: 'client-to-server',
    args: [obj({ messageId: id, conversationId: id })],
    ack: guideAck,
    meaning: 'activity',
    rooms: inConversation,
    source: 'as deployed: developer guide, messages handler',
  },
  {
    // The heading says `user.typing`, the code `user:typing`.
    name: 'user:typing',
    alsoKnownAs: ['user.typing'],
    namespaces,
    direction: 'both',
    args: [obj({ conversationId: id, userId: id, userName: personName })],
    sendArgs: [obj({ conversationId: id })],
    ack: guideAck,
    meaning: 'typing',
    person: { id: ['userId'], name: ['userName'], email: [] },
    rooms: inConversation,
    source: 'SkillCore document, "user.typing (Send/Receive)"',
  },
  {
    name: 'user:stop-typing',
    namespaces,
    direction: 'client-to-server',
    args: [obj({ conversationId: id })],
    ack: guideAck,
    meaning: 'typing',
    rooms: inConversation,
    source: 'SkillCore document, "user.typing (Send/Receive)", example',
  },
  {
    name: 'send-message',
    alsoKnownAs: ['message:send'],
    namespaces,
    direction: 'client-to-server',
    args: [obj({ conversationId: id, body: freeText, 'attachmentIds?': list(id) })],
    ack: sendMessageAck,
    meaning: 'activity',
    rooms: inConversation,
    source: 'SkillCore document, "send-message (Send)"; `message:send` as deployed',
  },
  ...(['message.updated', 'message.deleted'] as const).map(
    (name): CatalogEvent => ({
      name,
      namespaces,
      direction: 'server-to-client',
      args: null,
      meaning: 'activity',
      person: { id: ['userId', 'senderId'], name: [], email: [] },
      rooms: inConversation,
      source: 'as deployed: developer guide, messages handler; no payload given',
    }),
  ),
  ...(['user:joined', 'user:left'] as const).map(
    (name): CatalogEvent => ({
      name,
      namespaces,
      direction: 'server-to-client',
      args: null,
      variants: [{ note: 'as deployed', args: [obj({ conversationId: id, userId: id, userName: personName })] }],
      meaning: 'room',
      person: { id: ['userId'], name: ['userName'], email: [] },
      rooms: inConversation,
      proves: [{ what: name === 'user:joined' ? 'joined' : 'left' }],
      source: 'as deployed: developer guide, messages handler; no payload given',
    }),
  ),
]
