import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runCommand } from '../run-command.mjs';
import { resolveElectron } from './index.mjs';

test('this machine gets an Electron, and a second look finds the same one at once', { timeout: 600_000 }, async ({ skip }) => {
  const first = await resolveElectron({ env: process.env, log: console.log }).catch((/** @type {unknown} */ error) => error);
  if (first instanceof Error) {
    const registry = await runCommand('npm', ['ping'], { timeoutMs: 20_000 });
    skip(registry.code !== 0, 'no npm registry and no official download can be reached from here');
    throw first;
  }
  const runtime = /** @type {import('./index.mjs').ElectronRuntime} */ (first);
  // As plain Node it needs no display.
  const asNode = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const answer = spawnSync(runtime.executable, ['-p', 'process.versions.electron'], { encoding: 'utf8', env: asNode });
  if (answer.stderr.includes('error while loading shared libraries')) {
    skip('the system libraries Electron needs are not installed here');
  }
  expect(answer.stdout.trim()).toBe(runtime.version);
  const again = await resolveElectron({ env: process.env, log: () => {} });
  expect(again.executable).toBe(runtime.executable);
});
