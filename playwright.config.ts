import { defineConfig } from '@playwright/test';

// Run through `npm run e2e` or `npm test`: they find Electron and a display and name them in ROLLCALL_ELECTRON.
// `npm run pictures` runs e2e/pictures alone: it asserts little and writes docs/screenshots.
const pictures = process.env['ROLLCALL_PICTURES'] !== undefined

export default defineConfig({
  testDir: pictures ? 'e2e/pictures' : 'e2e',
  testIgnore: pictures ? [] : ['pictures/**'],
  outputDir: 'test-results/e2e',
  // Most of these tests wait (for a minute of events, for paced joins); four apps at once leave two cores idle enough.
  workers: 4,
  timeout: pictures ? 300_000 : 90_000,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  use: { trace: 'off' },
});
