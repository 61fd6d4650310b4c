import type { Catalog } from '../../../shared/catalog.ts'
import type { NoticeDraft, NoticeSettings } from '../../../shared/notices.ts'
import { listed } from '../words.ts'
import { placeholdersIn } from './fill.ts'

/** What the settings of a notice say of it besides its words, and the placeholders that can carry it. */
const marks: readonly { readonly placeholders: readonly string[]; readonly words: string; readonly isSet: (draft: Marked) => boolean }[] = [
  { placeholders: ['severity', 'kind'], words: 'how severe it is', isSet: ({ severity }) => severity !== 'info' },
  { placeholders: ['dismissable'], words: 'that it cannot be closed', isSet: ({ dismissable }) => !dismissable },
  { placeholders: ['expiresAt', 'endsAt'], words: 'when it ends', isSet: ({ expiresAtMs }) => expiresAtMs !== null },
]

type Marked = Pick<NoticeDraft, 'severity' | 'dismissable' | 'expiresAtMs' | 'when'>

/** What was set and no field of what leaves carries: somebody relies on it, and clients are never told. Sentences, none where all of it leaves. */
export function marksLost(draft: Marked, name: string, { way, http }: NoticeSettings, parts: readonly { readonly namespace: string; readonly event: string }[], catalog: Catalog | undefined): string[] {
  const notices = catalog?.notices ?? []
  const ofPayload = (event: string, namespace: string): readonly string[] => placeholdersIn(notices.find((notice) => notice.event === event && notice.namespace === namespace)?.args)
  const sentences = new Set<string>()
  for (const { event, namespace } of parts) {
    const inBody = way === 'http' ? placeholdersIn(http.body) : ['payload']
    const carried = new Set([...inBody, ...(inBody.includes('payload') ? ofPayload(event, namespace) : [])])
    // The end of a window is not the end of its notice.
    const has = (placeholder: string): boolean => carried.has(placeholder) && !(placeholder === 'endsAt' && draft.when.kind === 'window')
    const lost = marks.filter(({ placeholders, isSet }) => isSet(draft) && !placeholders.some(has)).map(({ words }) => words)
    if (lost.length > 0) sentences.add(`Apps of ${name} are not told ${listed(lost)}: ${way === 'http' ? 'the request' : event} has no field for it.`)
  }
  return [...sentences]
}
