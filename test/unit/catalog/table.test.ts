import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parsePackage } from '../../../main/catalog/indexPackage.ts';
import type { IndexTable } from '../../../main/catalog/indexTable.ts';
import { packLocation, unpackLocation } from '../../../main/catalog/locationText.ts';
import { requirersIn } from '../../../main/catalog/requirers.ts';
import { buildTable } from '../../../main/catalog/tableBuilder.ts';
import { readTable, writeTable } from '../../../main/catalog/tableFile.ts';
import { packageOf } from '../../../main/catalog/tableRead.ts';
import type { IndexLine } from '../../../main/elba/indexFile.ts';
import { createLineJudge } from '../../../main/elba/lineJudge.ts';
import { normaliseName, parsePackageName } from '../../../main/elba/packageName.ts';
import { compareVersions, isPrerelease, isVersion } from '../../../main/elba/version.ts';
import { indexLine } from '../../support/indexFolder.ts';

const origin = { source: 'here', state: 'abc', readAt: '2026-01-01T00:00:00.000Z' };

function refOf(name: string) {
  const parsed = parsePackageName(name);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.ref;
}

function tableOf(lines: readonly IndexLine[], aliases: Record<string, string> = {}, before: IndexTable | null = null) {
  const judge = createLineJudge();
  const builder = buildTable(before, judge);
  const files = Map.groupBy(lines, ({ name }) => normaliseName(refOf(name)));
  for (const [at, key] of before?.keys.entries() ?? []) if (!files.has(key)) builder.copy(at, []);
  for (const [key, some] of files) {
    const text = some.map((line) => `${JSON.stringify(line)}\n`).join('');
    builder.add(key, new Uint8Array(20), parsePackage(key, refOf(key), { text, utf8: true }, judge));
  }
  return builder.finish({ findings: [], aliases });
}

const word = fc.stringMatching(/^[a-zA-Z0-9_-]{1,8}$/);
const name = fc.tuple(word, word).map(([group, rest]) => `${group}/${rest}`);
const version = fc
  .tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.constantFrom('', '-rc.1', '-alpha', '-0.x', '+build'))
  .map(([major, minor, patch, tail]) => `${major}.${minor}.${patch}${tail}`);

describe('a table', () => {
  test('gives back each line as it was, however odd', () => {
    const line = fc.record({
      version,
      yanked: fc.boolean(),
      location: fc.option(
        fc.oneof(
          fc.webUrl().map((url) => `tar+${url}`),
          fc.string(),
          fc.constant('dir+/x'),
        ),
        { nil: undefined },
      ),
      dependencies: fc.array(fc.record({ name, req: fc.string() }, { requiredKeys: ['name', 'req'] }), {
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(
        name,
        fc.uniqueArray(line, { minLength: 1, maxLength: 8, selector: (one) => one.version }),
        (of, some) => {
          const lines = some.map(({ location, ...rest }) => ({
            name: of,
            ...rest,
            ...(location === undefined ? {} : { location }),
          }));
          const found = packageOf(tableOf(lines), refOf(of));
          expect(found?.lines).toEqual([...lines].sort((a, b) => compareVersions(b.version, a.version)));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('takes over what is left of an earlier one, however often', () => {
    let table = tableOf([
      indexLine('a/a', '1.0.0', { dependencies: [{ name: 'b/b', req: '1' }] }),
      indexLine('b/b', '1.0.0'),
    ]);
    for (let round = 1; round < 20; round += 1) table = tableOf([indexLine('b/b', `1.${round}.0`)], {}, table);
    expect(packageOf(table, refOf('a/a'))?.lines[0]?.dependencies).toEqual([{ name: 'b/b', req: '1' }]);
    expect(packageOf(table, refOf('b/b'))?.lines.map((line) => line.version)).toEqual(['1.19.0']);
  });

  test('knows who depends on a package, by any spelling, and not who needs one of another index', () => {
    const needs = (of: string, index?: string | null) => ({
      dependencies: [{ name: of, req: '1.0.0', ...(index === undefined ? {} : { index }) }],
    });
    const here = 'index+git+https://packages.example/index';
    const table = tableOf(
      [
        indexLine('a/plain', '1.0.0', needs('Acme/Base_Lib')),
        indexLine('a/null', '1.0.0', needs('acme/base-lib', null)),
        indexLine('a/alias', '1.0.0', needs('acme/base-lib', 'here')),
        indexLine('a/spelled', '1.0.0', needs('acme/base-lib', `${here}#master`)),
        indexLine('a/other', '1.0.0', needs('acme/base-lib', 'elsewhere')),
        indexLine('a/unknown', '1.0.0', needs('acme/base-lib', 'nobody')),
        indexLine('a/longer', '1.0.0', needs('acme/base-library')),
      ],
      { here, elsewhere: 'index+dir+/other' },
    );
    const { lines, complete } = requirersIn(table, [refOf('acme/nothing'), refOf('acme/base-lib')], here);
    expect(lines.map((own) => own.map((line) => line.package.name))).toEqual([
      [],
      ['alias', 'null', 'plain', 'spelled'],
    ]);
    expect(complete).toBe(true);
  });
});

describe('a location', () => {
  test('comes back exactly as it was, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string(), name, version, fc.boolean(), (text, of, some, hashed) => {
        const location = `tar+https://h.example/${text}/${of}/${some}${hashed ? `#sha256=${'a'.repeat(64)}` : ''}`;
        expect(unpackLocation(packLocation(location, of, some), of, some)).toBe(location);
        expect(unpackLocation(packLocation(text, of, some), of, some)).toBe(text);
      }),
    );
  });

  test('of all versions of a registry is one text', () => {
    const at = (of: string, some: string) =>
      packLocation(`tar+https://h.example/p/${of}/${some}.tar.gz#sha256=${'0'.repeat(64)}`, of, some);
    expect(at('a/b', '1.0.0').text).toBe(at('c/d', '2.3.4').text);
  });
});

describe('the judge of lines', () => {
  test('says of versions what the plain functions say', () => {
    const judge = createLineJudge();
    fc.assert(
      fc.property(fc.oneof(version, fc.string()), fc.oneof(version, fc.string()), (a, b) => {
        expect(Math.sign(judge.compare(a, b))).toBe(Math.sign(compareVersions(a, b)));
        expect(judge.isVersion(a)).toBe(isVersion(a));
        expect(judge.isPrerelease(a)).toBe(isPrerelease(a));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a table on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'table-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('is the same table, and any byte that changed is noticed', async () => {
    const file = join(folder, 'kept');
    const table = tableOf([indexLine('Acme/X', '1.0.0'), indexLine('acme/ünï', '2.0.0-rc.1', { yanked: true })]);
    writeTable(file, table, origin);
    const read = readTable(file);
    if (read.kind !== 'table') throw new Error('It was not read.');
    expect(read.origin).toEqual(origin);
    expect(read.table.columns).toEqual(table.columns);
    expect(read.table.keys).toEqual(table.keys);
    const whole = await readFile(file);
    const isPadding = (at: number): boolean => whole[at] === 0;
    for (let at = 0; at < whole.length; at += 1) {
      const spoiled = Buffer.from(whole);
      spoiled.writeUInt8((whole[at] ?? 0) ^ 0x40, at);
      await writeFile(file, spoiled);
      const again = readTable(file);
      if (again.kind === 'table') expect([isPadding(at), again.table.columns]).toEqual([true, table.columns]);
    }
  });
});
