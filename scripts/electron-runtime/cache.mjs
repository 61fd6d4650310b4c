import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../user-error.mjs';

/** A temporary folder older than this was left behind by a run that was killed. */
const abandonedAfterMs = 60 * 60 * 1000;

/**
 * Where the runtime is kept: outside node_modules, so that `npm ci` does not fetch it again, and outside the repository.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} [platform]
 * @returns {string} absolute path; the folder may not exist yet
 */
export function cacheFolder(env, platform = process.platform) {
  const home = env.HOME || env.USERPROFILE || os.homedir();
  // The XDG rule: a relative path in the variable is ignored.
  const xdg = env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : undefined;
  return path.join(xdg ?? platformCache(env, platform, home), 'rollcall', 'electron');
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {string} home
 * @returns {string}
 */
function platformCache(env, platform, home) {
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches');
  if (platform === 'win32') return env.LOCALAPPDATA || path.join(home, 'AppData', 'Local');
  return path.join(home, '.cache');
}

/**
 * Fills a new folder and moves it into place in one step, so that nobody ever sees half of it. When two processes do
 * this at once, the first to finish wins and the other uses what it finds.
 * @param {string} target the finished folder
 * @param {(folder: string) => boolean} isComplete whether a folder holds all it should
 * @param {(folder: string) => Promise<void>} fill writes everything into an empty folder beside the target
 * @returns {Promise<void>} rejects with fill's error, or a UserError where it may not write; then nothing is left behind
 */
export async function fillOnce(target, isComplete, fill) {
  if (isComplete(target)) return;
  const parent = path.dirname(target);
  const temporary = makeTemporary(parent);
  try {
    await fill(temporary);
    moveIntoPlace(temporary, target, isComplete);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * @param {string} parent
 * @returns {string} a new, empty folder in it
 */
export function makeTemporary(parent) {
  try {
    mkdirSync(parent, { recursive: true });
    removeAbandoned(parent, Date.now());
    return mkdtempSync(path.join(parent, 'partial-'));
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === undefined) throw error;
    throw new UserError(`Cannot write to ${parent} (${message}). Set XDG_CACHE_HOME to a folder with 500 MB of space.`);
  }
}

/**
 * @param {string} temporary
 * @param {string} target
 * @param {(folder: string) => boolean} isComplete
 */
function moveIntoPlace(temporary, target, isComplete) {
  try {
    renameSync(temporary, target);
  } catch (error) {
    if (isComplete(target)) return;
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'EPERM') throw error;
    // A damaged folder stands there (somebody deleted files from it): replace it.
    rmSync(target, { recursive: true, force: true });
    renameSync(temporary, target);
  }
}

/**
 * @param {string} parent
 * @param {number} nowMs
 */
function removeAbandoned(parent, nowMs) {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith('partial-')) continue;
    const folder = path.join(parent, name);
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat && nowMs - stat.mtimeMs > abandonedAfterMs) rmSync(folder, { recursive: true, force: true });
  }
}
