import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatName, normaliseName } from '../../../main/elba/packageName.ts';
import type { IndexVersion } from '../../../main/elba/resolve.ts';
import { failure } from '../../../main/failure.ts';
import { createImpacts, type ImpactParts } from '../../../main/yank/impact.ts';
import type { DependentLine } from '../../../main/yank/impactWalk.ts';
import { type PackageRef, RegistryId } from '../../../shared/ids.ts';
import type { ImpactRow } from '../../../shared/impact.ts';

const LAB = RegistryId.parse('lab');
const READ_AT = '2026-11-23T14:38:00.000Z';
const refOf = (full: string): PackageRef => {
  const [group = '', name = ''] = full.split('/');
  return { group, name };
};

/** An index by hand: `'a/lib 1.0.0y': { 'a/base': '1' }` is a yanked version with what it requires. */
type Lines = Record<string, Record<string, string>>;

function partsOf(lines: Lines): ImpactParts {
  const versions = new Map<string, IndexVersion[]>();
  const dependents = new Map<string, DependentLine[]>();
  const add = <T>(map: Map<string, T[]>, name: string, one: T): void => {
    const key = normaliseName(refOf(name));
    const all = map.get(key);
    if (all === undefined) map.set(key, [one]);
    else all.push(one);
  };
  for (const [what, needs] of Object.entries(lines)) {
    const [name = '', written = ''] = what.split(' ');
    const line = { version: written.replace(/y$/, ''), yanked: written.endsWith('y') };
    add(versions, name, line);
    for (const [on, requirement] of Object.entries(needs))
      add(dependents, on, { ...line, package: refOf(name), requirement });
  }
  return {
    requirersOf: async (_id, refs) => ({
      known: true,
      readAt: READ_AT,
      complete: true,
      found: refs.map((ref) => ({
        lines: dependents.get(normaliseName(ref)) ?? [],
        versions: versions.get(normaliseName(ref)) ?? [],
      })),
    }),
  };
}

const told = ({ package: ref, versions, on, effect, before, after, today }: ImpactRow): string =>
  `${formatName(ref)} ${versions.join(' ')} on ${formatName(on)}: ${effect} ${before} -> ${after}, today ${today}`;

async function impactOf(lines: Lines, change: string[], yanked = true) {
  const changes = change.map((what) => {
    const [name = '', ...versions] = what.split(' ');
    return { package: refOf(name), versions };
  });
  const impact = await createImpacts(partsOf(lines)).of({ registryId: LAB, ask: 'a', changes, yanked });
  if (impact.kind === 'unknown') throw new Error(impact.reason);
  return { ...impact, told: impact.rows.map(told) };
}

const TOOLS: Lines = { 'acme/tools 1.1.9': {}, 'acme/tools 1.2.0': {}, 'acme/tools 1.3.0': {} };
const DESIGN: Lines = {
  ...TOOLS,
  'tiny/client 0.7.0': { 'acme/tools': '>= 1.2.0 < 1.3.0' },
  'acme/loader 0.4.2': { 'acme/tools': '>= 1.1.0 < 1.3.0' },
  'orchid/types 1.8.2': { 'acme/tools': '1.1.0' },
};

describe('who requires it directly', () => {
  test('each dependent with what it chooses today and after, those left with nothing first', async () => {
    const impact = await impactOf(DESIGN, ['acme/tools 1.2.0']);
    expect(impact.told).toEqual([
      'tiny/client 0.7.0 on acme/tools: left 1.2.0 -> null, today 1.2.0',
      'acme/loader 0.4.2 on acme/tools: older 1.2.0 -> 1.1.9, today 1.2.0',
      'orchid/types 1.8.2 on acme/tools: unchanged 1.3.0 -> 1.3.0, today 1.3.0',
    ]);
    expect(impact).toMatchObject({
      readAt: READ_AT,
      direct: { packages: 3, versions: 3 },
      left: { packages: 1, versions: 1 },
      changed: { packages: 1, versions: 1 },
      more: 0,
      complete: true,
    });
  });

  test('many versions together: what one alone would leave is left by both', async () => {
    const one = await impactOf(DESIGN, ['acme/tools 1.3.0']);
    expect(one.told).toContain('orchid/types 1.8.2 on acme/tools: older 1.3.0 -> 1.2.0, today 1.3.0');
    const all = await impactOf(DESIGN, ['acme/tools 1.3.0 1.2.0 1.1.9']);
    expect(all.left).toEqual({ packages: 3, versions: 3 });
  });

  test('versions of several packages, under any spelling', async () => {
    const lines = { ...DESIGN, 'acme/other 1.0.0': {}, 'my/app 1.0.0': { 'acme/other': '1', 'Acme/Tools': '~1.2' } };
    const impact = await impactOf(lines, ['acme/tools 1.2.0', 'ACME/Other 1.0.0']);
    expect(impact.told.filter((text) => text.startsWith('my/app'))).toEqual([
      'my/app 1.0.0 on ACME/Other: left 1.0.0 -> null, today 1.0.0',
      'my/app 1.0.0 on acme/tools: left 1.2.0 -> null, today 1.2.0',
    ]);
    expect(impact.left).toEqual({ packages: 2, versions: 2 });
  });

  test('unyanking: who had nothing has it back', async () => {
    const lines = { ...DESIGN, 'acme/tools 1.2.0y': {} };
    delete (lines as Partial<Lines>)['acme/tools 1.2.0'];
    const impact = await impactOf(lines, ['acme/tools 1.2.0'], false);
    expect(impact.told).toEqual([
      'acme/loader 0.4.2 on acme/tools: newer 1.1.9 -> 1.2.0, today 1.2.0',
      'tiny/client 0.7.0 on acme/tools: regained null -> 1.2.0, today 1.2.0',
      'orchid/types 1.8.2 on acme/tools: unchanged 1.3.0 -> 1.3.0, today 1.3.0',
    ]);
  });

  test('versions that fare alike share a row, newest first, yanked ones apart', async () => {
    const lines: Lines = { ...TOOLS };
    for (const version of ['0.1.0', '0.2.0', '0.3.0', '0.10.0', '0.4.0y'])
      lines[`a/app ${version}`] = { 'acme/tools': '~1.2' };
    const { rows } = await impactOf(lines, ['acme/tools 1.2.0']);
    expect(rows.map(({ versions, count, yanked }) => [versions, count, yanked])).toEqual([
      [['0.10.0', '0.3.0', '0.2.0'], 4, false],
      [['0.4.0'], 1, true],
    ]);
  });

  test('a constraint that elba misreads is told as what it reads; one that it refuses has no match either way', async () => {
    const lines = {
      ...TOOLS,
      'a/one 1.0.0': { 'acme/tools': '>=1.0.0, <1.3.0' },
      'a/two 1.0.0': { 'acme/tools': '*' },
    };
    const { rows } = await impactOf(lines, ['acme/tools 1.3.0']);
    expect(rows).toMatchObject([
      { package: { name: 'one' }, understoodAs: 'any', effect: 'older', before: '1.3.0', after: '1.2.0' },
      { package: { name: 'two' }, understoodAs: null, effect: 'never' },
    ]);
  });

  test('nobody requires it', async () => {
    expect(await impactOf(TOOLS, ['acme/tools 1.3.0'])).toMatchObject({ rows: [], direct: { packages: 0 } });
  });
});

describe('who builds on those', () => {
  const chain: Lines = {
    ...TOOLS,
    'b/mid 1.0.0': { 'acme/tools': '1' },
    'b/mid 1.1.0': { 'acme/tools': '~1.3' },
    'c/top 1.0.0': { 'b/mid': '1' },
    'c/fixed 1.0.0': { 'b/mid': '>= 1.1.0 <= 1.1.0' },
    'd/roof 1.0.0': { 'c/fixed': 'any' },
  };

  test('a version that cannot be built is not chosen; who needs just that one is left with nothing, and so on up', async () => {
    const { told: rows } = await impactOf(chain, ['acme/tools 1.3.0']);
    expect(rows).toEqual([
      'b/mid 1.1.0 on acme/tools: left 1.3.0 -> null, today 1.3.0',
      'c/fixed 1.0.0 on b/mid: left 1.1.0 -> null, today 1.1.0',
      'd/roof 1.0.0 on c/fixed: left 1.0.0 -> null, today 1.0.0',
      'b/mid 1.0.0 on acme/tools: older 1.3.0 -> 1.2.0, today 1.3.0',
      'c/top 1.0.0 on b/mid: older 1.1.0 -> 1.0.0, today 1.1.0',
    ]);
  });

  test('the same version of something that changes underneath is told as such', async () => {
    const { told: rows, changed } = await impactOf(
      { ...TOOLS, 'b/mid 1.0.0': { 'acme/tools': '1' }, 'c/top 1.0.0': { 'b/mid': '1' } },
      ['acme/tools 1.3.0'],
    );
    expect(rows[1]).toBe('c/top 1.0.0 on b/mid: through 1.0.0 -> 1.0.0, today 1.0.0');
    expect(changed).toEqual({ packages: 2, versions: 2 });
  });

  test('packages that require each other come to an end', async () => {
    const lines = { ...TOOLS, 'b/x 1.0.0': { 'acme/tools': '~1.3', 'b/y': '1' }, 'b/y 1.0.0': { 'b/x': '1' } };
    expect((await impactOf(lines, ['acme/tools 1.3.0'])).left).toEqual({ packages: 2, versions: 2 });
  });

  test('whoever is far away and not concerned is not told', async () => {
    const lines = { ...chain, 'c/old 1.0.0': { 'b/mid': '<= 0.5.0' } };
    const { told: rows } = await impactOf(lines, ['acme/tools 1.3.0']);
    expect(rows.filter((text) => text.startsWith('c/old'))).toEqual([]);
  });
});

/** Every requirement of an index, broken or not, by looking at all of it again until nothing changes. */
function slowly(lines: Lines, isYanked: (name: string, version: string) => boolean): Map<string, string | null> {
  const all = Object.entries(lines).map(([what, needs]) => ({ what, name: what.split(' ')[0] ?? '', needs }));
  const broken = new Set<string>();
  const choices = new Map<string, string | null>();
  for (let before = -1; before !== broken.size; ) {
    before = broken.size;
    for (const { what, needs } of all)
      for (const [name, requirement] of Object.entries(needs)) {
        const [, low = '', high = ''] = /^>= (\S+) <= (\S+)$/.exec(requirement) ?? [];
        const fitting = all
          .filter((line) => line.name === name && !broken.has(line.what))
          .map((line) => line.what.split(' ')[1] ?? '')
          .filter((version) => version >= low && version <= high && !isYanked(name, version))
          .sort();
        choices.set(`${what} ${name}`, fitting.at(-1) ?? null);
        if (fitting.length === 0) broken.add(what);
      }
  }
  return choices;
}

test('whatever the index, it agrees with a model that looks at all of it', async () => {
  const names = ['a/p', 'a/q', 'a/r', 'a/s', 'a/t'];
  const versions = ['1.0.0', '1.1.0', '1.2.0'];
  const range = fc
    .tuple(fc.nat(2), fc.nat(2))
    .map(([a, b]) => `>= ${versions[Math.min(a, b)]} <= ${versions[Math.max(a, b)]}`);
  const needs = fc.dictionary(fc.constantFrom(...names), range, { maxKeys: 2, noNullPrototype: true });
  const indices = fc
    .array(needs, { minLength: 15, maxLength: 15 })
    .map((all) => Object.fromEntries(all.map((one, at) => [`${names[Math.floor(at / 3)]} ${versions[at % 3]}`, one])));
  await fc.assert(
    fc.asyncProperty(indices, fc.subarray(versions, { minLength: 1 }), async (lines, yanked) => {
      const impact = await impactOf(lines, [`a/p ${yanked.join(' ')}`]);
      const before = slowly(lines, () => false);
      const after = slowly(lines, (name, version) => name === 'a/p' && yanked.includes(version));
      const expected = [...before]
        .filter(([key, choice]) => choice !== after.get(key))
        .map(([key, choice]) => `${key} ${choice} ${after.get(key)}`);
      const found = (await allRows(lines, yanked)).filter((text) => !text.endsWith(' same'));
      expect(found.sort()).toEqual(expected.sort());
      expect(impact.more).toBe(0);
    }),
    { numRuns: 300 },
  );
});

/** Each version of each row on a line of its own; no package here has more versions than a row names. */
async function allRows(lines: Lines, yanked: readonly string[]): Promise<string[]> {
  const { rows } = await impactOf(lines, [`a/p ${yanked.join(' ')}`]);
  return rows.flatMap(({ package: ref, versions, on, before, after }) =>
    versions.map((version) =>
      before === after
        ? `${formatName(ref)} ${version} same`
        : `${formatName(ref)} ${version} ${formatName(on)} ${before} ${after}`,
    ),
  );
}

describe('a large index', () => {
  const many = (count: number): Lines => {
    const lines: Lines = { ...TOOLS };
    for (let at = 0; at < count; at += 1) lines[`many/p${at} 1.0.0`] = { 'acme/tools': at % 2 === 0 ? '~1.3' : '1' };
    return lines;
  };

  test('is told by its worst rows and by totals over all', async () => {
    const impact = await impactOf(many(5000), ['acme/tools 1.3.0']);
    expect(impact).toMatchObject({
      more: 4800,
      direct: { packages: 5000, versions: 5000 },
      left: { packages: 2500 },
      changed: { packages: 2500 },
    });
    expect(impact.rows.every(({ effect }) => effect === 'left')).toBe(true);
  });

  test('is let go as soon as the question is taken back', async () => {
    const third = Promise.withResolvers<void>();
    let asked = 0;
    const impacts = createImpacts({
      // Without an end: each package is required by another one.
      requirersOf: async (_id, refs) => {
        asked += 1;
        if (asked === 3) await third.promise;
        const name = { group: 'more', name: `p${asked}` };
        const lines = [{ package: name, version: '1.3.0', yanked: false, requirement: '~1.3' }];
        const versions = [{ version: '1.3.0', yanked: false }];
        return { known: true, readAt: READ_AT, complete: true, found: refs.map(() => ({ lines, versions })) };
      },
    });
    const changes = [{ package: refOf('acme/tools'), versions: ['1.3.0'] }];
    const answer = impacts.of({ registryId: LAB, ask: 'x', changes, yanked: true });
    const ended = expect(answer).rejects.toMatchObject({ error: { code: 'cancelled' } });
    await expect.poll(() => asked).toBe(3);
    impacts.stop('x');
    third.resolve();
    await ended;
    expect(asked).toBe(3);
  });

  test('that has no end is followed only so far, and that is said', async () => {
    let asked = 0;
    const impacts = createImpacts({
      requirersOf: async (_id, refs) => {
        asked += 1;
        const name = { group: 'more', name: `p${asked}` };
        const lines = [{ package: name, version: '1.3.0', yanked: false, requirement: '~1.3' }];
        const versions = [{ version: '1.3.0', yanked: false }];
        return { known: true, readAt: READ_AT, complete: true, found: refs.map(() => ({ lines, versions })) };
      },
    });
    const changes = [{ package: refOf('acme/tools'), versions: ['1.3.0'] }];
    expect(await impacts.of({ registryId: LAB, ask: 'x', changes, yanked: true })).toMatchObject({ complete: false });
    expect(asked).toBe(60);
  });
});

describe('without an index that can be read', () => {
  const question = {
    registryId: LAB,
    ask: 'a',
    changes: [{ package: refOf('a/p'), versions: ['1.0.0'] }],
    yanked: true,
  };

  test('it says that it cannot know, and why', async () => {
    const nowhere = async () => ({ known: false as const, reason: 'Lab has no index.' });
    const impacts = createImpacts({ requirersOf: nowhere });
    expect(await impacts.of(question)).toEqual({ kind: 'unknown', reason: 'Lab has no index.' });
    expect(await impacts.canKnow(LAB, refOf('a/p'))).toBe(false);
  });

  test('a failure to read it is a reason too', async () => {
    const broken = () => Promise.reject(failure('index_unreadable', 'The folder is gone.'));
    const impacts = createImpacts({ requirersOf: broken });
    expect(await impacts.of(question)).toEqual({ kind: 'unknown', reason: 'The folder is gone.' });
    expect(await impacts.canKnow(LAB, refOf('a/p'))).toBe(false);
  });
});
