import { describe, expect, it } from 'vitest';
import { asLine, countBench, countChecks, countPlaywright, countVitest } from '../../scripts/reports.ts';

describe('the counts of a test run', () => {
  it('take typecheck and lint as tests', () => {
    const checks = [
      { name: 'typecheck', passed: true },
      { name: 'lint', passed: false },
    ];
    expect(countChecks({ checks })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('count a file that could not be loaded as a failure, though no test of it ran', () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'passed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 7, failed: 2, skipped: 3 });
  });

  it('count a flaky test and an error outside of the tests as failures', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{ message: 'x' }] };
    expect(countPlaywright(report)).toEqual({ passed: 5, failed: 3, skipped: 2 });
  });

  it('take each part of the benchmark as a test of whether it works, whatever its limits say', () => {
    const figure = (kind: string) => ({ verdict: { kind } });
    const measured = [
      { figures: [figure('fail'), figure('skipped')] },
      { figures: [figure('skipped')] },
      { figures: [] },
      { figures: [], problem: 'Error' },
    ];
    expect(countBench({ measured })).toEqual({ passed: 1, failed: 2, skipped: 1 });
  });

  it('end in one line', () => {
    expect(asLine({ passed: 12, failed: 0, skipped: 3 })).toBe('12 passed, 0 failed, 3 skipped');
  });
});
