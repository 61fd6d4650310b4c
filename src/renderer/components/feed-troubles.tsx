import { useFrame } from '../frame-store.ts'
import { feedTroubles } from '../text/feed-words.ts'
import { useNow } from '../state/clock.ts'
import { Notice } from './notice.tsx'

/** Sentences above the lists; more than this is one sentence. */
const SHOWN_MAX = 2

/** What the lists lack now: a feed that is away, a silent server, a snapshot on its way. */
export function FeedTroubles() {
  const now = useNow()
  const targets = useFrame((state) => state.targets)
  const troubles = feedTroubles(targets ?? [], now)
  if (troubles.length === 0) return null
  return (
    <div className="events-notice">
      {troubles.slice(0, SHOWN_MAX).map((trouble) => <Notice key={trouble.id} tone={trouble.tone}><span className="num">{trouble.text}</span></Notice>)}
      {troubles.length > SHOWN_MAX ? <p className="dim panel-note">And {troubles.length - SHOWN_MAX} more; Platforms lists them all.</p> : null}
    </div>
  )
}
