/** The filter language as the help shows it: each field with an example and what it finds. */
export const filterFields: readonly { readonly example: string; readonly finds: string }[] = [
  { example: 'help', finds: 'a bare word: in names, room, person, platform or payload' },
  { example: 'event:chat.*,ping', finds: 'events by name; * is any text, ? one character, a comma means or' },
  { example: 'room:7b', finds: 'events of a room' },
  { example: 'person:u-12', finds: 'events of a person' },
  { example: 'role:teacher', finds: 'events of people in a role' },
  { example: 'target:"Lincoln High"', finds: 'events of a platform; quotes keep words together' },
  { example: 'ns:/grades', finds: 'events of a namespace' },
  { example: 'dir:in', finds: 'received events; dir:out is what was sent' },
  { example: 'size:>1kb', finds: 'events by size; also <300 or >=2.5mb' },
  { example: 'has:alert', finds: 'events that have it: error, alert, room, person, cut' },
  { example: 'drift:yes', finds: 'events unlike their contract; also no, variant, undocumented, unchecked' },
  { example: 'text:"help me"', finds: 'events whose payload holds a text' },
  { example: '-event:ping', finds: 'a minus leaves out what follows it' },
]
