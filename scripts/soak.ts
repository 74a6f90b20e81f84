import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allowedOfApp, workInApp } from '../test/soak/appWork.ts';
import { allowedOfPage, workInPage } from '../test/soak/pageWork.ts';
import { type Allowed, asCsv, asSvg, growthOf, type Sample } from '../test/soak/samples.ts';
import { ensureBuilt } from './build.ts';
import { repository, say } from './run.ts';

/** An hour's worth of work, and then some. */
const whole = { rounds: 100, publishesInRound: 5, yanksInRound: 50, switches: 1000 };

const results = join(repository, 'bench-results');

/** Keeps the curves, prints what grew, and answers whether nothing grew beyond what it may. */
async function judge(part: string, samples: readonly Sample[], allowed: Allowed): Promise<boolean> {
  await mkdir(results, { recursive: true });
  await writeFile(join(results, `soak-${part}.csv`), asCsv(samples));
  await writeFile(join(results, `soak-${part}.svg`), asSvg(samples));
  const growth = growthOf(samples, allowed);
  for (const { name, from, to, allowed: most, isSteady } of growth) {
    const verdict = isSteady ? 'steady' : 'GROWS';
    process.stdout.write(
      `${part.padEnd(6)}${name.padEnd(20)}${from.toFixed(1).padStart(9)} → ${to.toFixed(1).padStart(9)}   at most +${most}   ${verdict}\n`,
    );
  }
  return growth.every(({ isSteady }) => isSteady);
}

const { values } = parseArgs({
  options: { share: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
});
const share = Math.min(1, Math.max(0.01, Number(values.share) || 1));
if (!(await ensureBuilt())) process.exit(1);
const folder = await mkdtemp(join(tmpdir(), 'soak-'));

async function app(): Promise<boolean> {
  const rounds = Math.max(8, Math.round(whole.rounds * share));
  say(
    `${rounds} rounds of ${whole.publishesInRound} publishes, ${whole.yanksInRound} yanks and a refresh of the index`,
  );
  return judge('app', await workInApp(folder, { ...whole, rounds }, say), allowedOfApp);
}

async function page(): Promise<boolean> {
  const switches = Math.round(whole.switches * share);
  say(`${switches} page switches`);
  const samples = await workInPage(folder, switches, say);
  if (samples !== null) return judge('page', samples, allowedOfPage);
  say('Skipped: there is no Chrome or Chromium here.');
  return true;
}

try {
  const steady = [values.only === 'page' || (await app()), values.only === 'app' || (await page())];
  process.exitCode = steady.every(Boolean) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
