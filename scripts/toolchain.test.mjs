import { expect, test } from 'vitest';
import { isNewEnoughNode, toolEnvironment } from './toolchain.mjs';

test.each([
  ['20.20.2', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['24.21.0', true],
])('Node %s runs the tools: %s', (version, expected) => {
  expect(isNewEnoughNode(version)).toBe(expected);
});

test('tools find the repository\'s node first, and Electron does not run as Node', () => {
  const env = toolEnvironment({ PATH: '/usr/bin', ELECTRON_RUN_AS_NODE: '1' });
  expect(env.PATH).toMatch(/node_modules[\\/]\.bin[:;]\/usr\/bin$/);
  expect(env).not.toHaveProperty('ELECTRON_RUN_AS_NODE');
});
