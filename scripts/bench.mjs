// `npm run bench [-- NAME ...]`: fixed loads against the real app, every line or those named; prints a table and writes
// JSON. Nothing here is asserted.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { waitForChild } from './child-process.mjs';
import { startDisplay } from './display.mjs';
import { resolveElectron } from './electron-runtime/index.mjs';
import { repositoryRoot } from './paths.mjs';
import { ensureSystemPackages, hasDisplay } from './system-packages.mjs';
import { toolEnvironment } from './toolchain.mjs';
import { runMain } from './user-error.mjs';

/** @returns {Promise<number>} the exit code */
async function main() {
  const runtime = await resolveElectron({ env: process.env, log: console.error });
  await ensureSystemPackages({ executable: runtime.executable, env: process.env, log: console.error });
  await ensureBuilt(console.error);
  const display = hasDisplay(process.env) ? undefined : await startDisplay({ env: process.env });
  try {
    const env = { ...toolEnvironment(process.env), ...display?.env, ROLLCALL_ELECTRON: runtime.executable, ROLLCALL_ELECTRON_ARGS: JSON.stringify(runtime.args) };
    const [name] = process.argv.slice(2);
    // The evaluation of rules needs neither a window nor a stream: it has a short bench of its own.
    const child = spawn('node', name === 'rules' ? [path.join(repositoryRoot, 'bench/rules.ts')] : [path.join(repositoryRoot, 'bench/run.ts'), ...process.argv.slice(2)], { cwd: repositoryRoot, env, stdio: 'inherit' });
    const { code } = await waitForChild(child);
    return code;
  } finally {
    await display?.stop();
  }
}

await runMain(main);
