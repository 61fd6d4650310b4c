// `npm run pictures [-- NAME ...]`: the screens as docs/screenshots shows them, taken of the demo campus in the real window.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { waitForChild } from './child-process.mjs';
import { startDisplay } from './display.mjs';
import { resolveElectron } from './electron-runtime/index.mjs';
import { repositoryRoot } from './paths.mjs';
import { ensureSystemPackages, hasDisplay } from './system-packages.mjs';
import { tool, toolEnvironment } from './toolchain.mjs';
import { runMain } from './user-error.mjs';

/** @returns {Promise<number>} the exit code */
async function main() {
  const runtime = await resolveElectron({ env: process.env, log: console.error });
  await ensureSystemPackages({ executable: runtime.executable, env: process.env, log: console.error });
  await ensureBuilt(console.error);
  const display = hasDisplay(process.env) ? undefined : await startDisplay({ env: process.env });
  try {
    const env = {
      ...toolEnvironment(process.env),
      ...display?.env,
      ROLLCALL_ELECTRON: runtime.executable,
      ROLLCALL_ELECTRON_ARGS: JSON.stringify(runtime.args),
      ROLLCALL_PICTURES: process.env.ROLLCALL_PICTURES ?? path.join(repositoryRoot, 'docs', 'screenshots'),
    };
    const { command, prefix } = tool('@playwright/test', 'playwright');
    const child = spawn(command, [...prefix, 'test', '--workers=2', ...process.argv.slice(2).map((name) => `--grep=${name}`)], { cwd: repositoryRoot, env, stdio: 'inherit' });
    const { code } = await waitForChild(child);
    return code;
  } finally {
    await display?.stop();
  }
}

await runMain(main);
