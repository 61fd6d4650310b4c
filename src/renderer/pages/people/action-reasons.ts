import type { TargetView } from '../../../shared/domain.ts'
import type { AdminAction } from '../../../shared/presence.ts'
import { assertNever } from '../../text/words.ts'

/**
 * Why an action is not offered, in a sentence; null when it is. Actions exist only through the admin feed, only where
 * the server announces them and only where nobody made the platform read-only.
 */
export function whyNot(target: TargetView | undefined, action: AdminAction): string | null {
  if (target === undefined) return 'This platform was removed.'
  const { name } = target.settings
  if (target.settings.readOnly) return `${name} is read-only in Rollcall. Change that in Platforms.`
  if (target.feedLink === null) return `Only an admin feed can do this, and ${name} has none switched on.`
  if (target.feedLink.state !== 'live' && target.feedLink.state !== 'delayed') return `The admin feed of ${name} is not connected now.`
  if (target.feed === null) return `The admin feed of ${name} has not said yet what it can do.`
  if (target.feed.readOnly) return `The admin feed of ${name} takes no commands: the server was set to read-only.`
  return target.feed.actions.includes(action) ? null : `The server of ${name} does not offer this.`
}

/** The verb of an action, as a menu and a button say it. */
export function actionVerb(action: AdminAction): string {
  switch (action) {
    case 'disconnect': return 'Disconnect'
    case 'leave': return 'Remove from room'
    case 'join': return 'Add to room'
    default: return assertNever(action)
  }
}
