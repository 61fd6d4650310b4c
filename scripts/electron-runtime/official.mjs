import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lastLine, runCommand } from '../run-command.mjs';
import { toolNode } from '../toolchain.mjs';
import { UserError } from '../user-error.mjs';

/** @typedef {{ executable: string, version: string }} FoundElectron */

const progressCheckMs = 1000;

/**
 * The executable's path inside an Electron folder (`getPlatformPath` in the electron package's install.js).
 * @param {NodeJS.Platform} platform
 * @returns {string}
 */
function executableName(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @returns {FoundElectron | undefined} undefined when ELECTRON_OVERRIDE_DIST_PATH is not set; throws a UserError when it
 *   names a folder without Electron
 */
export function findOverride(env, platform) {
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return undefined;
  const executable = path.resolve(folder, executableName(platform));
  if (!existsSync(executable)) {
    throw new UserError(
      `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no ${executableName(platform)} in it.\n` +
        'Set it to the folder that holds the Electron executable, or unset it.',
    );
  }
  return { executable, version: readVersion(folder) ?? 'unknown' };
}

/**
 * The binary the electron package downloaded earlier. It downloads on first use, not at `npm ci`, so it may be missing.
 * The same conditions as `isInstalled` in its install.js.
 * @param {string} packageFolder node_modules/electron
 * @param {NodeJS.Platform} platform
 * @returns {FoundElectron | undefined}
 */
export function findInstalled(packageFolder, platform) {
  const version = packageVersion(packageFolder);
  const pathFile = path.join(packageFolder, 'path.txt');
  const folder = path.join(packageFolder, 'dist');
  if (readVersion(folder) !== version || !existsSync(pathFile)) return undefined;
  if (readFileSync(pathFile, 'utf8') !== executableName(platform)) return undefined;
  const executable = path.join(folder, executableName(platform));
  return existsSync(executable) ? { executable, version } : undefined;
}

/**
 * The version of the electron package in node_modules.
 * @param {string} packageFolder
 * @returns {string}
 */
export function packageVersion(packageFolder) {
  const manifest = path.join(packageFolder, 'package.json');
  if (!existsSync(manifest)) throw new UserError('electron is not installed. Run `npm ci` first.');
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

/**
 * Lets the electron package download its own binary. It is ended by its pid when it makes no progress.
 * @param {string} packageFolder
 * @param {{ env: NodeJS.ProcessEnv, stalledAfterMs: number }} options
 * @returns {Promise<{ ok: true } | { ok: false, reason: string }>}
 */
export async function downloadOfficial(packageFolder, { env, stalledAfterMs }) {
  // It downloads into a temporary folder and unpacks into dist: bytes in either are progress.
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'rollcall-electron-'));
  const dist = path.join(packageFolder, 'dist');
  const abort = new AbortController();
  let bytes = 0;
  let movedAtMs = performance.now();
  const timer = setInterval(() => {
    const now = folderBytes(temporary) + folderBytes(dist);
    if (now !== bytes) [bytes, movedAtMs] = [now, performance.now()];
    if (performance.now() - movedAtMs > stalledAfterMs) abort.abort();
  }, progressCheckMs);
  try {
    const result = await runCommand(toolNode(), [path.join(packageFolder, 'install.js')], {
      env: { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      signal: abort.signal,
    });
    if (result.code === 0) return { ok: true };
    if (abort.signal.aborted) return { ok: false, reason: `no progress for ${Math.round(stalledAfterMs / 1000)} s` };
    return { ok: false, reason: failureReason(result.output) };
  } finally {
    clearInterval(timer);
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * @param {string} output a stack as install.js prints it
 * @returns {string} its message, at most 200 characters
 */
function failureReason(output) {
  const line = output.split('\n').find((text) => /^\s*(\[cause\]: )?\w*Error\b.*: /.test(text)) ?? lastLine(output);
  return line.trim().replace(/^(\[cause\]: )?(Type)?Error: /, '').slice(0, 200) || 'it ended without a word';
}

/**
 * @param {string} folder
 * @returns {string | undefined}
 */
function readVersion(folder) {
  const file = path.join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : undefined;
}

/**
 * @param {string} folder
 * @returns {number} bytes in all files in it; files that go away meanwhile count 0
 */
function folderBytes(folder) {
  if (!existsSync(folder)) return 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true })) {
    bytes += statSync(path.join(folder, String(entry)), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
