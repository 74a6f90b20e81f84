import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { repository } from './run.ts';

export const REPORTS = join(repository, 'test-results');

/** The files that a whole run leaves; one that is missing means that its step did not run. */
export const REPORT_FILES = {
  checks: 'checks.json',
  vitest: 'vitest.json',
  e2e: 'e2e.json',
  bench: 'bench.json',
} as const;

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const ChecksReport = z.object({ checks: z.array(z.object({ name: z.string(), passed: z.boolean() })) });

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), skipped: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
});

/** Typecheck and lint, each as one test. */
export function countChecks(report: unknown): Counts {
  const { checks } = ChecksReport.parse(report);
  const passed = checks.filter((check) => check.passed).length;
  return { passed, failed: checks.length - passed, skipped: 0 };
}

/** A file that could not even be loaded has no tests, and counts as one that failed. */
export function countVitest(report: unknown): Counts {
  const found = VitestReport.parse(report);
  const unloaded = found.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: found.numPassedTests,
    failed: found.numFailedTests + unloaded.length,
    skipped: found.numPendingTests + found.numTodoTests,
  };
}

/** A flaky test passed at last, which is not good enough; an error outside of any test counts as a failed one. */
export function countPlaywright(report: unknown): Counts {
  const { stats, errors } = PlaywrightReport.parse(report);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

const BenchReport = z.object({
  measured: z.array(
    z.object({
      problem: z.string().optional(),
      figures: z.array(z.object({ verdict: z.object({ kind: z.enum(['pass', 'fail', 'skipped']) }) })),
    }),
  ),
});

/** Each part of the benchmark as one test of whether it works: no limit counts, and a part without any figure failed. */
export function countBench(report: unknown): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { problem, figures } of BenchReport.parse(report).measured) {
    if (problem !== undefined || figures.length === 0) counts.failed += 1;
    else if (figures.every(({ verdict }) => verdict.kind === 'skipped')) counts.skipped += 1;
    else counts.passed += 1;
  }
  return counts;
}

const COUNTERS: Readonly<Record<keyof typeof REPORT_FILES, (report: unknown) => Counts>> = {
  checks: countChecks,
  vitest: countVitest,
  e2e: countPlaywright,
  bench: countBench,
};

async function countFile(name: keyof typeof REPORT_FILES): Promise<Counts> {
  try {
    return COUNTERS[name](JSON.parse(await readFile(join(REPORTS, REPORT_FILES[name]), 'utf8')));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** All reports together. A report that is missing or cannot be read counts as one failed test. */
export async function countAll(): Promise<Counts> {
  const names = Object.keys(REPORT_FILES) as Array<keyof typeof REPORT_FILES>; // Object.keys forgets the names
  const all = await Promise.all(names.map(countFile));
  const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

export const asLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Takes the reports of an earlier run away. */
export async function clearReports(): Promise<void> {
  await rm(REPORTS, { recursive: true, force: true });
  await mkdir(REPORTS, { recursive: true });
}

export async function writeChecks(checks: ReadonlyArray<{ name: string; passed: boolean }>): Promise<void> {
  await writeFile(join(REPORTS, REPORT_FILES.checks), JSON.stringify({ checks }, null, 2));
}
