import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findOnPath } from './system-packages.mjs';
import { UserError } from './user-error.mjs';

const startTimeoutMs = 20_000;
/** Larger than any window the tests or screenshots ask for by default, in pixels. */
const defaultSize = { width: 1920, height: 1200 };

/**
 * @typedef {object} VirtualDisplay
 * @property {string} name like ":99"
 * @property {{ DISPLAY: string, XAUTHORITY: string }} env what a program needs to use it
 * @property {() => Promise<void>} stop ends Xvfb by its pid and deletes its cookie; may be called more than once
 */

/**
 * Starts Xvfb on a free display, open to this user only.
 * @param {{ env: NodeJS.ProcessEnv, width?: number, height?: number }} options pixels; at least 1920 x 1200 is given
 * @returns {Promise<VirtualDisplay>} rejects with a UserError when Xvfb is missing or does not start
 */
export async function startDisplay({ env, width = 0, height = 0 }) {
  const program = findOnPath('Xvfb', env);
  if (program === undefined) throw new UserError('There is no display and no Xvfb. On Debian: sudo apt-get install -y xvfb');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rollcall-display-'));
  const authority = path.join(folder, 'Xauthority');
  writeFileSync(authority, authorityEntry(randomBytes(16)), { mode: 0o600 });

  const screen = `${Math.max(width, defaultSize.width)}x${Math.max(height, defaultSize.height)}x24`;
  // -displayfd: Xvfb takes the first free number itself, so two runs at once never fight for one.
  const args = ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-auth', authority];
  // Its own session: Ctrl+C must end the window first, while it still has a display. setpriv ends it when this process
  // is killed and cannot.
  const guard = findOnPath('setpriv', env);
  const words = guard === undefined ? [program, ...args] : [guard, '--pdeathsig', 'TERM', program, ...args];
  const child = spawn(words[0] ?? program, words.slice(1), { env, detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);

  const stop = async () => {
    process.off('exit', killNow);
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) {
      const timer = setTimeout(killNow, 3000);
      await ended;
      clearTimeout(timer);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const name = `:${await readDisplayNumber(child)}`;
    return { name, env: { DISPLAY: name, XAUTHORITY: authority }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * One line of an Xauthority file, good for any display of any host: the number is not known before Xvfb has started.
 * Format: Xauth(7), "family, address, number, name, data", lengths and family as 16 bits, big-endian.
 * @param {Buffer} cookie 16 bytes
 * @returns {Buffer}
 */
export function authorityEntry(cookie) {
  const familyWild = 0xffff;
  const field = (/** @type {Buffer} */ bytes) => Buffer.concat([uint16(bytes.length), bytes]);
  const empty = Buffer.alloc(0);
  return Buffer.concat([uint16(familyWild), field(empty), field(empty), field(Buffer.from('MIT-MAGIC-COOKIE-1')), field(cookie)]);
}

/**
 * @param {number} value
 * @returns {Buffer}
 */
function uint16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function readDisplayNumber(child) {
  return new Promise((resolve, reject) => {
    let number = '';
    let errors = '';
    const fail = (/** @type {string} */ what) => reject(new UserError(`Xvfb ${what}.${errors ? `\n${errors.trim()}` : ''}`));
    const timer = setTimeout(() => fail(`did not start within ${startTimeoutMs / 1000} s`), startTimeoutMs);
    child.stderr?.on('data', (/** @type {Buffer} */ chunk) => {
      errors = (errors + chunk.toString()).slice(-4096);
    });
    child.stdio[3]?.on('data', (/** @type {Buffer} */ chunk) => {
      number += chunk.toString();
      if (!number.includes('\n')) return;
      clearTimeout(timer);
      resolve(Number.parseInt(number, 10));
    });
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('close', () => {
      clearTimeout(timer);
      fail('ended at once');
    });
  });
}
