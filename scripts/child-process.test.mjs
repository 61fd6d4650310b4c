import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { waitForChild } from './child-process.mjs';

/** @param {string} script */
const node = (script) => spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });

test('the exit code is passed on', async () => {
  expect(await waitForChild(node('process.exit(7)'))).toEqual({ code: 7, interrupted: false, timedOut: false });
});

test('a child that a signal ended has the code shells give', async () => {
  const child = node('console.log("up"); setInterval(() => {}, 1000)');
  const ending = waitForChild(child);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  expect((await ending).code).toBe(137);
});

test('a child that runs too long is ended', async () => {
  const ending = await waitForChild(node('setInterval(() => {}, 1000)'), { timeoutMs: 50 });
  expect(ending).toEqual({ code: 130, interrupted: false, timedOut: true });
});

test.skipIf(process.platform === 'win32')('under npm, the end of the parent ends the child', async () => {
  const script = `
    import { spawn } from 'node:child_process';
    import { waitForChild } from ${JSON.stringify(new URL('child-process.mjs', import.meta.url).href)};
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    console.log('up');
    await waitForChild(child);`;
  const line = '"$NODE" --input-type=module -e "$SCRIPT"; true';
  const env = { ...process.env, NODE: process.execPath, SCRIPT: script, npm_lifecycle_event: 'start' };
  const shell = spawn('sh', ['-c', line], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(shell.stdout, 'data');
  shell.kill('SIGTERM');
  // The pipe closes when the last process that holds it has ended: here the child's child.
  await once(shell.stdout, 'close');
});

test('a program that is not there rejects', async () => {
  await expect(waitForChild(spawn('/nowhere/electron'))).rejects.toThrow('ENOENT');
});
