// `npm test`: typecheck, lint, unit tests, build, end-to-end tests on the real app. All steps run even when one fails.
// The last line is the sum over all of them. `--only unit,e2e` runs some of them.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { waitForChild } from './child-process.mjs';
import { startDisplay } from './display.mjs';
import { resolveElectron } from './electron-runtime/index.mjs';
import { repositoryRoot } from './paths.mjs';
import { ensureSystemPackages, hasDisplay } from './system-packages.mjs';
import { ensureTestPackages } from './test-packages.mjs';
import { closingLine, countCommand, countPlaywright, countUnit, sumCounts } from './test-summary.mjs';
import { tool, toolEnvironment } from './toolchain.mjs';
import { runMain, UserError } from './user-error.mjs';

/**
 * @typedef {import('./test-summary.mjs').Counts} Counts
 * @typedef {{ step: string, counts: Counts, wallMs: number }} StepResult
 */

/** No runner may hang for ever; it is ended by its pid. */
const runnerTimeoutMs = 10 * 60 * 1000;
/** The campus starts some forty processes in the unit tests; each loads the same TypeScript. */
const compileCache = path.join(repositoryRoot, 'node_modules/.cache/node-compile');
const resultsFolder = path.join(repositoryRoot, 'test-results');

/** @type {Record<string, (earlier: readonly StepResult[]) => Promise<Counts>>} */
const steps = {
  typecheck: async () => {
    const app = await runTool(tool('typescript', 'tsc'), ['--noEmit']);
    const scripts = await runTool(tool('typescript', 'tsc'), ['--noEmit', '-p', 'scripts']);
    return countCommand(app || scripts);
  },
  lint: async () => countCommand(await runTool(tool('oxlint'), ['--type-aware', '--deny-warnings'])),
  unit: runUnit,
  build: async () => countCommand(await runTool(tool('electron-vite'), ['build', '--logLevel', 'warn'])),
  e2e: runEndToEnd,
};

/** @returns {Promise<Counts>} */
async function runUnit() {
  const file = freshReport('unit.json');
  const reporters = ['--reporter=default', `--reporter=${path.join(repositoryRoot, 'scripts/unit-reporter.mjs')}`];
  const code = await runTool(tool('vitest'), ['run', ...reporters, '--exclude', 'e2e/**'], { ROLLCALL_UNIT_REPORT: file, NODE_COMPILE_CACHE: compileCache });
  return countUnit(readReport(file), code);
}

/**
 * @param {readonly StepResult[]} earlier
 * @returns {Promise<Counts>}
 */
async function runEndToEnd(earlier) {
  const build = earlier.find(({ step }) => step === 'build');
  if (build && build.counts.failed > 0) throw new UserError('Not run, because the build failed.');
  if (!build) await ensureBuilt(console.log);
  const runtime = await prepareRuntime();
  console.log(`Electron ${runtime.version} (${runtime.source})`);
  const file = freshReport('e2e.json');
  const display = hasDisplay(process.env) ? undefined : await startDisplay({ env: process.env });
  try {
    const code = await runTool(tool('@playwright/test', 'playwright'), ['test', '--reporter=list,json'], {
      ...display?.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      ROLLCALL_ELECTRON: runtime.executable,
      ROLLCALL_ELECTRON_ARGS: JSON.stringify(runtime.args),
    });
    return countPlaywright(readReport(file), code);
  } finally {
    await display?.stop();
  }
}

/** @type {Promise<import('./electron-runtime/index.mjs').ElectronRuntime> | undefined} */
let prepared;

/**
 * Gets Electron and the system's packages, once. Before the unit tests, some of which need them too.
 * @returns {Promise<import('./electron-runtime/index.mjs').ElectronRuntime>} rejects with a UserError
 */
function prepareRuntime() {
  prepared ??= resolveElectron({ env: process.env, log: console.log }).then(async (runtime) => {
    await ensureSystemPackages({ executable: runtime.executable, env: process.env, log: console.log });
    return runtime;
  });
  return prepared;
}

/**
 * @param {{ command: string, prefix: string[] }} runner
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [extraEnv]
 * @returns {Promise<number>} exit code; rejects with a UserError when a person interrupted it
 */
async function runTool({ command, prefix }, args, extraEnv = {}) {
  // Its own process group, so that what a hanging runner started ends with it.
  const child = spawn(command, [...prefix, ...args], {
    cwd: repositoryRoot,
    env: { ...toolEnvironment(process.env), ...extraEnv },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  const { code, interrupted, timedOut } = await waitForChild(child, { group: true, timeoutMs: runnerTimeoutMs });
  if (interrupted) throw new Interrupted();
  if (timedOut) console.log(`Ended after ${runnerTimeoutMs / 60_000} minutes without a result.`);
  return timedOut && code === 0 ? 1 : code;
}

class Interrupted extends Error {}

/**
 * @param {string} name
 * @returns {string} the path of a report that does not exist yet
 */
function freshReport(name) {
  const file = path.join(resultsFolder, name);
  mkdirSync(resultsFolder, { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/**
 * @param {string} file
 * @returns {any} undefined when the runner left none, or half of one
 */
function readReport(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {readonly string[]} argv
 * @returns {string[]} step names in their order
 */
function chosenSteps(argv) {
  const names = Object.keys(steps);
  if (argv.length === 0) return names;
  const wanted = argv[0] === '--only' && argv.length === 2 ? (argv[1] ?? '').split(',') : [];
  if (wanted.length === 0 || wanted.some((name) => !names.includes(name))) {
    throw new UserError(`npm test -- --only ${names.join(',')}   (one of them, or some)`, 2);
  }
  return names.filter((name) => wanted.includes(name));
}

/**
 * @param {string} step
 * @param {readonly StepResult[]} earlier
 * @returns {Promise<StepResult>}
 */
async function runStep(step, earlier) {
  console.log(`\n--- ${step}`);
  const startedMs = performance.now();
  const counts = await steps[step]?.(earlier).catch((/** @type {unknown} */ error) => {
    if (error instanceof Interrupted) throw error;
    console.log(error instanceof UserError ? error.message : error);
    return countCommand(1);
  });
  return { step, counts: counts ?? countCommand(1), wallMs: performance.now() - startedMs };
}

/** @param {readonly StepResult[]} results */
function printSummary(results) {
  console.log('\n--- summary');
  for (const { step, counts, wallMs } of results) {
    console.log(`${step.padEnd(10)} ${`${(wallMs / 1000).toFixed(1)} s`.padStart(8)}   ${closingLine(counts)}`);
  }
  for (const { step, counts } of results) {
    for (const { title, reason } of counts.skipped) console.log(`skipped in ${step}: ${title}: ${reason}`);
  }
}

/** @returns {Promise<number>} */
async function main() {
  /** @type {StepResult[]} */
  const results = [];
  const chosen = chosenSteps(process.argv.slice(2));
  if (chosen.includes('unit') || chosen.includes('e2e')) {
    console.log('--- setup');
    await prepareRuntime().catch((/** @type {unknown} */ error) => console.log(error instanceof UserError ? error.message : error));
    await ensureTestPackages({ env: process.env, log: console.log });
  }
  try {
    for (const step of chosen) results.push(await runStep(step, results));
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    throw new UserError('Interrupted.', 130);
  }
  printSummary(results);
  const sum = sumCounts(results.map(({ counts }) => counts));
  console.log(`\n${closingLine(sum)}`);
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

await runMain(main);
