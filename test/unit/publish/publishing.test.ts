import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveBody } from '../../../main/api/body.ts';
import type { Client } from '../../../main/api/client.ts';
import type { LookInIndex } from '../../../main/api/seeVersion.ts';
import { currentSeal, type Seal } from '../../../main/archive/seal.ts';
import type { PublishingParts } from '../../../main/publish/parts.ts';
import { createPublishing } from '../../../main/publish/publishing.ts';
import { RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { sha256Of } from '../../support/hash.ts';
import { openProject } from '../../support/openProject.ts';
import {
  AWKWARD_TOKEN,
  type Bench,
  type BenchOptions,
  readyPacker,
  registryAt,
  startBench,
} from '../../support/writing.ts';

const BYTES = randomBytes(120_000);
const KEY = 'alice/pkg 1.0.0';
const LAB = RegistryId.parse('lab');
const ref = { group: 'alice', name: 'pkg' };

let lab: FaultyRegistry;
let others: FaultyRegistry[];
let benches: Bench[];

beforeEach(async () => {
  lab = await startFaultyRegistry({ tokens: [AWKWARD_TOKEN] });
  others = [];
  benches = [];
});
afterEach(async () => {
  for (const bench of benches) await bench.close();
  for (const one of [lab, ...others]) await one.close();
});

const another = async (options: Partial<Parameters<typeof startFaultyRegistry>[0]> = {}): Promise<FaultyRegistry> => {
  const one = await startFaultyRegistry({ tokens: [AWKWARD_TOKEN], ...options });
  others.push(one);
  return one;
};

async function workshop(options: Partial<BenchOptions> = {}, bytes = BYTES, more: Partial<PublishingParts> = {}) {
  const bench = await startBench({ registries: [registryAt(lab.url)], ...options });
  benches.push(bench);
  const project = await openProject(bench.folder);
  const publishing = createPublishing({
    ...bench.parts,
    projects: project.projects,
    packer: await readyPacker(bench.folder, bytes),
    archiveFolder: join(bench.folder, 'archives'),
    patience: { accepted: [0, 10], unclear: [0, 10, 20], partial: [0, 10], again: [0] },
    ...more,
  });
  const start = async (registryIds: RegistryId[] = [LAB], confirmation?: string) => {
    const { sha256 } = await publishing.prepare(project.id);
    return publishing.start({ projectId: project.id, archiveSha256: sha256, registryIds, confirmation });
  };
  const publish = async (registryIds?: RegistryId[], confirmation?: string) => {
    await start(registryIds, confirmation);
    await bench.jobs.idle();
    return bench.outcomes();
  };
  return { bench, project, publishing, start, publish };
}
const uploads = (registry: FaultyRegistry) => registry.requests.filter((seen) => seen.method === 'PUT');
const entries = (bench: Bench) => bench.journal.list({ offset: 0, limit: 100 }).entries;

describe('the reviewed archive', () => {
  test('is read once to know its bytes, however many registries it goes to', async () => {
    const other = await another();
    const registries = [registryAt(lab.url), registryAt(other.url, { id: RegistryId.parse('other') })];
    const read: string[] = [];
    const sealArchive = async (file: string, sha256: string): Promise<Seal> => {
      read.push(sha256);
      await using handle = await open(file);
      return currentSeal(handle);
    };
    const sent: ArchiveBody[] = [];
    const clientFor: PublishingParts['clientFor'] = (id) => {
      const client = bench.parts.clientFor(id);
      const publish: Client['publish'] = (request) => {
        sent.push(request.archive);
        return client.publish(request);
      };
      return { ...client, publish };
    };
    const { bench, publish } = await workshop({ registries }, BYTES, { sealArchive, clientFor });
    const outcomes = await publish(registries.map(({ id }) => id));
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(['published', 'published']);
    expect(read).toEqual([sha256Of(BYTES)]);
    // An upload of a file with its seal does not hash it.
    expect(sent.map(({ seal }) => typeof seal)).toEqual(['string', 'string']);
  });
});

describe('several registries', () => {
  const three = async (): Promise<{ registries: Registry[]; staging: FaultyRegistry; open: FaultyRegistry }> => {
    const staging = await another();
    const open = await another({ families: ['documented'], documented: { ...ref, version: '1.0.0' } });
    const registries = [
      registryAt(lab.url, { production: true }),
      registryAt(staging.url, { id: RegistryId.parse('staging'), name: 'Staging' }),
      registryAt(open.url, { id: RegistryId.parse('open'), name: 'Open' }),
    ];
    return { registries, staging, open };
  };

  test('each gets the same bytes, production last, and a refusal of one stops none', async () => {
    const { registries, staging, open } = await three();
    staging.scenario = {
      publish: {
        kind: 'answer',
        status: 400,
        body: '{"error":"no_permission","description":"You have no permission to create package under group `alice`"}',
      },
    };
    const { bench, publish, project } = await workshop({ registries });
    const outcomes = await publish(
      registries.map((one) => one.id),
      'alice/pkg',
    );
    expect(bench.job().targets.map((target) => target.id)).toEqual(['staging', 'open', 'lab']);
    expect(outcomes).toMatchObject([
      { kind: 'rejected', error: { code: 'group_taken' } },
      { kind: 'published' },
      { kind: 'published' },
    ]);
    expect(bench.job().steps.map((step) => step.label)).toEqual([
      'Upload to Staging',
      'Verify on Staging',
      'Upload to Open',
      'Verify on Open',
      'Upload to Lab',
      'Verify on Lab',
    ]);
    for (const registry of [open, lab]) expect(registry.store.versions.get(KEY)?.bytes.equals(BYTES)).toBe(true);
    expect(project.chosen).toEqual([['staging', 'open', 'lab']]);
    expect(bench.changed).toEqual(['open alice/pkg', 'lab alice/pkg']);
    expect(bench.tested).toEqual(['staging accepted', 'open accepted', 'lab accepted']);
  });

  test('where the settings stop at a rejection, what was chosen after it is not asked', async () => {
    const { registries, staging, open } = await three();
    staging.scenario = {
      publish: { kind: 'answer', status: 400, body: '{"error":"no_permission","description":"no"}' },
    };
    const { bench, publish } = await workshop({ registries }, BYTES, { goesOnAfterRejection: () => false });
    const outcomes = await publish(
      registries.map((one) => one.id),
      'alice/pkg',
    );
    const left = { kind: 'not_sent', error: { message: expect.stringContaining('Staging rejected it') } };
    expect(outcomes).toMatchObject([{ kind: 'rejected' }, left, left]);
    expect([...uploads(open), ...uploads(lab)]).toEqual([]);
    expect(
      bench
        .job()
        .steps.slice(2)
        .every(({ state }) => state === 'cancelled'),
    ).toBe(true);
  });

  test('one that cannot be reached, or without a token, is told apart from one that refuses', async () => {
    const gone = await another();
    const url = gone.url;
    await gone.close();
    others.pop();
    const registries = [
      registryAt(url, { id: RegistryId.parse('gone'), name: 'Gone' }),
      registryAt('http://registry.example', { id: RegistryId.parse('far'), name: 'Far' }),
    ];
    const { bench, publish } = await workshop({ registries });
    expect(await publish(registries.map((one) => one.id))).toMatchObject([
      { kind: 'not_sent', error: { code: 'unreachable' } },
      { kind: 'not_sent', error: { code: 'plain_http_refused' } },
    ]);
    expect(entries(bench)).toMatchObject([{ outcome: { kind: 'not_sent' } }, { outcome: { kind: 'not_sent' } }]);
    const without = await workshop({ token: null });
    expect(await without.publish()).toMatchObject([{ kind: 'not_sent', error: { code: 'token_missing' } }]);
    expect(uploads(lab)).toEqual([]);
  });

  test('writes to one registry never overlap, not even from two jobs', async () => {
    lab.scenario = { publish: [{ kind: 'slow', bytesPerSecond: 400_000 }] };
    const { bench, publishing, project, start } = await workshop();
    await start();
    const { sha256 } = await publishing.prepare(project.id);
    await publishing.start({ projectId: project.id, archiveSha256: sha256, registryIds: [LAB] });
    await bench.jobs.idle();
    expect(lab.mostWritesAtOnce()).toBe(1);
    expect(bench.jobs.list().map((job) => (job.kind === 'publish' ? job.targets[0]?.outcome?.kind : null))).toEqual([
      'published',
      'rejected',
    ]);
  });
});

describe('before anything is sent', () => {
  test('a production registry wants the name typed', async () => {
    const registries = [registryAt(lab.url, { production: true })];
    const { start } = await workshop({ registries });
    await expect(start()).rejects.toMatchObject({
      error: { code: 'invalid_input', message: expect.stringMatching(/Type alice\/pkg.*Lab/) },
    });
    await expect(start([LAB], 'alice/Pkg')).rejects.toMatchObject({ error: { code: 'invalid_input' } });
    expect(lab.requests).toEqual([]);
  });

  test('an error of the review stops everybody, or only the registries that it is about', async () => {
    const { start, publishing, project } = await workshop();
    const { sha256 } = await publishing.prepare(project.id);
    const begin = () => publishing.start({ projectId: project.id, archiveSha256: sha256, registryIds: [LAB] });
    project.say({ checks: [project.check({ registryIds: [LAB] })] });
    await expect(begin()).rejects.toMatchObject({ error: { code: 'checks_failed' } });
    project.say({
      checks: [project.check({ registryIds: [RegistryId.parse('another')] }), project.check({ severity: 'warning' })],
    });
    await begin();
    project.say({ checks: [project.check({})] });
    await expect(begin()).rejects.toMatchObject({ error: { code: 'checks_failed' } });
    await expect(start()).rejects.toMatchObject({ error: { code: 'checks_failed' } });
  });

  test('a folder that changed since the archive was built has to be reviewed again', async () => {
    const { publishing, project } = await workshop();
    const { sha256 } = await publishing.prepare(project.id);
    const begin = () => publishing.start({ projectId: project.id, archiveSha256: sha256, registryIds: [LAB] });
    project.say({ package: { ...ref, version: '1.0.1' } });
    await expect(begin()).rejects.toMatchObject({ error: { code: 'folder_changed' } });
    project.say({ package: { ...ref, version: '1.0.0' } });
    await project.touch();
    await expect(begin()).rejects.toMatchObject({ error: { code: 'folder_changed' } });
    expect(lab.requests).toEqual([]);
  });

  test('an archive that is gone, or another one, is not sent', async () => {
    const { publishing, project, bench } = await workshop();
    const other = { projectId: project.id, archiveSha256: sha256Of(Buffer.from('x')), registryIds: [LAB] };
    await expect(publishing.start(other)).rejects.toMatchObject({ error: { code: 'archive_missing' } });
    const { sha256 } = await publishing.prepare(project.id);
    await writeFile(join(bench.folder, 'archives', project.id, `${sha256}.tar.gz`), '');
    const begin = publishing.start({ ...other, archiveSha256: sha256 });
    await expect(begin).rejects.toMatchObject({ error: { code: 'archive_missing' } });
  });

  test('an archive that was changed behind our back never arrives', async () => {
    const { publishing, project, bench } = await workshop();
    const { sha256 } = await publishing.prepare(project.id);
    const file = join(bench.folder, 'archives', project.id, `${sha256}.tar.gz`);
    await writeFile(file, randomBytes(BYTES.length));
    await publishing.start({ projectId: project.id, archiveSha256: sha256, registryIds: [LAB] });
    await bench.jobs.idle();
    expect(bench.outcomes()).toMatchObject([{ kind: 'not_sent', error: { code: 'archive_missing' } }]);
    expect(lab.store.versions.size).toBe(0);
  });

  test('a journal that cannot be written keeps everything from being sent', async () => {
    const { bench, start, publishing } = await workshop();
    await bench.journal.close();
    await start();
    await bench.jobs.idle();
    expect(bench.outcomes()).toMatchObject([{ kind: 'not_sent', error: { code: 'disk_failed' } }]);
    expect(uploads(lab)).toEqual([]);
    expect(publishing).toBeDefined();
    benches.pop();
  });
});

describe('cancelling', () => {
  const BIG = randomBytes(16_000_000);

  test('before its turn sends nothing and is written down', async () => {
    lab.scenario = { publish: [{ kind: 'slow', bytesPerSecond: 400_000 }] };
    const { bench, start } = await workshop();
    await start();
    const second = await start();
    bench.jobs.cancel(second, LAB);
    await bench.jobs.idle();
    expect(bench.outcomes()).toMatchObject([{ kind: 'not_sent', error: { code: 'cancelled' } }]);
    expect(
      entries(bench)
        .map((entry) => entry.outcome?.kind)
        .sort(),
    ).toEqual(['not_sent', 'published']);
    expect(uploads(lab)).toHaveLength(1);
  });

  test('in the middle of the upload stores nothing, and says how far it came', async () => {
    lab.scenario = { publish: { kind: 'stall_at', byte: 1_000_000 } };
    const { bench, start } = await workshop({}, BIG);
    const id = await start();
    await expect.poll(() => bench.job().steps[0]?.done).toBeGreaterThan(500_000);
    bench.jobs.cancel(id);
    await bench.jobs.idle();
    expect(bench.job()).toMatchObject({ state: 'done', steps: [{ state: 'cancelled' }, { state: 'cancelled' }] });
    expect(bench.outcomes()).toMatchObject([
      {
        kind: 'not_sent',
        error: { code: 'cancelled' },
        evidence: [{ kind: 'sent', seen: expect.stringMatching(/ of 16\.0 MB sent, then it was cancelled/) }],
      },
    ]);
  });

  test('after the last byte left is looked up', async () => {
    lab.scenario = { publish: { kind: 'never_answers', commit: true } };
    const { bench, start } = await workshop();
    const id = await start();
    await expect.poll(() => lab.store.versions.size).toBe(1);
    bench.jobs.cancel(id);
    await bench.jobs.idle();
    expect(bench.outcomes()).toMatchObject([{ kind: 'published', confirmed: 'looked' }]);
  });
});

describe('an outcome that nobody knows', () => {
  const broken = { kind: 'answer', status: 502 } as const;
  const unknown = async (options: Partial<BenchOptions> = {}, commit = true) => {
    lab.scenario = { publish: { kind: 'reset', after: commit ? 'commit' : 'body' }, version: broken, versions: broken };
    const shop = await workshop(options);
    expect(await shop.publish()).toMatchObject([{ kind: 'unknown' }]);
    return shop;
  };

  test('is answered by looking again', async () => {
    const { bench, publishing } = await unknown();
    const [entry] = entries(bench);
    if (entry === undefined) throw new Error('nothing was written down');
    expect((await publishing.look(entry.id)).outcome?.kind).toBe('unknown');
    expect(bench.journal.unknownOutcomes()).toBe(1);
    lab.scenario = {};
    const looked = await publishing.look(entry.id);
    expect(looked.outcome).toMatchObject({
      kind: 'published',
      confirmed: 'looked',
      evidence: [{ kind: 'sent' }, { kind: 'metadata' }, { kind: 'download', proves: 'it is yours' }],
    });
    expect(bench.journal.unknownOutcomes()).toBe(0);
  });

  test('keeps the version from being sent there again', async () => {
    const { publish } = await unknown();
    expect(await publish()).toMatchObject([{ kind: 'not_sent', error: { code: 'outcome_unknown' } }]);
    expect(uploads(lab)).toHaveLength(1);
  });

  test('is settled first when the version is published again, and nothing is sent if it had arrived', async () => {
    const { bench, publish } = await unknown();
    lab.scenario = {};
    expect(await publish()).toMatchObject([{ kind: 'published', confirmed: 'looked' }]);
    expect(uploads(lab)).toHaveLength(1);
    expect(entries(bench)).toHaveLength(1);
    expect(bench.job().targets[0]?.entryId).toBe(entries(bench)[0]?.id);
  });

  test('is settled first, and the version is sent if it had not arrived', async () => {
    const { bench, publish } = await unknown({}, false);
    lab.scenario = {};
    expect(await publish()).toMatchObject([{ kind: 'published', confirmed: 'answer' }]);
    expect(entries(bench).map((entry) => entry.outcome?.kind)).toEqual(['published', 'not_sent']);
  });

  test('of somebody else’s archive says so', async () => {
    const { bench, publishing } = await unknown({}, false);
    const [entry] = entries(bench);
    if (entry === undefined) throw new Error('nothing was written down');
    lab.scenario = {};
    lab.store.versions.set(KEY, { bytes: Buffer.from('theirs'), yanked: false });
    expect((await publishing.look(entry.id)).outcome).toMatchObject({
      kind: 'rejected',
      error: {
        code: 'version_exists',
        message: expect.stringMatching(/Somebody else published alice\/pkg 1\.0\.0 on Lab/),
      },
    });
  });

  test('is remembered over a restart and still settled', async () => {
    const { bench } = await unknown();
    await bench.journal.close();
    lab.scenario = {};
    const again = await workshop({ journalFile: bench.journalFile });
    benches = [again.bench];
    await again.publishing.recover();
    expect(await again.publish()).toMatchObject([{ kind: 'published', confirmed: 'looked' }]);
    expect(uploads(lab)).toHaveLength(1);
  });
});

describe('a version that exists', () => {
  const taken = { kind: 'rejected', error: { code: 'version_exists' } };

  test('is refused when it was published before, also with the same bytes', async () => {
    const { publish } = await workshop();
    await publish();
    expect(await publish()).toMatchObject([taken]);
  });

  test('is our own if an earlier try that was given up for lost had the same bytes', async () => {
    lab.scenario = { publish: [{ kind: 'reset', after: 'commit' }] };
    lab.store.lag = 6;
    const { bench, publish } = await workshop();
    expect(await publish()).toMatchObject([{ kind: 'not_sent', error: { code: 'connection_lost' } }]);
    lab.store.lag = 0;
    expect(await publish()).toMatchObject([{ kind: 'published', confirmed: 'looked' }]);
    expect(bench.job().steps[1]?.detail).toMatch('earlier try');
  });

  test('is not ours if the bytes differ', async () => {
    lab.scenario = { publish: [{ kind: 'reset', after: 'body' }] };
    const { publish } = await workshop();
    expect(await publish()).toMatchObject([{ kind: 'not_sent' }]);
    lab.store.versions.set(KEY, { bytes: Buffer.from('theirs'), yanked: false });
    expect(await publish()).toMatchObject([taken]);
  });
});

describe('at the next start', () => {
  const killed = async (prepare: () => void, registries?: Registry[]) => {
    const first = await workshop();
    const entryId = await first.bench.journal.start({
      action: 'publish',
      registryId: LAB,
      registryName: 'Lab',
      package: ref,
      version: '1.0.0',
      sha256: sha256Of(BYTES),
      bytes: BYTES.length,
      request: 'PUT /x?token=••••',
    });
    await first.bench.journal.close();
    prepare();
    const next = await workshop({ journalFile: first.bench.journalFile, ...(registries && { registries }) });
    benches = [next.bench];
    await next.publishing.recover();
    return next.bench.journal.get(entryId);
  };

  test('a publish that had arrived is found', async () => {
    const entry = await killed(() => lab.store.versions.set(KEY, { bytes: BYTES, yanked: false }));
    expect(entry?.outcome).toMatchObject({ kind: 'published', confirmed: 'looked' });
    expect(entry?.endedAt).toBeDefined();
  });

  test('a publish that had not arrived is known not to be there', async () => {
    expect((await killed(() => {}))?.outcome).toMatchObject({
      kind: 'not_sent',
      error: { message: expect.stringMatching(/not on Lab.*safe to try again.*The program ended before/) },
    });
  });

  test('a publish to a registry that cannot be asked stays unknown', async () => {
    const down = () => {
      lab.scenario = { version: { kind: 'reset', after: 'nothing' }, versions: { kind: 'reset', after: 'nothing' } };
    };
    expect((await killed(down))?.outcome).toMatchObject({ kind: 'unknown', error: { code: 'outcome_unknown' } });
    expect((await killed(() => {}, []))?.outcome).toMatchObject({
      kind: 'unknown',
      error: { message: expect.stringMatching(/no longer in the list/) },
    });
  });

  test('archives of the last run are removed, and none that was built meanwhile', async () => {
    const { publishing, project, bench } = await workshop();
    const archives = join(bench.folder, 'archives');
    await mkdir(join(archives, 'project-of-yesterday'), { recursive: true });
    await writeFile(join(archives, 'project-of-yesterday', 'x.tar.gz'), 'x');
    const { sha256 } = await publishing.prepare(project.id);
    await publishing.recover();
    expect(await readdir(archives)).toEqual([project.id]);
    expect(await readdir(join(archives, project.id))).toEqual([`${sha256}.tar.gz`]);
  });
});

test('a program that is closed in the middle of a search leaves it to the next start', async () => {
  const closing = new AbortController();
  lab.scenario = { publish: { kind: 'never_answers', commit: true } };
  const { bench, start } = await workshop({ closing: closing.signal });
  await start();
  await expect.poll(() => lab.store.versions.size).toBe(1);
  closing.abort();
  bench.jobs.cancelAll();
  await bench.jobs.idle();
  expect(bench.outcomes()).toMatchObject([{ kind: 'unknown' }]);
  expect(bench.journal.unfinished()).toHaveLength(1);
});

describe('a registry that only has an index', () => {
  const documented = { ...ref, version: '1.0.0' };
  const shop = async (lookInIndex: LookInIndex) => {
    const open = await another({ families: ['documented'], documented });
    return { open, ...(await workshop({ registries: [registryAt(open.url)], lookInIndex })) };
  };

  test('is verified by the hash in its index', async () => {
    const { publish, bench } = await shop(async () => ({ found: true, yanked: false, sha256: sha256Of(BYTES) }));
    expect(await publish()).toMatchObject([
      { kind: 'published', confirmed: 'answer', evidence: [{ kind: 'index' }, { kind: 'index' }] },
    ]);
    expect(bench.job().steps[1]).toMatchObject({ state: 'done', detail: 'Listed, hash equal' });
  });

  test('is looked at there after it broke', async () => {
    const { publish, open } = await shop(async () => ({ found: false, yanked: false, sha256: null }));
    open.scenario = { publish: { kind: 'reset', after: 'body' } };
    expect(await publish()).toMatchObject([{ kind: 'not_sent', evidence: [{ kind: 'sent' }, { kind: 'index' }] }]);
  });

  test('that is not known here leaves a broken upload unknown', async () => {
    const { publish, open } = await shop(async () => null);
    open.scenario = { publish: { kind: 'reset', after: 'commit' } };
    expect(await publish()).toMatchObject([
      { kind: 'unknown', error: { message: expect.stringMatching(/no index here to look in/) } },
    ]);
  });
});
