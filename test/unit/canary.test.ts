import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobId, RegistryId } from '../../shared/ids.ts';
import { Job } from '../../shared/job.ts';
import { canaryForms } from '../support/canary.ts';
import { prepareElbaHome } from '../support/elbaHome.ts';
import type { Fault } from '../support/faults.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../support/faultyRegistry.ts';
import { writeIndex } from '../support/indexFolder.ts';
import { makeProject } from '../support/sampleProject.ts';
import { readAllFiles, startTestApp, type TestApp } from '../support/testHost.ts';

/** Everything that has a form of its own in a URL, in JSON, in a form or in HTML, and characters of two, three and four bytes. */
const CANARY = 'cän"ary %2B + \n/&x=<ŧø€>\'Ω😀 end';
const PACKAGE = { group: 'alice', name: 'pretty' };
const PASSPHRASE = 'four words nobody guesses';

/** The token in every form in which something on the way could say it back. */
const said: Readonly<Record<string, string>> = {
  raw: CANARY,
  json: JSON.stringify(CANARY),
  'json twice': JSON.stringify(JSON.stringify(CANARY)),
  percent: encodeURIComponent(CANARY),
  'percent in lower case': encodeURIComponent(CANARY).replace(/%../g, (code) => code.toLowerCase()),
  form: new URLSearchParams({ token: CANARY }).toString(),
  html: CANARY.replace(/["'&<>]/g, (char) => `&#${char.charCodeAt(0)};`),
  base64: Buffer.from(`user:${CANARY}`).toString('base64'),
};
const text = Object.values(said).join(' | ');
const echo = `{"error":"user_not_found","description":"User not found to access token \`${CANARY}\`, ${text}"}`;

const answers = [200, 302, 400, 401, 404, 413, 429, 502].map(
  (status): Fault => ({
    kind: 'answer',
    status,
    body: status === 302 ? '' : status < 500 ? echo : `<title>Bad</title><body>${text}</body>`,
    headers: { location: `https://evil.example/?token=${encodeURIComponent(CANARY)}`, 'retry-after': '1' },
  }),
);
/** What can go wrong with a write. Those that end only when somebody loses patience are cancelled. */
const faults: readonly Fault[] = [
  ...answers,
  { kind: 'reset', after: 'nothing' },
  { kind: 'reset', after: 'body' },
  { kind: 'reset', after: 'commit' },
  { kind: 'early_answer', status: 413, body: echo, ending: 'reset' },
  { kind: 'early_answer', status: 400, body: echo, ending: 'close' },
  { kind: 'cut_answer', status: 400, body: echo.slice(0, echo.indexOf('ary')), commit: false },
  { kind: 'cut_answer', status: 200, body: CANARY.slice(0, 9), commit: true },
  { kind: 'never_answers', commit: true },
];

let base: string;
let dataFolder: string;
let app: TestApp;
let registries: FaultyRegistry[];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'canary-'));
  dataFolder = join(base, 'data');
  await mkdir(dataFolder);
  registries = [];
});
afterEach(async () => {
  await app.close();
  await Promise.all(registries.map((registry) => registry.close()));
  await rm(base, { recursive: true, force: true });
});

const withToken = ({ requests }: FaultyRegistry): number => requests.filter(({ token }) => token === CANARY).length;

type Family = 'documented' | 'packages';

/** A registry of its own for each thing that goes wrong, with the token saved for it: no write waits for another one. */
async function faulty(family: Family): Promise<{ registry: FaultyRegistry; registryId: RegistryId }> {
  const documented = { ...PACKAGE, version: '1.0.0' };
  const registry = await startFaultyRegistry({ tokens: [CANARY], families: [family], documented });
  registries.push(registry);
  const { id: registryId } = await app.call('registries.add', {
    name: `Faulty ${registries.length}`,
    colour: 'teal',
    url: registry.url,
    index: '',
    family,
    production: false,
    allowPlainHttp: false,
    network: {},
  });
  await app.call('tokens.set', { registryId, token: CANARY, name: 'me' });
  return { registry, registryId };
}

const ignore = (): undefined => undefined;

async function testThrough(family: Family, fault: Fault): Promise<void> {
  const { registry, registryId } = await faulty(family);
  registry.scenario = { token_test: fault };
  await app.call('tokens.test', { registryId }).catch(ignore);
}

/** Begins a write and waits until the registry has had it with the token; what becomes of it is not waited for. */
async function writeThrough(
  family: Family,
  operation: 'publish' | 'yank',
  fault: Fault,
  begin: (registryId: RegistryId) => Promise<JobId>,
): Promise<JobId> {
  const { registry, registryId } = await faulty(family);
  registry.scenario = { [operation]: fault };
  const method = operation === 'publish' ? 'PUT' : 'PATCH';
  // The test of the token that goes before it asks for nobody's package.
  const arrived = () => registry.requests.some((seen) => seen.method === method && !seen.path.includes('nobody'));
  const id = await begin(registryId);
  await expect.poll(arrived, { timeout: 15_000 }).toBe(true);
  return id;
}

function isOver(id: JobId): boolean {
  const told = app.heard.filter(({ name }) => name === 'jobs.changed').map(({ payload }) => Job.parse(payload));
  const last = told.findLast((job) => job.id === id);
  return last !== undefined && last.state !== 'running';
}

/** Everything else that a page can ask for which could say a token: each answer is recorded, a failure too. */
async function askAround(registryId: RegistryId): Promise<void> {
  const { text: shared } = await app.call('registries.exportFile', undefined);
  await app.call('registries.readFile', { text: shared });
  await app.call('app.diagnostics', undefined);
  await app.call('activity.export', { format: 'jsonl' });
  await app.call('activity.export', { format: 'csv' });
  await app.call('elba.find', undefined);
  await app.call('account.state', { registryId }).catch(ignore);
  await app.call('app.reportProblem', { message: `the page says ${CANARY}`, stack: text });
  await app.call('tokens.set', { registryId, token: 'x'.repeat(5000) + CANARY }).catch(ignore);
  await app.call('app.snapshot', undefined);
}

/** elba's own file has the token in clear: it is taken over from there, and its line deleted. */
async function importFromElba(index: string): Promise<void> {
  expect((await app.call('elba.find', undefined)).indices).toMatchObject([{ hasToken: true }]);
  const choices = [{ index, name: 'From elba', colour: 'teal' as const, withToken: true }];
  const [imported] = await app.call('elba.import', { choices, deleteLogins: true });
  expect(imported).toMatchObject({ tokenImported: true, registry: { token: { test: 'accepted' } } });
}

test.each([
  ['documented', 'memory'],
  ['packages', 'passphrase'],
] as const)(
  'a token on the %s routes, kept by %s, is said nowhere, whatever goes wrong',
  async (family, way) => {
    const index = `index+dir+${join(base, 'index')}`;
    const home = await prepareElbaHome(join(base, 'home'), { mine: index }, { [index]: CANARY });
    app = await startTestApp({ dataFolder, homeFolder: home.folder });
    await app.call('tokens.move', { way, passphrase: PASSPHRASE, unreadable: 'ask' });
    const project = await makeProject('alice/pretty', '1.0.0');
    const { projectId } = await app.call('projects.open', { kind: 'path', path: project.folder });
    const { sha256: archiveSha256 } = await app.call('publish.prepare', { projectId });
    const publish = (registryId: RegistryId) =>
      app.call('publish.start', { projectId, archiveSha256, registryIds: [registryId] });
    const yank = (registryId: RegistryId) =>
      app.call('versions.yank', {
        registryId,
        package: PACKAGE,
        versions: ['1.0.0'],
        yanked: true,
        confirmation: 'alice/pretty',
      });
    await Promise.all(answers.map((fault) => testThrough(family, fault)));
    const published = await Promise.all(faults.map((fault) => writeThrough(family, 'publish', fault, publish)));
    const yanked = await Promise.all(faults.map((fault) => writeThrough(family, 'yank', fault, yank)));
    const { registryId } = await faulty(family);
    const { registry } = await faulty(family);
    await writeIndex(join(base, 'index'), [], registry.url);
    await importFromElba(index);
    await app.call('publish.curl', { projectId, registryId });
    await askAround(registryId);
    // What a registry refused is over soon; what it left open is looked for, and ends with the program.
    const refused = [...published, ...yanked];
    await expect.poll(() => refused.filter(isOver).length, { timeout: 20_000 }).toBeGreaterThan(refused.length / 3);
    await app.close();
    await project.remove();
    // It did reach each registry.
    expect(registries.filter((registry) => withToken(registry) === 0)).toEqual([]);
    const files = await readAllFiles(base);
    expect(files.length).toBeGreaterThan(2);
    const everything = app.everything();
    // The vault's passphrase is nobody's business either.
    for (const form of [...canaryForms(CANARY), PASSPHRASE]) {
      expect([form, everything.includes(form)]).toEqual([form, false]);
      const bytes = Buffer.from(form).toString('latin1');
      const found = files.filter(({ text: content }) => content.includes(bytes));
      expect([form, found.map(({ file }) => file)]).toEqual([form, []]);
    }
  },
  120_000,
);
