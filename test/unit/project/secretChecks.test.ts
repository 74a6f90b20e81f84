import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DocumentStore } from '../../../main/host.ts';
import { createInspector, type InspectorParts } from '../../../main/project/inspect.ts';
import type { Check, ProjectReport } from '../../../shared/project.ts';
import { memoryDocument } from '../../support/memoryDocument.ts';
import { noise, privateKey } from './madeUpSecrets.ts';
import { goodManifest, sandbox } from './sandbox.ts';
import { testProjects } from './testProjects.ts';

const setUp = (remember: DocumentStore = memoryDocument(), change: Partial<InspectorParts> = {}) => {
  const { projects, logged } = testProjects({
    remember,
    newInspector: (parts) => createInspector({ ...parts, ...change }),
  });
  const open = async (folder: string, origin: 'folder' | 'staged' = 'folder'): Promise<ProjectReport> =>
    projects.refresh((await projects.open(folder, origin)).projectId);
  return { projects, logged, open };
};

const secretsIn = (report: ProjectReport): Check[] => report.checks.filter(({ id }) => id.startsWith('secret:'));
const password = noise(24);
const withSecret = { 'elba.toml': goodManifest, '.env': `PASSWORD=${password}\n` };

const acceptIn = (report: ProjectReport): string => {
  for (const action of secretsIn(report).flatMap((check) => check.actions ?? [])) {
    if (action.kind === 'accept') return action.findingId;
  }
  throw new Error('there is nothing to accept');
};

describe('a secret', () => {
  test('blocks, is masked, and the two ways out are offered', async () => {
    const report = await setUp().open(await sandbox(withSecret));
    const [check] = secretsIn(report);
    expect(check).toMatchObject({
      severity: 'error',
      title: '.env looks like a secret',
      at: { file: '.env', line: 1 },
      excerpt: expect.stringContaining('PASSWORD='),
      actions: [
        { kind: 'edit', label: 'Exclude /.env', edit: { kind: 'exclude', pattern: '/.env' } },
        { kind: 'accept' },
      ],
    });
    expect(JSON.stringify(report)).not.toContain(password);
    expect(report.checks.map(({ id }) => id)).not.toContain('secrets.none');
  });

  test('is settled by leaving its file out', async () => {
    const { projects, open } = setUp();
    const { projectId } = await open(await sandbox(withSecret));
    const edit = { kind: 'exclude', pattern: '/.env' } as const;
    const { beforeSha256 } = await projects.previewEdit(projectId, edit);
    const after = await projects.applyEdit(projectId, edit, beforeSha256);
    expect(secretsIn(after)).toEqual([]);
    expect(after.checks.map(({ id }) => id)).toContain('secrets.none');
  });

  test('that is accepted stays in sight without blocking, also the next time, until it changes', async () => {
    const store = memoryDocument();
    const folder = await sandbox(withSecret);
    const first = setUp(store);
    const report = await first.open(folder);
    const accepted = await first.projects.acceptFinding(report.projectId, acceptIn(report));
    expect(secretsIn(accepted)).toMatchObject([{ severity: 'hint', actions: [{ kind: 'edit' }] }]);
    expect(secretsIn(await first.projects.refresh(report.projectId))).toMatchObject([{ severity: 'hint' }]);

    const second = setUp(store);
    const again = await second.open(folder);
    expect(secretsIn(again)).toMatchObject([{ severity: 'hint' }]);
    expect(JSON.stringify(store.read())).not.toContain(password);
    writeFileSync(join(folder, '.env'), `PASSWORD=${noise(24, 2)}\n`);
    expect(secretsIn(await second.projects.refresh(again.projectId))).toMatchObject([{ severity: 'error' }]);
  });

  test('is accepted for one project, not for another with the same file', async () => {
    const { projects, open } = setUp();
    const report = await open(await sandbox(withSecret));
    await projects.acceptFinding(report.projectId, acceptIn(report));
    expect(secretsIn(await open(await sandbox(withSecret)))).toMatchObject([{ severity: 'error' }]);
  });

  test('of a project without a name is accepted as long as it is open', async () => {
    const { projects, open } = setUp();
    const report = await open(await sandbox({ ...withSecret, 'elba.toml': '[package]\n' }), 'staged');
    const after = await projects.acceptFinding(report.projectId, acceptIn(report));
    expect(secretsIn(after)).toMatchObject([{ severity: 'hint' }]);
  });

  test('in elba.toml itself is not answered by leaving elba.toml out', async () => {
    const text = `${goodManifest}[scripts]\nsign = '''\n${privateKey()}'''\n`;
    const report = await setUp().open(await sandbox({ 'elba.toml': text }));
    expect(secretsIn(report)).toMatchObject([{ severity: 'error', actions: [{ kind: 'accept' }] }]);
  });
});

describe('the search', () => {
  test('that finds nothing says so', async () => {
    const report = await setUp().open(await sandbox({ 'elba.toml': goodManifest }));
    expect(report.checks).toContainEqual({
      id: 'secrets.none',
      severity: 'passed',
      title: 'No secrets found in the files',
    });
  });

  test('lists a hundred findings and counts the others, which block as well', async () => {
    const keys = Object.fromEntries(Array.from({ length: 103 }, (_, i) => [`k/${i}.pem`, privateKey()]));
    const report = await setUp().open(await sandbox({ 'elba.toml': goodManifest, ...keys }));
    expect(secretsIn(report)).toHaveLength(100);
    expect(report.checks).toContainEqual(
      expect.objectContaining({ id: 'secrets.more', severity: 'error', title: '3 more findings like these' }),
    );
  });

  test('that goes wrong does not look like one that found nothing, and quotes nothing in the log', async () => {
    const scanner = { scan: () => Promise.reject(new TypeError(`cannot read ${password}`)) };
    const { open, logged } = setUp(memoryDocument(), { scanner });
    const report = await open(await sandbox(withSecret));
    expect(report.checks).toContainEqual(expect.objectContaining({ id: 'secrets.failed', severity: 'warning' }));
    expect(report).not.toHaveProperty('pending');
    expect(report.checks.map(({ id }) => id)).not.toContain('secrets.none');
    expect(new Set(logged)).toEqual(new Set(['The search for secrets failed: TypeError']));
  });

  test('says which files it did not look at', async () => {
    const files = { 'elba.toml': goodManifest, 'big.txt': 'x'.repeat(1024 * 1024 + 1) };
    const report = await setUp().open(await sandbox(files));
    expect(report.checks).toContainEqual(
      expect.objectContaining({ id: 'secrets.too-large', title: 'big.txt was not searched for secrets' }),
    );
  });

  test('knows no finding that it did not tell of', async () => {
    const { projects, open } = setUp();
    const { projectId } = await open(await sandbox(withSecret));
    await expect(projects.acceptFinding(projectId, 'x')).rejects.toMatchObject({ error: { code: 'not_found' } });
  });

  test('forgets what was accepted when the list of projects is damaged', async () => {
    const { open } = setUp(memoryDocument({ recent: [], chosen: {}, secrets: { key: 'short', accepted: {} } }));
    expect(secretsIn(await open(await sandbox(withSecret)))).toMatchObject([{ severity: 'error' }]);
  });
});
