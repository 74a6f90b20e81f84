import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import * as z from 'zod';
import { ensureBuilt } from './build.ts';
import { unknownFuses } from './electronFuses.ts';
import { repository, run, say, tool } from './run.ts';
import { thirdPartyLicences } from './thirdPartyLicences.ts';

const Configuration = z.looseObject({ electronFuses: z.record(z.string(), z.boolean()) });

/**
 * The configuration for an Electron distribution that lies on this computer: its version, and no fuse that this version does not have,
 * which electron-builder would refuse.
 */
async function configurationFor(distribution: string): Promise<Record<string, unknown>> {
  const text = await readFile(join(repository, 'electron-builder.yml'), 'utf8');
  const configuration = Configuration.parse(parse(text));
  const version = (await readFile(join(distribution, 'version'), 'utf8')).trim().replace(/^v/, '');
  const fuses = { ...configuration.electronFuses };
  const unknown = await unknownFuses(join(distribution, 'electron'), Object.keys(fuses));
  for (const name of unknown) delete fuses[name];
  if (unknown.length > 0)
    say(`Electron ${version} does not have these fuses, so they are not set: ${unknown.join(', ')}.`);
  return { ...configuration, electronDist: distribution, electronVersion: version, electronFuses: fuses };
}

async function packageProgram(args: readonly string[]): Promise<number> {
  const out = join(repository, 'out');
  await writeFile(join(out, 'third-party-licences.txt'), await thirdPartyLicences(out));
  const builder = [tool('electron-builder/cli.js'), ...args];
  const distribution = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (distribution === undefined || distribution === '') return run(process.execPath, builder);
  const folder = await mkdtemp(join(tmpdir(), 'packaging-'));
  try {
    const file = join(folder, 'electron-builder.yml');
    await writeFile(file, stringify(await configurationFor(distribution)));
    return await run(process.execPath, [...builder, '--config', file]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (!(await ensureBuilt())) {
  say('The program could not be built, so there is nothing to package.');
  process.exit(1);
}
process.exit(await packageProgram(process.argv.slice(2)));
