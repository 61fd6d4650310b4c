// `npm start [-- arguments]`: gets an Electron and what it needs, builds where something changed, and opens the console.
import { spawn } from 'node:child_process';
import { ensureBuilt, startDevelopmentServer } from './build.mjs';
import { waitForChild } from './child-process.mjs';
import { passStderr } from './chromium-noise.mjs';
import { startDisplay } from './display.mjs';
import { resolveElectron } from './electron-runtime/index.mjs';
import { sandboxAdvice } from './electron-runtime/sandbox.mjs';
import { repositoryRoot } from './paths.mjs';
import { parseStartOptions } from './start-options.mjs';
import { ensureSystemPackages, hasDisplay } from './system-packages.mjs';
import { toolEnvironment } from './toolchain.mjs';
import { runMain } from './user-error.mjs';

/** @param {string} line */
const log = (line) => console.error(line);

/** @returns {Promise<number>} the exit code */
async function main() {
  // npm changes the folder to the repository's; INIT_CWD is where the person is.
  const options = parseStartOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  const runtime = await resolveElectron({ env: process.env, log });
  await ensureSystemPackages({ executable: runtime.executable, env: process.env, log });
  if (!options.dev) await ensureBuilt(log);
  const advice = sandboxAdvice(runtime);
  if (advice !== undefined) log(advice);

  const display = hasDisplay(process.env) ? undefined : await startDisplay({ env: process.env, ...options.size });
  try {
    if (display && !options.screenshot) log(howToSee(display));
    const env = { ...toolEnvironment(process.env), ...display?.env };
    const child = options.dev
      ? startDevelopmentServer(runtime, options.appArgs, env)
      : spawn(runtime.executable, [...runtime.args, repositoryRoot, ...options.appArgs], {
          env,
          stdio: ['inherit', 'inherit', 'pipe'],
        });
    passStderr(child.stderr, process.env);
    const { code } = await waitForChild(child);
    return code;
  } finally {
    await display?.stop();
  }
}

/**
 * @param {import('./display.mjs').VirtualDisplay} display
 * @returns {string}
 */
function howToSee(display) {
  const access = `DISPLAY=${display.name} XAUTHORITY=${display.env.XAUTHORITY}`;
  return [
    `There is no display here, so the window opens on a virtual one (Xvfb ${display.name}). To see it:`,
    '  a picture, and done:  npm start -- --screenshot rollcall.png',
    `  a picture of this run:  ${access} import -window root rollcall.png   (package imagemagick)`,
    `  live, from another machine:  ${access} x11vnc -localhost   (package x11vnc), then a VNC viewer through ssh -L 5900:localhost:5900`,
    'Ctrl+C ends it.',
  ].join('\n');
}

await runMain(main);
