import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.{ts,mjs}', 'bench/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['scripts/unit-patience.mjs'],
    expect: { poll: { timeout: 5_000 } },
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Two cores are a third busy with two files at once, because tests with real servers wait; more than four starve each other.
    maxWorkers: 4,
    // The test list shows what is slow; a hung test names itself.
    slowTestThreshold: 2_000,
  },
})
