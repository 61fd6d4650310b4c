// `npm run bench [-- NAME ...]`: fixed loads against the real app, every line or those named; prints a table and writes
// JSON. Nothing is asserted but by `faults`.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { waitForChild } from './child-process.mjs';
import { inWindow } from './in-window.mjs';
import { repositoryRoot } from './paths.mjs';
import { toolEnvironment } from './toolchain.mjs';
import { runMain } from './user-error.mjs';

/**
 * @param {string} file below bench/
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
async function bench(file, args, env) {
  const child = spawn('node', [path.join(repositoryRoot, 'bench', file), ...args], { cwd: repositoryRoot, env, stdio: 'inherit' });
  return (await waitForChild(child)).code;
}

const names = process.argv.slice(2);
// These need neither a window nor a stream: each is a bench of its own.
const alone = new Map([['rules', 'rules.ts'], ['faults', 'faults.ts']]);
const file = alone.get(names[0] ?? '');
await runMain(() => (file ? bench(file, [], toolEnvironment(process.env)) : inWindow((env) => bench('run.ts', names, env))));
