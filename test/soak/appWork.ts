import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createApp } from '../../main/app.ts';
import { dispatch } from '../../main/dispatch.ts';
import { type CallInput, type CallName, type CallOutput, calls } from '../../shared/contract.ts';
import type { JobId, RegistryId } from '../../shared/ids.ts';
import { Job } from '../../shared/job.ts';
import { manifestOf } from '../support/sampleProject.ts';
import { testHost } from '../support/testHost.ts';
import type { Allowed, Sample } from './samples.ts';

/** How much is done in a whole run. */
export interface AppWork {
  readonly rounds: number;
  readonly publishesInRound: number;
  readonly yanksInRound: number;
}

/**
 * In the last half of a whole run 250 publishes and 2,500 yanks are added, and the program keeps a row of each in memory: what the
 * activity log, the registry and its index know of them. Anything beyond that is a leak.
 */
export const allowedOfApp: Allowed = { 'heap MB': 8, 'memory MB': 40, handles: 2, 'files beside data': 2 };

const name = { group: 'alice', name: 'soak' };

setFlagsFromString('--expose-gc');
// The flag shows only in contexts that are made after it.
const collectGarbage: () => void = runInNewContext('gc');

const startDriver = async (dataFolder: string) => {
  const app = await createApp({ ...testHost({ dataFolder, homeFolder: dataFolder }), log: () => undefined });
  const waiting = new Map<JobId, (job: Job) => void>();
  app.onEvent((event, payload) => {
    if (event !== 'jobs.changed') return;
    const job = Job.parse(payload);
    if (job.state === 'running') return;
    waiting.get(job.id)?.(job);
    waiting.delete(job.id);
  });
  const call = async <N extends CallName>(called: N, input: CallInput<N>): Promise<CallOutput<N>> => {
    const result = await dispatch(app, called, input);
    if (!result.ok) throw new Error(`${called}: ${result.error.message}`);
    // The schema of the call gives exactly its output; TypeScript cannot follow the link by the name.
    return calls[called].output.parse(result.value) as CallOutput<typeof called>;
  };
  /** Starts a job and waits until all of its targets are what they should be. */
  const run = async (start: () => Promise<JobId>): Promise<void> => {
    const id = await start();
    const job = await new Promise<Job>((done) => waiting.set(id, done));
    if (job.state !== 'done') throw new Error(`${job.title} ended as ${job.state}.`);
  };
  return { app, call, run };
};

type Driver = Awaited<ReturnType<typeof startDriver>>;

const publish = async (
  { call, run }: Driver,
  project: string,
  registryId: RegistryId,
  version: string,
): Promise<void> => {
  await writeFile(join(project, 'elba.toml'), manifestOf(`${name.group}/${name.name}`, version));
  const { projectId } = await call('projects.open', { kind: 'path', path: project });
  const { sha256: archiveSha256 } = await call('publish.prepare', { projectId });
  await run(() => call('publish.start', { projectId, archiveSha256, registryIds: [registryId] }));
  await call('projects.close', { projectId });
};

const countFiles = async (dataFolder: string): Promise<number> => {
  const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true });
  const isData = (path: string): boolean => /^local-registry\/(?:archives|index)\//.test(path);
  return entries.filter((entry) => entry.isFile() && !isData(`${relative(dataFolder, entry.parentPath)}/`)).length;
};

const countHandles = async (): Promise<number> =>
  readdir('/proc/self/fd').then(
    (open) => open.length,
    () => process.getActiveResourcesInfo().length,
  );

const takeSample = async (done: number, dataFolder: string): Promise<Sample> => {
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    done,
    values: {
      'heap MB': (heapUsed + external) / 1e6,
      'memory MB': rss / 1e6,
      handles: await countHandles(),
      'files beside data': await countFiles(dataFolder),
    },
  };
};

/** Publishes, yanks and refreshes in rounds, and looks at what the program holds after each. */
export const workInApp = async (
  folder: string,
  work: AppWork,
  log: (line: string) => void,
): Promise<readonly Sample[]> => {
  const dataFolder = join(folder, 'data');
  const project = join(folder, 'project');
  await mkdir(dataFolder);
  await mkdir(join(project, 'src'), { recursive: true });
  await writeFile(join(project, 'src', 'Pretty.idr'), 'module Pretty\n');
  await writeFile(join(project, 'README.md'), '# Soak\n');
  const driver = await startDriver(dataFolder);
  try {
    const { registryId } = await driver.call('localRegistry.start', undefined);
    if (registryId === undefined) throw new Error('The local registry is not in the list.');
    const samples: Sample[] = [];
    const versions: string[] = [];
    let yanked = false;
    for (let round = 0; round < work.rounds; round++) {
      for (let at = 0; at < work.publishesInRound; at++) {
        const version = `1.${round}.${at}`;
        await publish(driver, project, registryId, version);
        versions.push(version);
      }
      for (let left = work.yanksInRound; left > 0; ) {
        yanked = !yanked;
        const some = versions.slice(0, left);
        await driver.run(() =>
          driver.call('versions.yank', {
            registryId,
            package: name,
            versions: some,
            yanked,
            confirmation: 'alice/soak',
          }),
        );
        left -= some.length;
      }
      await driver.call('catalog.refresh', { registryId });
      samples.push(await takeSample((round + 1) / work.rounds, dataFolder));
      if (round % 10 === 9) log(`Round ${round + 1} of ${work.rounds}`);
    }
    return samples;
  } finally {
    await driver.app.close();
  }
};
