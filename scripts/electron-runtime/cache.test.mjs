import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cacheFolder, fillOnce } from './cache.mjs';

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rollcall-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isComplete = (/** @type {string} */ at) => existsSync(path.join(at, 'done'));
const fill = async (/** @type {string} */ at) => writeFileSync(path.join(at, 'done'), '');

test('the cache is where each system keeps caches', () => {
  expect(cacheFolder({ HOME: '/home/mia' }, 'linux')).toBe('/home/mia/.cache/rollcall/electron');
  expect(cacheFolder({ HOME: '/home/mia', XDG_CACHE_HOME: '/big/cache' }, 'linux')).toBe('/big/cache/rollcall/electron');
  expect(cacheFolder({ HOME: '/home/mia', XDG_CACHE_HOME: 'relative' }, 'linux')).toBe('/home/mia/.cache/rollcall/electron');
  expect(cacheFolder({ HOME: '/Users/mia' }, 'darwin')).toBe('/Users/mia/Library/Caches/rollcall/electron');
  expect(cacheFolder({ LOCALAPPDATA: '/local' }, 'win32')).toBe('/local/rollcall/electron');
});

test('nobody sees half a folder: a fill that fails leaves nothing', async () => {
  const target = path.join(folder, 'runtime');
  const failing = fillOnce(target, isComplete, async (at) => {
    writeFileSync(path.join(at, 'half'), '');
    expect(existsSync(target)).toBe(false);
    throw new Error('disk full');
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(readdirSync(folder)).toEqual([]);
});

test('the slower of two fills uses what the faster one made', async () => {
  const target = path.join(folder, 'runtime');
  await fillOnce(target, isComplete, async (at) => {
    await fillOnce(target, isComplete, async (faster) => {
      await fill(faster);
      writeFileSync(path.join(faster, 'by-the-faster'), '');
    });
    await fill(at);
  });
  expect(readdirSync(target).sort()).toEqual(['by-the-faster', 'done']);
  expect(readdirSync(folder)).toEqual(['runtime']);
});

test('a place that cannot be written is named, with the variable to set', async () => {
  writeFileSync(path.join(folder, 'file'), '');
  const target = path.join(folder, 'file', 'runtime');
  await expect(fillOnce(target, isComplete, fill)).rejects.toThrow(/Cannot write to .*XDG_CACHE_HOME/);
});

test('a damaged folder is replaced', async () => {
  const target = path.join(folder, 'runtime');
  mkdirSync(target);
  writeFileSync(path.join(target, 'leftover'), '');
  await fillOnce(target, isComplete, fill);
  expect(readdirSync(target)).toEqual(['done']);
});

test('what a killed run left behind goes after an hour, what is being written stays', async () => {
  mkdirSync(path.join(folder, 'partial-old'));
  mkdirSync(path.join(folder, 'partial-new'));
  const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  utimesSync(path.join(folder, 'partial-old'), twoHoursAgo, twoHoursAgo);
  await fillOnce(path.join(folder, 'runtime'), isComplete, fill);
  expect(readdirSync(folder).sort()).toEqual(['partial-new', 'runtime']);
});
