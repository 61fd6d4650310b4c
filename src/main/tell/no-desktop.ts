import type { Desktop } from '../tell-desk.ts'

/** For runs in which nothing may be shown but the window: screenshots, tests of the core. */
export const noDesktop: Desktop = {
  listen: () => {},
  notify: () => 'notifications are off in this run',
  withdraw: () => {},
  show: () => {},
  trouble: () => 'Notifications are off in this run.',
  close: () => {},
}
