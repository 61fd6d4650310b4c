import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.{ts,mjs}', 'bench/**/*.test.ts'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Two cores: tests with real servers starve each other when more files run at once.
    maxWorkers: 2,
    // The test list shows what is slow; a hung test names itself.
    slowTestThreshold: 2_000,
  },
})
