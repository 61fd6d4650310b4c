import { spawn } from 'node:child_process';

/**
 * @typedef {object} CommandResult
 * @property {number | null} code exit code; null when a signal ended it or it could not start
 * @property {string} output the last 64 KiB of stdout and stderr together
 * @property {string} stdout the last 4 MiB of stdout
 */

const keptOutputLength = 64 * 1024;
const keptStdoutLength = 4 * 1024 * 1024;

/**
 * Runs a program to its end and keeps what it printed. Never rejects: a program that is not there gives `code: null` and
 * the reason as output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, signal?: AbortSignal }} [options] `timeoutMs` ends it by its pid
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve) => {
    let output = '';
    let stdout = '';
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      signal: options.signal,
    });
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-keptOutputLength);
      stdout = (stdout + chunk.toString()).slice(-keptStdoutLength);
    });
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-keptOutputLength);
    });
    child.on('error', (error) => resolve({ code: null, output: `${output}${error.message}`, stdout }));
    child.on('close', (code) => resolve({ code, output, stdout }));
  });
}

/**
 * The last line that says something: the line of a failure worth repeating to a person.
 * @param {string} output
 * @returns {string}
 */
export function lastLine(output) {
  return output.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
