import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './run-command.mjs';
import { aptGet, aptReason, chooseNames, findOnPath, installCommand, installPrivilege } from './system-packages.mjs';

/** A machine without network must not be held up: its tests are skipped. */
const updateTimeoutMs = 60_000;
const installTimeoutMs = 180_000;

/**
 * @typedef {object} Need
 * @property {string} what in words
 * @property {string[][]} packages of Debian and Ubuntu; of each line the first name that the machine offers
 * @property {(env: NodeJS.ProcessEnv) => Promise<boolean>} isThere
 */

/**
 * What some tests use and the app never does. Together about 8 MB to load and 35 MB on the disk of a bare Debian 12.
 * @type {readonly Need[]}
 */
const needs = [
  {
    what: 'Redis',
    // Not redis-server: that would start a service. The program itself is in the tools (src/campus/cluster/redis-server.ts).
    packages: [['redis-tools']],
    isThere: async (env) => ['redis-server', 'valkey-server', 'redis-check-rdb', 'valkey-check-rdb'].some((name) => findOnPath(name, env) !== undefined),
  },
  {
    what: 'python-socketio',
    packages: [['python3-socketio'], ['python3-requests']],
    isThere: async (env) => {
      for (const python of pythons(env)) if ((await runCommand(python, ['-c', 'import socketio, requests'], { env })).code === 0) return true;
      return false;
    },
  },
];

/**
 * Installs on Debian and Ubuntu, where this process may, what some tests need. Never rejects: those tests are skipped
 * without it, each with its reason.
 * @param {{ env: NodeJS.ProcessEnv, log: (line: string) => void }} options
 * @returns {Promise<void>}
 */
export async function ensureTestPackages({ env, log }) {
  if (process.platform !== 'linux' || findOnPath('apt-get', env) === undefined) return;
  /** @type {Need[]} */
  const missing = [];
  for (const need of needs) if (!(await need.isThere(env))) missing.push(need);
  if (missing.length === 0) return;
  const words = missing.map(({ what }) => what).join(' and ');
  const privilege = await installPrivilege(env);
  if (privilege === undefined) {
    const names = await chooseNames(missing.flatMap(({ packages }) => packages), env);
    log(`Tests that need ${words} are skipped. To run them too:\n  ${installCommand(names)}`);
    return;
  }
  log(`Some tests need ${words}. Installing with apt-get (once) ...`);
  const update = await aptGet(['update'], privilege, env, updateTimeoutMs);
  for (const { what, packages } of update.code === null ? [] : missing) {
    const names = await chooseNames(packages, env);
    const { code, output } = await aptGet(['install', '-y', '--no-install-recommends', ...names], privilege, env, installTimeoutMs);
    log(code === 0 ? `Installed ${names.join(' ')}.` : `Could not install ${names.join(' ')}: tests that need ${what} are skipped. ${aptReason(output)}`);
  }
  if (update.code === null) log(`apt-get does not come to an end: tests that need ${words} are skipped.`);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]} every python3 on PATH: somebody's own may stand before the system's, which has the packages
 */
function pythons(env) {
  return (env.PATH ?? '').split(':').filter(Boolean).map((folder) => path.join(folder, 'python3')).filter((file) => existsSync(file));
}
