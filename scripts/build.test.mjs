import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { needsBuild } from './build.mjs';

/** @type {string} */
let root;

/** Writes a file and dates it and the folders above it. @param {string} name @param {number} second */
function put(name, second) {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
  for (let at = file; at !== root; at = path.dirname(at)) utimesSync(at, second, second);
}

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'rollcall-build-'));
  put('src/main/index.ts', 100);
  put('package-lock.json', 100);
  for (const part of ['main/index.js', 'preload/index.cjs', 'renderer/index.html']) put(`out/${part}`, 200);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('nothing changed: no build', () => {
  expect(needsBuild(root)).toBe(false);
});

test.each(['src/shared/new.ts', 'src/main/index.ts', 'package-lock.json', 'electron.vite.config.ts'])('%s changed: build', (name) => {
  put(name, 300);
  expect(needsBuild(root)).toBe(true);
});

test('a deleted source is a change', () => {
  rmSync(path.join(root, 'src/main/index.ts'));
  expect(needsBuild(root)).toBe(true);
});

test.each(['out/main', 'out/preload', 'out/renderer/index.html'])('without %s: build', (name) => {
  rmSync(path.join(root, name), { recursive: true });
  expect(needsBuild(root)).toBe(true);
});
