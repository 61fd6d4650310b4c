import { ensureBuilt } from './build.mjs';
import { startDisplay } from './display.mjs';
import { resolveElectron } from './electron-runtime/index.mjs';
import { ensureSystemPackages, hasDisplay } from './system-packages.mjs';
import { toolEnvironment } from './toolchain.mjs';

/**
 * Brings all that the built app needs to show a window (Electron, system libraries, build, display), and takes the display away after.
 * @param {(env: NodeJS.ProcessEnv) => Promise<number>} run gets the environment that names Electron and the display
 * @returns {Promise<number>} what run() gave
 */
export async function inWindow(run) {
  const runtime = await resolveElectron({ env: process.env, log: console.error });
  await ensureSystemPackages({ executable: runtime.executable, env: process.env, log: console.error });
  await ensureBuilt(console.error);
  const display = hasDisplay(process.env) ? undefined : await startDisplay({ env: process.env });
  try {
    return await run({ ...toolEnvironment(process.env), ...display?.env, ROLLCALL_ELECTRON: runtime.executable, ROLLCALL_ELECTRON_ARGS: JSON.stringify(runtime.args) });
  } finally {
    await display?.stop();
  }
}
