import { existsSync } from 'node:fs';
import path from 'node:path';
import { lastLine, runCommand } from './run-command.mjs';
import { UserError } from './user-error.mjs';

/**
 * What Electron needs on Debian. Debian 13 and Ubuntu 24.04 renamed some with "t64": the first name
 * of a line that the machine's package lists offer is taken.
 */
const libraryPackages = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libxss1'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
];
const displayPackages = [['xvfb'], ['xauth']];
const installTimeoutMs = 8 * 60 * 1000;

/**
 * @typedef {object} Missing
 * @property {string[]} libraries shared libraries the executable does not find, like "libgtk-3.so.0"
 * @property {boolean} display no display, and no Xvfb to make one
 */

/**
 * Makes sure that Electron's shared libraries, and Xvfb where there is no display, are there; installs them on Debian
 * and Ubuntu where this process may (as root, or with a sudo that asks nothing). Does nothing when nothing is missing.
 * @param {{ executable: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} options
 * @returns {Promise<void>} rejects with a UserError that names the command to type, or the libraries
 */
export async function ensureSystemPackages({ executable, env, log }) {
  if (process.platform !== 'linux') return;
  const missing = await findMissing(executable, env);
  if (!isMissing(missing)) return;
  if (findOnPath('apt-get', env) === undefined) throw new UserError(otherSystemAdvice(missing));

  const wanted = [...(missing.libraries.length > 0 ? libraryPackages : []), ...(missing.display ? displayPackages : [])];
  const privilege = await installPrivilege(env);
  if (privilege === undefined) throw new UserError(aptAdvice(missing, await chooseNames(wanted, env)));
  log(`Missing on this machine: ${describe(missing)}. Installing with apt-get (once) ...`);
  const names = await aptInstall(wanted, privilege, env, missing);
  const left = await findMissing(executable, env);
  if (isMissing(left)) throw new UserError(`After installing ${names.join(' ')}, this is still missing: ${describe(left)}.`);
  log(`Installed ${names.join(' ')}.`);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {boolean} whether a window can be shown as things are; always outside Linux
 */
export function hasDisplay(env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined} absolute path
 */
export function findOnPath(name, env) {
  const folders = (env.PATH ?? '').split(':').filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/**
 * @param {string} output of `ldd`
 * @returns {string[]} the libraries it did not find, sorted, each once
 */
export function missingLibraries(output) {
  const names = [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)].sort();
}

/**
 * The command a person types where this script may not install.
 * @param {readonly string[]} names
 * @returns {string}
 */
export function installCommand(names) {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

/**
 * @param {string} executable
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Missing>}
 */
async function findMissing(executable, env) {
  const display = !hasDisplay(env) && findOnPath('Xvfb', env) === undefined;
  // Electron finds the libraries beside it by its own rpath; ldd follows that too.
  const { output } = await runCommand('ldd', [executable], { env: { ...env, LC_ALL: 'C' } });
  return { libraries: missingLibraries(output), display };
}

/**
 * @param {Missing} missing
 * @returns {boolean}
 */
function isMissing(missing) {
  return missing.libraries.length > 0 || missing.display;
}

/**
 * @param {Missing} missing
 * @returns {string}
 */
function describe(missing) {
  return [...missing.libraries, ...(missing.display ? ['Xvfb (there is no display)'] : [])].join(', ');
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string[] | undefined>} the words before apt-get; undefined where this process may not install
 */
export async function installPrivilege(env) {
  if (process.getuid?.() === 0) return [];
  if (findOnPath('sudo', env) === undefined) return undefined;
  const { code } = await runCommand('sudo', ['-n', 'true'], { env, timeoutMs: 10_000 });
  return code === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * @param {readonly string[][]} wanted
 * @param {readonly string[]} privilege
 * @param {NodeJS.ProcessEnv} env
 * @param {Missing} missing
 * @returns {Promise<string[]>} what was installed
 */
async function aptInstall(wanted, privilege, env, missing) {
  const update = await aptGet(['update'], privilege, env);
  const names = await chooseNames(wanted, env);
  const install = await aptGet(['install', '-y', '--no-install-recommends', ...names], privilege, env);
  if (install.code === 0) return names;
  const reason = [update, install].map(({ output }) => aptReason(output)).filter(Boolean).join(' ');
  throw new UserError(`apt-get could not install what is missing. ${reason}\n${aptAdvice(missing, names)}`);
}

/**
 * @param {readonly string[]} args
 * @param {readonly string[]} privilege
 * @param {NodeJS.ProcessEnv} env
 * @param {number} [timeoutMs] ends it
 * @returns {Promise<import('./run-command.mjs').CommandResult>}
 */
export function aptGet(args, privilege, env, timeoutMs = installTimeoutMs) {
  // Through `env`, because sudo drops variables. The lock: another apt may be at work after a machine's first start.
  const words = [...privilege, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=120', ...args];
  return runCommand(words[0] ?? '', words.slice(1), { env, timeoutMs });
}

/**
 * @param {string} output
 * @returns {string} apt's own error lines, or its last line
 */
export function aptReason(output) {
  const errors = output.split('\n').filter((line) => line.startsWith('E: '));
  return errors.length > 0 ? errors.slice(0, 3).join(' ') : lastLine(output);
}

/**
 * Takes of each line the first name this machine's package lists offer; the last where none is known.
 * @param {readonly string[][]} wanted
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string[]>}
 */
export async function chooseNames(wanted, env) {
  const { stdout } = await runCommand('apt-cache', ['policy', ...wanted.flat()], { env: { ...env, LC_ALL: 'C' } });
  const offered = offeredPackages(stdout);
  return wanted.map((names) => names.find((name) => offered.has(name)) ?? names.at(-1) ?? '');
}

/**
 * @param {string} policy output of `apt-cache policy`
 * @returns {Set<string>} packages that have a version to install; a name that others only "provide" has none
 */
export function offeredPackages(policy) {
  const found = policy.matchAll(/^(\S+):\n\s+Installed: .*\n\s+Candidate: (.*)$/gm);
  return new Set([...found].filter((match) => match[2] !== '(none)').map((match) => match[1] ?? ''));
}

/**
 * @param {Missing} missing
 * @param {readonly string[]} names
 * @returns {string}
 */
function aptAdvice(missing, names) {
  return `Electron cannot run yet. Missing on this machine: ${describe(missing)}.\nType this once, then try again:\n  ${installCommand(names)}`;
}

/**
 * @param {Missing} missing
 * @returns {string}
 */
export function otherSystemAdvice(missing) {
  const lines = ['Electron cannot run yet, and this system has no apt-get. Install with its package manager:'];
  if (missing.libraries.length > 0) lines.push(`  - what provides these libraries: ${missing.libraries.join(', ')}`);
  if (missing.libraries.length > 0) lines.push('    (on most systems: gtk3, nss, alsa-lib, mesa libgbm, libXScrnSaver, at-spi2)');
  if (missing.display) lines.push('  - Xvfb, because there is no display (DISPLAY and WAYLAND_DISPLAY are not set)');
  return lines.join('\n');
}

