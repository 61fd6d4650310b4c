import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A Vitest reporter that writes what test-summary.mjs needs. Vitest's own json reporter leaves out why a test was
 * skipped, and errors outside of tests.
 * The file's name comes in ROLLCALL_UNIT_REPORT.
 */
// oxlint-disable-next-line import/no-default-export -- Vitest loads it that way
export default class UnitReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} testModules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(testModules, unhandledErrors) {
    const file = process.env.ROLLCALL_UNIT_REPORT;
    if (!file) return;
    /** @type {import('./test-summary.mjs').UnitReport} */
    const report = { passed: 0, failed: 0, skipped: [], unhandledErrors: unhandledErrors.length };
    for (const testModule of testModules) addModule(testModule, report);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(report));
  }
}

/**
 * @param {import('vitest/node').TestModule} testModule
 * @param {import('./test-summary.mjs').UnitReport} report is added to
 */
function addModule(testModule, report) {
  const failedBefore = report.failed;
  for (const test of testModule.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') report.passed += 1;
    else if (result.state === 'failed') report.failed += 1;
    else if (result.state === 'skipped') report.skipped.push({ title: test.fullName, reason: result.note ?? '' });
    else report.failed += 1; // pending: it never ended
  }
  // A file that could not be loaded, or a hook that failed, has no failed test to show for it.
  if (!testModule.ok() && report.failed === failedBefore) report.failed += 1;
}
