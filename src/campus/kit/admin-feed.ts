import { hashSync } from 'bcryptjs'

/** bcrypt hash of the admin feed's password, as `instrument()` wants it; cost 4, because the campus guards nothing. */
export function adminFeedHash(password: string): string {
  return hashSync(password, 4)
}
