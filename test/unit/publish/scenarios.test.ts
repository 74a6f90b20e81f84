import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPublishing, type Publishing } from '../../../main/publish/publishing.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Outcome, StepState } from '../../../shared/job.ts';
import { type FaultyRegistry, type Scenario, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { sha256Of } from '../../support/hash.ts';
import { openProject } from '../../support/openProject.ts';
import { AWKWARD_TOKEN, type Bench, readyPacker, registryAt, startBench } from '../../support/writing.ts';

const SMALL = randomBytes(150_000);
const BIG = randomBytes(16_000_000);
const KEY = 'alice/pkg 1.0.0';
/** No byte moves for so long only where a scenario wants it. */
const SHORT_STALL_MS = 250;

interface Expected {
  readonly kind: Outcome['kind'];
  readonly code?: ErrorCode;
  readonly confirmed?: 'answer' | 'looked';
  readonly evidence?: readonly string[];
  /** Upload and verify. */
  readonly steps: readonly [StepState, StepState];
  /** Never more than one. */
  readonly uploads?: 0;
}

interface Row {
  readonly name: string;
  readonly scenario: Scenario;
  readonly bytes?: Buffer;
  readonly lag?: number;
  readonly stallMs?: number;
  readonly expected: Expected;
}

const html = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
const echo = `{"error":"user_not_found","description":"User not found to access token \`${AWKWARD_TOKEN}\`"}`;
const published: Expected = {
  kind: 'published',
  confirmed: 'answer',
  evidence: ['metadata', 'download'],
  steps: ['done', 'done'],
};
const looked: Expected = {
  kind: 'published',
  confirmed: 'looked',
  evidence: ['sent', 'metadata', 'download'],
  steps: ['done', 'done'],
};
const absent = (code: ErrorCode): Expected => ({
  kind: 'not_sent',
  code,
  evidence: ['sent', 'metadata'],
  steps: ['failed', 'done'],
});
const rejected = (code: ErrorCode): Expected => ({
  kind: 'rejected',
  code,
  evidence: [],
  steps: ['failed', 'cancelled'],
});
const unsent = (code: ErrorCode): Expected => ({
  kind: 'not_sent',
  code,
  evidence: [],
  steps: ['failed', 'cancelled'],
  uploads: 0,
});

const ROWS: readonly Row[] = [
  { name: 'all goes well', scenario: {}, expected: published },
  { name: 'it stores and resets', scenario: { publish: { kind: 'reset', after: 'commit' } }, expected: looked },
  {
    name: 'it resets without storing',
    scenario: { publish: { kind: 'reset', after: 'body' } },
    expected: absent('connection_lost'),
  },
  {
    name: '503 after it stored',
    scenario: { publish: { kind: 'answer', status: 503, commit: true } },
    expected: looked,
  },
  {
    name: '500 without storing',
    scenario: { publish: { kind: 'answer', status: 500, body: 'registry internal error' } },
    expected: absent('registry_error'),
  },
  {
    name: 'HTML 502 of a proxy',
    scenario: { publish: { kind: 'answer', status: 502, body: html } },
    expected: absent('registry_error'),
  },
  {
    name: 'a login page with 200',
    scenario: { publish: { kind: 'answer', status: 200, body: '<html>Log in</html>' } },
    expected: absent('unexpected_answer'),
  },
  {
    name: 'half an answer, stored',
    scenario: { publish: { kind: 'cut_answer', status: 200, body: '{', commit: true } },
    expected: looked,
  },
  {
    name: 'half a refusal',
    scenario: { publish: { kind: 'cut_answer', status: 400, body: '{"error":"no_per', commit: false } },
    expected: rejected('request_rejected'),
  },
  {
    name: 'an empty refusal',
    scenario: { publish: { kind: 'answer', status: 400 } },
    expected: rejected('request_rejected'),
  },
  {
    name: 'a refusal that repeats the token in broken JSON',
    scenario: { publish: { kind: 'answer', status: 400, body: echo } },
    expected: rejected('token_rejected'),
  },
  { name: '401', scenario: { publish: { kind: 'answer', status: 401 } }, expected: rejected('token_rejected') },
  {
    name: '429',
    scenario: { publish: { kind: 'answer', status: 429, headers: { 'retry-after': '1' } } },
    expected: rejected('rate_limited'),
  },
  {
    name: 'a redirect',
    scenario: { publish: { kind: 'answer', status: 307, headers: { location: 'http://127.0.0.1:9/' } } },
    expected: rejected('redirected'),
  },
  {
    name: 'an early 400 with the body unread',
    bytes: BIG,
    scenario: { publish: { kind: 'early_answer', status: 400, body: echo, ending: 'reset' } },
    expected: rejected('token_rejected'),
  },
  {
    name: 'an early 413 that closes',
    bytes: BIG,
    scenario: { publish: { kind: 'early_answer', status: 413, body: html, ending: 'close' } },
    expected: rejected('too_large'),
  },
  {
    name: 'it resets in the middle',
    bytes: BIG,
    scenario: { publish: { kind: 'reset_at', byte: 1_000_000 } },
    expected: absent('connection_lost'),
  },
  {
    name: 'it stops reading in the middle',
    bytes: BIG,
    stallMs: SHORT_STALL_MS,
    scenario: { publish: { kind: 'stall_at', byte: 1_000_000 } },
    expected: absent('timed_out'),
  },
  {
    name: 'it stores and never answers',
    stallMs: SHORT_STALL_MS,
    scenario: { publish: { kind: 'never_answers', commit: true } },
    expected: looked,
  },
  { name: 'it is slow', scenario: { publish: { kind: 'slow', bytesPerSecond: 300_000 } }, expected: published },
  {
    name: 'its lists lag after it accepted',
    lag: 2,
    scenario: {},
    expected: { ...published, evidence: ['metadata', 'metadata', 'download'] },
  },
  {
    name: 'its lists lag after it broke',
    lag: 3,
    scenario: { publish: { kind: 'reset', after: 'commit' } },
    expected: { ...looked, evidence: ['sent', 'metadata', 'metadata', 'download'] },
  },
  {
    name: 'its lists lag for longer than anybody waits',
    lag: 50,
    scenario: {},
    expected: { ...published, evidence: ['metadata'], steps: ['done', 'unknown'] },
  },
  {
    name: 'it hands out other bytes than it accepted',
    scenario: { storage: { kind: 'answer', status: 200, body: 'other' } },
    expected: {
      kind: 'unknown',
      code: 'unexpected_answer',
      evidence: ['metadata', 'download'],
      steps: ['done', 'failed'],
    },
  },
  {
    name: 'it has no archive for what it accepted',
    scenario: { storage: { kind: 'answer', status: 404 } },
    expected: { ...published, steps: ['done', 'unknown'] },
  },
  {
    name: 'it broke, and its archive cannot be had',
    scenario: { publish: { kind: 'reset', after: 'commit' }, storage: { kind: 'answer', status: 404 } },
    expected: {
      kind: 'unknown',
      code: 'outcome_unknown',
      evidence: ['sent', 'metadata', 'download'],
      steps: ['unknown', 'unknown'],
    },
  },
  {
    name: 'it broke, and it cannot be read any more',
    scenario: {
      publish: { kind: 'reset', after: 'commit' },
      version: { kind: 'answer', status: 502, body: html },
      versions: { kind: 'answer', status: 502, body: html },
    },
    expected: {
      kind: 'unknown',
      code: 'outcome_unknown',
      evidence: ['sent', 'metadata'],
      steps: ['unknown', 'unknown'],
    },
  },
  {
    name: 'its metadata are broken, its list is not',
    scenario: { version: { kind: 'answer', status: 200, body: '{"version":"' } },
    expected: { ...published, evidence: ['versions', 'download'] },
  },
  {
    name: 'the token is refused',
    scenario: { token_test: { kind: 'answer', status: 400, body: echo } },
    expected: unsent('token_rejected'),
  },
  {
    name: 'the token test meets 502',
    scenario: { token_test: { kind: 'answer', status: 502, body: html } },
    expected: unsent('registry_error'),
  },
  {
    name: 'the token test resets',
    scenario: { token_test: { kind: 'reset', after: 'nothing' } },
    expected: unsent('connection_lost'),
  },
  {
    name: 'the token test asks for a short pause',
    scenario: { token_test: [null, { kind: 'answer', status: 429, headers: { 'retry-after': '0' } }] },
    expected: published,
  },
  {
    name: 'the token test is not taken at all',
    scenario: { token_test: { kind: 'answer', status: 400 } },
    expected: published,
  },
];

describe('publishing, whatever the registry does', () => {
  let registry: FaultyRegistry;
  let bench: Bench;
  let publishing: Publishing;

  const start = async (row: Row) => {
    bench = await startBench({ registries: [registryAt(registry.url)], stallMs: row.stallMs ?? 5000 });
    const project = await openProject(bench.folder);
    const waits = [0, 10, 20, 40];
    publishing = createPublishing({
      ...bench.parts,
      projects: project.projects,
      packer: await readyPacker(bench.folder, row.bytes ?? SMALL),
      archiveFolder: `${bench.folder}/archives`,
      patience: { accepted: waits, unclear: waits, partial: [0, 10], again: [0] },
    });
    const { sha256 } = await publishing.prepare(project.id);
    await publishing.start({
      projectId: project.id,
      archiveSha256: sha256,
      registryIds: [registryAt(registry.url).id],
    });
    await bench.jobs.idle();
  };

  beforeEach(async () => {
    registry = await startFaultyRegistry({ tokens: [AWKWARD_TOKEN] });
  });
  afterEach(async () => {
    await bench.close();
    await registry.close();
  });

  test.each(ROWS)('$name', async (row) => {
    registry.scenario = row.scenario;
    registry.store.lag = row.lag ?? 0;
    await start(row);
    const { kind, code, confirmed, evidence, steps } = row.expected;
    const [outcome] = bench.outcomes();
    expect(outcome).toMatchObject({ kind, ...(confirmed && { confirmed }), ...(code && { error: { code } }) });
    expect(outcome?.evidence.map((one) => one.kind)).toEqual(evidence);
    expect(bench.job()).toMatchObject({ state: 'done', steps: steps.map((state) => ({ state })) });

    const [entry] = bench.journal.list({ offset: 0, limit: 10 }).entries;
    expect(entry).toMatchObject({ id: bench.job().targets[0]?.entryId, outcome, sha256: sha256Of(row.bytes ?? SMALL) });
    expect(bench.journal.list({ offset: 0, limit: 10 }).total).toBe(1);
    expect(await bench.tokenLeaks()).toEqual([]);
    expect(bench.reported).toEqual([]);

    expect(registry.requests.filter((seen) => seen.method === 'PUT')).toHaveLength(row.expected.uploads ?? 1);
    const stored = registry.store.versions.get(KEY)?.bytes;
    if (kind === 'published') expect(stored?.equals(row.bytes ?? SMALL)).toBe(true);
    if (kind === 'rejected' || kind === 'not_sent') expect(stored).toBeUndefined();
  });
});
