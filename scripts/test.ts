import { join } from 'node:path';
import { asLine, clearReports, countAll, REPORT_FILES, REPORTS, writeChecks } from './reports.ts';
import { repository, run, say, tool } from './run.ts';

/** Runs a tool on this Node and answers whether it was content. */
async function passes(title: string, script: string, ...args: string[]): Promise<boolean> {
  say(`\n=== ${title} ===`);
  return (await run(process.execPath, [script, ...args])) === 0;
}

const tsc = tool('typescript/bin/tsc');

await clearReports();
await writeChecks([
  { name: 'typecheck of main', passed: await passes('Typecheck of main', tsc, '-p', 'tsconfig.node.json') },
  { name: 'typecheck of the page', passed: await passes('Typecheck of the page', tsc, '-p', 'tsconfig.web.json') },
  { name: 'lint', passed: await passes('Lint', tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings') },
]);
await passes(
  'Unit, contract and component tests',
  tool('vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(REPORTS, REPORT_FILES.vitest)}`,
);
await passes('End to end', join(repository, 'scripts/e2e.ts'));
await passes('Each part of the benchmark, at a tiny size', join(repository, 'scripts/bench.ts'), '--tiny');

const counts = await countAll();
say(`\n${asLine(counts)}`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
