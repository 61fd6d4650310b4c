import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { authorityEntry, startDisplay } from './display.mjs';
import { findOnPath } from './system-packages.mjs';

test('the cookie file has the format Xau reads', () => {
  const entry = authorityEntry(Buffer.alloc(16, 7));
  expect(entry.toString('latin1')).toBe(`\xff\xff\0\0\0\0\0\x12MIT-MAGIC-COOKIE-1\0\x10${'\x07'.repeat(16)}`);
});

test('two displays at once get two numbers, and stopping takes their cookies away', async ({ skip }) => {
  skip(findOnPath('Xvfb', process.env) === undefined, 'Xvfb is not installed here');
  const displays = await Promise.all([startDisplay({ env: process.env }), startDisplay({ env: process.env })]);
  try {
    expect(new Set(displays.map(({ name }) => name)).size).toBe(2);
    for (const { name } of displays) expect(existsSync(`/tmp/.X11-unix/X${name.slice(1)}`)).toBe(true);
  } finally {
    await Promise.all(displays.map(({ stop }) => stop()));
  }
  for (const { name, env } of displays) {
    expect(existsSync(env.XAUTHORITY)).toBe(false);
    expect(existsSync(`/tmp/.X11-unix/X${name.slice(1)}`)).toBe(false);
  }
});

test('no Xvfb is an error with the command to type', async () => {
  await expect(startDisplay({ env: { PATH: '/nowhere' } })).rejects.toThrow(/apt-get install/);
});
