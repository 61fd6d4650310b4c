import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { tool, toolEnvironment } from './toolchain.mjs';
import { UserError } from './user-error.mjs';

const sources = ['src', 'package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.json'];
/** One file of each of the build's three parts; a build that broke off leaves an old one, or none. */
const products = ['out/main', 'out/preload', 'out/renderer/index.html'];

/**
 * @param {string} [root]
 * @returns {boolean} whether `out/` is older than anything it is made from
 */
export function needsBuild(root = repositoryRoot) {
  const built = products.map((name) => newestMs(path.join(root, name)));
  if (built.includes(0)) return true;
  return Math.max(...sources.map((name) => newestMs(path.join(root, name)))) >= Math.min(...built);
}

/**
 * Builds `out/` where it is out of date.
 * @param {(line: string) => void} log
 * @returns {Promise<void>} rejects with a UserError that holds the build's own words
 */
export async function ensureBuilt(log) {
  if (!needsBuild()) return;
  log('Building ...');
  const { command, prefix } = tool('electron-vite');
  const result = await runCommand(command, [...prefix, 'build'], { cwd: repositoryRoot, env: toolEnvironment(process.env) });
  if (result.code !== 0) throw new UserError(`The build failed.\n${result.output.trimEnd()}`);
}

/**
 * Starts electron-vite's development server, which builds, starts Electron and reloads on change.
 * @param {{ executable: string, args: readonly string[], version: string }} runtime
 * @param {readonly string[]} appArgs
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('node:child_process').ChildProcess}
 */
export function startDevelopmentServer(runtime, appArgs, env) {
  const { command, prefix } = tool('electron-vite');
  return spawn(command, [...prefix, 'dev', '--watch', '--', ...runtime.args, ...appArgs], {
    cwd: repositoryRoot,
    env: { ...toolEnvironment(env), ELECTRON_EXEC_PATH: runtime.executable },
    stdio: ['inherit', 'inherit', 'pipe'],
  });
}

/**
 * @param {string} fileOrFolder
 * @returns {number} the newest modification time in it, ms since 1970; a folder's own counts, so a deleted file does
 *   too; 0 when it does not exist
 */
function newestMs(fileOrFolder) {
  const stat = statSync(fileOrFolder, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  const entries = readdirSync(fileOrFolder).map((name) => newestMs(path.join(fileOrFolder, name)));
  return Math.max(stat.mtimeMs, ...entries);
}
