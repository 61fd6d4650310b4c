import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadOfficial, findInstalled } from './official.mjs';

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rollcall-official-'));
  writeFileSync(path.join(folder, 'package.json'), '{"version":"45.4.1"}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} installScript stands in for the electron package's install.js */
function download(installScript, stalledAfterMs = 60_000) {
  writeFileSync(path.join(folder, 'install.js'), installScript);
  return downloadOfficial(folder, { env: process.env, stalledAfterMs });
}

test('a download without progress is ended by its pid', async () => {
  const script = `require('fs').writeFileSync('${folder}/pid', String(process.pid)); setInterval(() => {}, 1000);`;
  expect(await download(script, 1500)).toEqual({ ok: false, reason: 'no progress for 2 s' });
  expect(existsSync(path.join(folder, 'pid'))).toBe(true);
});

test('a slow download that makes progress is left alone', async () => {
  const script = `
    const fs = require('fs'), os = require('os'), path = require('path');
    let left = 5;
    setInterval(() => {
      fs.appendFileSync(path.join(os.tmpdir(), 'electron.zip'), 'x'.repeat(1000));
      if (--left > 0) return;
      fs.mkdirSync('${folder}/dist');
      fs.writeFileSync('${folder}/dist/version', '45.4.1');
      fs.writeFileSync('${folder}/dist/electron', '');
      fs.writeFileSync('${folder}/path.txt', 'electron');
      process.exit(0);
    }, 1000);`;
  expect(await download(script, 4000)).toEqual({ ok: true });
  expect(findInstalled(folder, 'linux')).toEqual({ executable: path.join(folder, 'dist/electron'), version: '45.4.1' });
});

test('a failure is told in its own words', async () => {
  const script = `console.error(new TypeError('fetch failed').stack); process.exit(1);`;
  expect(await download(script)).toEqual({ ok: false, reason: 'fetch failed' });
});
