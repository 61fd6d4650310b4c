import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A download that failed is not tried again for this long, so that each start does not wait for it again. */
export const rememberedForMs = 24 * 60 * 60 * 1000;

/** @typedef {{ version: string, failedAtMs: number, reason: string }} FailedDownload */

/**
 * @param {string} cache the cache folder
 * @returns {string}
 */
export function memoryFile(cache) {
  return path.join(cache, 'official-download-failed.json');
}

/**
 * @param {string} cache
 * @param {string} version the Electron version wanted now; a failure of another version says nothing about it
 * @param {number} nowMs
 * @returns {FailedDownload | undefined} the failure, while it is fresh
 */
export function recentFailure(cache, version, nowMs) {
  const file = memoryFile(cache);
  if (!existsSync(file)) return undefined;
  try {
    /** @type {Partial<FailedDownload>} */
    const { version: failedVersion, failedAtMs, reason } = JSON.parse(readFileSync(file, 'utf8'));
    if (failedVersion !== version || typeof failedAtMs !== 'number' || typeof reason !== 'string') return undefined;
    const ageMs = nowMs - failedAtMs;
    return ageMs >= 0 && ageMs < rememberedForMs ? { version, failedAtMs, reason } : undefined;
  } catch {
    return undefined; // A damaged note is no note.
  }
}

/**
 * @param {string} cache
 * @param {FailedDownload} failure
 */
export function rememberFailure(cache, failure) {
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(memoryFile(cache), `${JSON.stringify(failure)}\n`);
  } catch {
    // Only a convenience: the next start tries the download once more.
  }
}

/** @param {string} cache */
export function forgetFailure(cache) {
  rmSync(memoryFile(cache), { force: true });
}
