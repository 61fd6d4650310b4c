import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './paths.mjs';
import { UserError } from './user-error.mjs';

/** electron-vite, Vite and Vitest need this Node or newer (their `engines`). */
const oldestNode = { major: 22, minor: 12 };

/**
 * @param {string} version like "24.21.0"
 * @returns {boolean} whether the tools run on it
 */
export function isNewEnoughNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor);
}

/**
 * The Node the build tools run on: this one where it is new enough, else the one that came with `npm ci`.
 * @returns {string} absolute path
 */
export function toolNode() {
  if (isNewEnoughNode(process.versions.node)) return process.execPath;
  const installed = path.join(repositoryRoot, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(installed)) return installed;
  throw new UserError(
    `The build tools need Node 22.12 or newer; this is ${process.versions.node}, and node_modules has none.\n` +
      'Run `npm ci` (without --ignore-scripts and --omit=dev), or install a newer Node.',
  );
}

/**
 * The command line that runs a tool installed in node_modules.
 * @param {string} packageName like "vitest"
 * @param {string} [binName] its name in `bin` where it differs from the package's
 * @returns {{ command: string, prefix: string[] }} run `command` with `[...prefix, ...args]`
 */
export function tool(packageName, binName = packageName) {
  const folder = path.join(repositoryRoot, 'node_modules', packageName);
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) throw new UserError(`${packageName} is not installed. Run \`npm ci\` first.`);
  /** @type {{ bin?: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const script = typeof bin === 'string' ? bin : bin?.[binName];
  if (script === undefined) throw new Error(`${packageName} has no bin "${binName}"`);
  return { command: toolNode(), prefix: [path.join(folder, script)] };
}

/**
 * The environment for a tool: node_modules/.bin first on PATH (so that `node` in its children is the new one), and no
 * ELECTRON_RUN_AS_NODE, which some editors' terminals set.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(env) {
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  const pathKey = Object.keys(rest).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const bin = path.join(repositoryRoot, 'node_modules/.bin');
  return { ...rest, [pathKey]: [bin, rest[pathKey]].filter(Boolean).join(path.delimiter) };
}
