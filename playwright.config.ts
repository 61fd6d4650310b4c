import { defineConfig } from '@playwright/test';

// Run through `npm run e2e` or `npm test`: they find Electron and a display and name them in ROLLCALL_ELECTRON.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  // Most of these tests wait (for a minute of events, for paced joins); three apps at once leave two cores idle enough.
  workers: 3,
  timeout: 90_000,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  use: { trace: 'off' },
});
