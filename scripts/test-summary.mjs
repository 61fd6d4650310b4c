/**
 * Sums what several test runners did into one line. Pure: reports come in as parsed JSON.
 *
 * @typedef {{ title: string, reason: string }} SkippedTest
 * @typedef {{ passed: number, failed: number, skipped: SkippedTest[] }} Counts
 * @typedef {{ passed: number, failed: number, skipped: SkippedTest[], unhandledErrors: number }} UnitReport what
 *   unit-reporter.mjs writes
 * @typedef {{ type: string, description?: string }} Annotation
 * @typedef {{ status: string, annotations?: Annotation[], results?: { status?: string }[] }} PlaywrightTest
 * @typedef {{ title: string, specs?: { title: string, tests: PlaywrightTest[] }[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 * @typedef {{ suites?: PlaywrightSuite[], errors?: unknown[] }} PlaywrightReport what Playwright's json reporter writes
 */

const noReason = 'no reason given';

/**
 * A step that is one thing: typecheck, lint, build.
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countCommand(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] };
}

/**
 * @param {UnitReport | undefined} report undefined when the runner left none
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countUnit(report, exitCode) {
  if (report === undefined) return crashed();
  const skipped = report.skipped.map(({ title, reason }) => ({ title, reason: reason || noReason }));
  return honest({ passed: report.passed, failed: report.failed + report.unhandledErrors, skipped }, exitCode);
}

/**
 * @param {PlaywrightReport | undefined} report undefined when the runner left none
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countPlaywright(report, exitCode) {
  if (report === undefined) return crashed();
  /** @type {Counts} */
  const counts = { passed: 0, failed: report.errors?.length ?? 0, skipped: [] };
  for (const suite of report.suites ?? []) addSuite(suite, [], counts);
  return honest(counts, exitCode);
}

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sumCounts(all) {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
}

/**
 * @param {Counts} counts
 * @returns {string} "12 passed, 0 failed", with ", 1 skipped" only where something was
 */
export function closingLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped.length > 0 ? `${line}, ${skipped.length} skipped` : line;
}

/** @returns {Counts} of a runner that left no report */
function crashed() {
  return { passed: 0, failed: 1, skipped: [] };
}

/**
 * A runner that failed for another reason than a test, or that ran nothing, is one failure: it must not look like success.
 * @param {Counts} counts
 * @param {number} exitCode
 * @returns {Counts}
 */
function honest(counts, exitCode) {
  const ranNothing = counts.passed + counts.failed === 0;
  const failedOtherwise = exitCode !== 0 && counts.failed === 0;
  return ranNothing || failedOtherwise ? { ...counts, failed: counts.failed + 1 } : counts;
}

/**
 * @param {PlaywrightSuite} suite
 * @param {readonly string[]} path titles above it
 * @param {Counts} counts is added to
 */
function addSuite(suite, path, counts) {
  const titles = [...path, suite.title];
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) addTest(test, [...titles, spec.title].filter(Boolean).join(' > '), counts);
  }
  for (const inner of suite.suites ?? []) addSuite(inner, titles, counts);
}

/**
 * @param {PlaywrightTest} test
 * @param {string} title
 * @param {Counts} counts is added to
 */
function addTest(test, title, counts) {
  // A test that ran when the runner was told to end is reported as skipped, too.
  const interrupted = test.results?.some(({ status }) => status === 'interrupted') ?? false;
  if (interrupted) counts.failed += 1;
  else if (test.status === 'skipped') {
    const reasons = (test.annotations ?? []).filter(({ type }) => type === 'skip' || type === 'fixme');
    counts.skipped.push({ title, reason: reasons.map(({ description }) => description).find(Boolean) ?? noReason });
  } else if (test.status === 'expected') counts.passed += 1;
  else counts.failed += 1; // unexpected, and flaky: it did fail
}
