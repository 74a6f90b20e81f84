import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CheckAction } from '../../shared/edit.ts';
import type { ProjectId } from '../../shared/ids.ts';
import { ProjectReport } from '../../shared/project.ts';
import { startTestApp, type TestApp } from '../support/testHost.ts';

let base: string;
let app: TestApp;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'app-review-'));
  await mkdir(join(base, 'data'));
  app = await startTestApp({ dataFolder: join(base, 'data') });
});
afterEach(async () => {
  await app.close();
  await rm(base, { recursive: true, force: true });
});

const password = 'correct-horse-battery';
const manifest = '[package]\nname = "alice/json"\nversion = "1.0.0"\nauthors = ["Alice"]\nlicence = "MIT" # mine\n';

async function write(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(base, 'json');
  await mkdir(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  return folder;
}

const open = async (folder: string): Promise<ProjectId> =>
  (await app.call('projects.open', { kind: 'path', path: folder })).projectId;

/** The last report that was told without being asked for. */
function told(projectId: ProjectId): ProjectReport | undefined {
  const heard = app.heard.filter(({ name }) => name === 'project.changed');
  return heard.map(({ payload }) => ProjectReport.parse(payload)).findLast((report) => report.projectId === projectId);
}

const problems = (report: ProjectReport | undefined): string[] =>
  (report?.checks ?? []).filter(({ severity }) => severity === 'error' || severity === 'warning').map(({ id }) => id);

const actionOf = (report: ProjectReport, kind: CheckAction['kind'], id: string): CheckAction => {
  const check = report.checks.find((one) => one.id.startsWith(id));
  const action = check?.actions?.find((one) => one.kind === kind);
  if (action === undefined) throw new Error(`${id} offers no ${kind}`);
  return action;
};

async function edit(projectId: ProjectId, action: CheckAction): Promise<ProjectReport> {
  if (action.kind !== 'edit') throw new Error('this is no edit');
  const { beforeSha256 } = await app.call('projects.previewEdit', { projectId, edit: action.edit });
  return app.call('projects.applyEdit', { projectId, edit: action.edit, beforeSha256 });
}

describe('a review', () => {
  test('turns green by what it offers, and is told of each step', async () => {
    const folder = await write({ 'elba.toml': manifest, '.env': `PASSWORD=${password}\n`, 'Main.ibc': 'x' });
    const projectId = await open(folder);
    await expect.poll(() => problems(told(projectId)).length, { timeout: 10_000 }).toBe(3);
    const first = await app.call('projects.refresh', { projectId });
    await edit(projectId, actionOf(first, 'edit', 'secret:'));
    await edit(projectId, actionOf(first, 'edit', 'manifest.unknown-key:'));
    const last = await edit(projectId, actionOf(first, 'edit', 'litter.compiled_idris:'));
    expect(problems(last)).toEqual([]);
    expect(last.fileCount).toBe(1);
    expect(await readFile(join(folder, 'elba.toml'), 'utf8')).toBe(
      `${manifest.replace('licence', 'license')}exclude = ["/.env", "*.ibc"]\n`,
    );
    expect(last.pending).toBeUndefined();
    expect(app.everything()).not.toContain(password);
  });

  test('turns green by what is done in an editor', async () => {
    const folder = await write({ 'elba.toml': manifest });
    const projectId = await open(folder);
    await expect
      .poll(() => problems(told(projectId)), { timeout: 10_000 })
      .toEqual(['manifest.unknown-key:package.licence']);
    await writeFile(join(folder, 'elba.toml'), manifest.replace('licence', 'license'));
    await expect.poll(() => problems(told(projectId)), { timeout: 10_000 }).toEqual([]);
  });

  test('shows the README that would be shown', async () => {
    const projectId = await open(await write({ 'elba.toml': manifest, 'README.md': '# Json\n' }));
    expect(await app.call('projects.readme', { projectId })).toEqual({
      path: 'README.md',
      text: '# Json\n',
      truncated: false,
      note: null,
    });
  });
});

describe('a secret', () => {
  test('that comes in after the archive was built is not published; one that is accepted is', async () => {
    const { registryId } = await app.call('localRegistry.start', undefined);
    if (registryId === undefined) throw new Error('the local registry has no entry in the list');
    const folder = await write({ 'elba.toml': manifest });
    const projectId = await open(folder);
    const { sha256 } = await app.call('publish.prepare', { projectId });
    await writeFile(join(folder, '.env'), `PASSWORD=${password}\n`);
    const start = (archiveSha256: typeof sha256) =>
      app.call('publish.start', { projectId, archiveSha256, registryIds: [registryId] });
    await expect(start(sha256)).rejects.toMatchObject({ error: { code: 'checks_failed' } });

    const action = actionOf(await app.call('projects.report', { projectId }), 'accept', 'secret:');
    if (action.kind !== 'accept') throw new Error('this accepts nothing');
    await app.call('projects.acceptFinding', { projectId, findingId: action.findingId });
    const again = await app.call('publish.prepare', { projectId });
    expect(again.fileCount).toBe(2);
    expect(await start(again.sha256)).toEqual(expect.any(String));
    await expect
      .poll(async () => (await app.call('app.snapshot', undefined)).jobs.map(({ state }) => state), { timeout: 15_000 })
      .toEqual(['done']);
  });
});
