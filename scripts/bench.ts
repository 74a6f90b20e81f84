import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchOptions, Figure } from '../test/bench/figure.ts';
import { parts } from '../test/bench/parts.ts';
import { benchTable } from './benchTable.ts';
import { REPORT_FILES, REPORTS } from './reports.ts';
import { repository, say } from './run.ts';

const leastRuns = 5;

interface Measured {
  readonly part: string;
  readonly figures: readonly Figure[];
  /** What went wrong, so that it has no figures. */
  readonly problem?: string;
}

async function measure(part: string, options: BenchOptions): Promise<Measured> {
  try {
    const run = await parts[part]?.();
    return { part, figures: (await run?.(options)) ?? [] };
  } catch (thrown) {
    const problem = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    say(`${part} could not be measured: ${problem}`);
    return { part, figures: [], problem };
  }
}

/** Where the figures go: beside the table, or to the reports of a test run, which judges no limits. */
async function keep(measured: readonly Measured[], tiny: boolean): Promise<void> {
  const folder = tiny ? REPORTS : join(repository, 'bench-results');
  await mkdir(folder, { recursive: true });
  const computer = {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? '',
    platform: process.platform,
    node: process.version,
  };
  const text = JSON.stringify({ at: new Date().toISOString(), computer, measured }, null, 2);
  await writeFile(join(folder, tiny ? REPORT_FILES.bench : 'bench.json'), `${text}\n`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tiny: { type: 'boolean', default: false }, runs: { type: 'string', default: `${leastRuns}` } },
});
const asked = positionals.length === 0 ? Object.keys(parts) : positionals;
const unknown = asked.filter((part) => parts[part] === undefined);
if (unknown.length > 0) {
  say(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
const runs = values.tiny ? 1 : Math.max(leastRuns, Number.parseInt(values.runs, 10) || leastRuns);
const measured: Measured[] = [];
for (const part of asked) {
  measured.push(
    await measure(part, { size: values.tiny ? 'tiny' : 'full', runs, log: (line) => say(`${part}: ${line}`) }),
  );
}
await keep(measured, values.tiny);
const whole = measured.every(({ problem }) => problem === undefined);
if (values.tiny) {
  say(measured.map(({ part, problem }) => `${problem === undefined ? 'works' : 'FAILS'}  ${part}`).join('\n'));
  process.exit(whole ? 0 : 1);
}
process.stdout.write(`${benchTable(measured)}\n`);
const met = measured.every(({ figures }) => figures.every(({ verdict }) => verdict.kind !== 'fail'));
process.exit(whole && met ? 0 : 1);
