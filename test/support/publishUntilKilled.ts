import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createPublishing, type Publishing } from '../../main/publish/publishing.ts';
import { RegistryId } from '../../shared/ids.ts';
import { openProject } from './openProject.ts';
import { type Bench, readyPacker, registryAt, startBench } from './writing.ts';

/** One publish that somebody kills: what the killed program and its successor have to agree on. */
export interface Doomed {
  readonly url: string;
  /** Holds the journal, the archives and the project. */
  readonly folder: string;
  readonly seed: number;
  readonly bytes: number;
  /** How long the disk lets the journal wait for the row before an upload. */
  readonly diskMs: number;
}

/** The archive that is sent, the same in every process. */
export const archiveOf = ({ seed, bytes }: Pick<Doomed, 'seed' | 'bytes'>): Buffer =>
  Buffer.alloc(bytes, `archive of publish ${seed}, `);

/** Starts a program over the folder of the publish, as a restart does: the same journal, nothing else remembered. */
export async function startProgram(doomed: Doomed, archive: Buffer = Buffer.alloc(0)) {
  const bench: Bench = await startBench({
    registries: [registryAt(doomed.url)],
    journalFile: join(doomed.folder, 'activity.jsonl'),
  });
  const project = await openProject(bench.folder);
  const publishing: Publishing = createPublishing({
    ...bench.parts,
    journal: {
      ...bench.journal,
      async start(entry) {
        await wait(doomed.diskMs);
        return bench.journal.start(entry);
      },
    },
    projects: project.projects,
    packer: await readyPacker(bench.folder, archive),
    archiveFolder: join(doomed.folder, 'archives'),
    patience: { accepted: [0, 5], unclear: [0, 5, 10], partial: [0, 5], again: [0] },
  });
  return { bench, project, publishing };
}

/** Publishes, says `ready` before and `done` after, and then waits to be killed. */
async function publish(doomed: Doomed): Promise<void> {
  const { bench, project, publishing } = await startProgram(doomed, archiveOf(doomed));
  process.stdout.write('ready\n');
  const { sha256 } = await publishing.prepare(project.id);
  await publishing.start({ projectId: project.id, archiveSha256: sha256, registryIds: [RegistryId.parse('lab')] });
  await bench.jobs.idle();
  process.stdout.write('done\n');
}

if (import.meta.main) {
  // Whoever started this holds its standard input; without them nothing is left running.
  process.stdin.on('end', () => process.exit(1)).resume();
  const [, , text = ''] = process.argv;
  // Written by the test beside it.
  await publish(JSON.parse(text) as Doomed);
}
