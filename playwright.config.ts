import { defineConfig } from '@playwright/test';

// Run through `npm run e2e` or `npm test`: they find Electron and a display and name them in ROLLCALL_ELECTRON.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  // One at a time: each test runs a whole Electron app, and two cores are what it must do with.
  workers: 1,
  timeout: 90_000,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  use: { trace: 'off' },
});
