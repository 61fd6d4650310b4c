import { X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { closeNotice, useFeedNotices } from './feed-notice.ts'

/** What was just done to the feed, with its undo; and, for screen readers only, what a key did. */
export function FeedNoticeLine() {
  const { said, notice } = useFeedNotices()
  const undo = notice?.undo ?? null
  return (
    <>
      {notice === null ? null : (
        <div className="events-notice" data-testid="feed-notice">
          <Notice tone="info" role="status" action={
            <>
              {undo === null ? null : <Button small onClick={() => {
                closeNotice()
                undo()
              }}>Undo</Button>}
              <Button look="quiet" small iconOnly aria-label="Close this notice" onClick={closeNotice}><X size={14} aria-hidden="true" /></Button>
            </>
          }>{notice.text}</Notice>
        </div>
      )}
      <div role="status" aria-live="polite" className="visually-hidden" data-testid="feed-said"><span key={said.number}>{said.text}</span></div>
    </>
  )
}
