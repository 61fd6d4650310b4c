import { constants } from 'node:os';

const patienceMs = 8000;
const parentCheckMs = 1000;
/** Taken at the start: it changes when the parent ends. */
const parentId = process.ppid;
/** @type {NodeJS.Signals[]} */
const passedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @typedef {object} Ending
 * @property {number} code exit code; 128 + number when a signal ended it, as shells count
 * @property {boolean} interrupted a signal came to this process meanwhile and was passed on
 * @property {boolean} timedOut
 */

/**
 * Waits for a child. SIGINT, SIGTERM and SIGHUP are passed on to it; when it does not end within 8 s of the first, or at
 * the second, it is killed by its pid. Under npm the end of the parent counts as SIGTERM: a signal to npm ends the shell
 * between npm and this script, and nobody tells this script.
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ group?: boolean, timeoutMs?: number }} [options] `group`: the child was spawned detached, and signals go to
 *   all processes of its group; `timeoutMs`: it is told to end after that
 * @returns {Promise<Ending>} rejects when the child could not be started
 */
export function waitForChild(child, { group = false, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    let interrupted = false;
    let timedOut = false;
    /** @type {NodeJS.Timeout | undefined} */
    let patience;
    const send = (/** @type {NodeJS.Signals} */ signal) => signalChild(child, signal, group);
    const kill = () => send('SIGKILL');
    const askToEnd = (/** @type {NodeJS.Signals} */ signal) => {
      if (patience !== undefined) return kill();
      patience = setTimeout(kill, patienceMs);
      return send(signal);
    };
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      interrupted = true;
      askToEnd(signal);
    };
    const limit = timeoutMs === undefined ? undefined : setTimeout(() => {
      timedOut = true;
      askToEnd('SIGINT'); // Playwright and Vitest clean up and report at this one.
    }, timeoutMs);
    const parentCheck = process.env.npm_lifecycle_event === undefined ? undefined : setInterval(() => {
      if (process.ppid === parentId) return;
      clearInterval(parentCheck);
      pass('SIGTERM');
    }, parentCheckMs);
    for (const signal of passedSignals) process.on(signal, pass);
    process.once('exit', kill);
    const finish = () => {
      clearTimeout(patience);
      clearTimeout(limit);
      clearInterval(parentCheck);
      for (const signal of passedSignals) process.off(signal, pass);
      process.off('exit', kill);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('close', (code, signal) => {
      finish();
      resolve({ code: code ?? 128 + (signal ? constants.signals[signal] : 0), interrupted, timedOut });
    });
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 * @param {boolean} group
 */
function signalChild(child, signal, group) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (group && process.platform !== 'win32') process.kill(-child.pid, signal);
  else child.kill(signal);
}
