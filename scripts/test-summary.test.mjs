import { expect, test } from 'vitest';
import { closingLine, countCommand, countPlaywright, countUnit, sumCounts } from './test-summary.mjs';

const unit = { passed: 3, failed: 0, skipped: [], unhandledErrors: 0 };

/** @param {string} status @param {import('./test-summary.mjs').Annotation[]} [annotations] */
const spec = (status, annotations = []) => ({ title: status, tests: [{ status, annotations }] });

test('the closing line names skipped tests only where there are some', () => {
  expect(closingLine({ passed: 5, failed: 0, skipped: [] })).toBe('5 passed, 0 failed');
  expect(closingLine({ passed: 5, failed: 2, skipped: [{ title: 'a', reason: 'b' }] })).toBe('5 passed, 2 failed, 1 skipped');
});

test('sums over all runners', () => {
  const sum = sumCounts([countCommand(0), countCommand(1), countUnit({ ...unit, skipped: [{ title: 'a', reason: '' }] }, 0)]);
  expect(sum).toEqual({ passed: 4, failed: 1, skipped: [{ title: 'a', reason: 'no reason given' }] });
});

test('a runner that leaves no report is one failure', () => {
  expect(countUnit(undefined, 0).failed).toBe(1);
  expect(countPlaywright(undefined, 0).failed).toBe(1);
});

test('a runner that ran nothing is one failure, also when it only skipped', () => {
  expect(countUnit({ ...unit, passed: 0 }, 0).failed).toBe(1);
  expect(countPlaywright({ suites: [] }, 0).failed).toBe(1);
  expect(countPlaywright({ suites: [{ title: 'a', specs: [spec('skipped')] }] }, 0).failed).toBe(1);
});

test('a runner that fails after all its tests passed is one failure', () => {
  expect(countUnit(unit, 1)).toEqual({ passed: 3, failed: 1, skipped: [] });
  expect(countUnit({ ...unit, failed: 2 }, 1).failed).toBe(2);
});

test('an error outside of any test counts', () => {
  expect(countUnit({ ...unit, unhandledErrors: 1 }, 1).failed).toBe(1);
  expect(countPlaywright({ errors: [{ message: 'cannot load' }] }, 1)).toEqual({ passed: 0, failed: 1, skipped: [] });
});

test('Playwright: a test that was interrupted failed', () => {
  const tests = [{ status: 'skipped', results: [{ status: 'interrupted' }] }];
  expect(countPlaywright({ suites: [{ title: 'a', specs: [{ title: 'hangs', tests }] }] }, 130)).toEqual({ passed: 0, failed: 1, skipped: [] });
});

test('Playwright: nested suites, every status, the reason of a skip', () => {
  const report = {
    suites: [
      {
        title: 'app.spec.ts',
        specs: [spec('expected'), spec('unexpected'), spec('flaky')],
        suites: [
          {
            title: 'overview',
            specs: [spec('expected'), spec('skipped', [{ type: 'slow' }, { type: 'skip', description: 'needs a keyring' }])],
          },
        ],
      },
    ],
  };
  expect(countPlaywright(report, 1)).toEqual({
    passed: 2,
    failed: 2,
    skipped: [{ title: 'app.spec.ts > overview > skipped', reason: 'needs a keyring' }],
  });
});
