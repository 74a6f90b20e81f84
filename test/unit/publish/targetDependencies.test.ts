import { describe, expect, test } from 'vitest';
import { checkDependency, suggestConstraint } from '../../../main/publish/targetDependencies.ts';
import type { ManifestDependency } from '../../../shared/project.ts';
import { detailsOf } from '../../support/details.ts';

const need = (requirement: string, kind: ManifestDependency['kind'] = 'constraint'): ManifestDependency => ({
  name: 'acme/json',
  requirement,
  kind,
  dev: false,
  at: { file: 'elba.toml', line: 7 },
});

const check = (dependency: ManifestDependency, versions: Record<string, boolean> | null) =>
  checkDependency(dependency, versions === null ? null : detailsOf('acme/json', versions), 'Local');

describe('an entry of [dependencies] and what a registry has of it', () => {
  test('a package that is not there is an error at its line', () => {
    expect(check(need('1.0.0'), null)).toMatchObject([
      { severity: 'error', title: 'Local does not have acme/json', at: { file: 'elba.toml', line: 7 } },
    ]);
  });

  test('a version that satisfies says nothing', () => {
    expect(check(need('1.0.0'), { '1.4.0': false, '2.0.0': false })).toEqual([]);
  });

  test('versions that all lie outside are an error, although the registry would take it, and one that fits is offered', () => {
    const [only, ...more] = check(need('3.0.0'), { '1.4.0': false, '2.0.0': false });
    expect(more).toEqual([]);
    expect(only).toMatchObject({ severity: 'error', suggestion: { name: 'acme/json', constraint: '2.0.0' } });
    expect(only?.title).toBe('No version on Local satisfies "3.0.0" on acme/json');
  });

  test('only yanked matches, or only pre-releases, are a warning', () => {
    const yanked = check(need('1.0.0'), { '1.4.0': true, '2.0.0': false });
    expect(yanked).toMatchObject([{ severity: 'warning', suggestion: { constraint: '2.0.0' } }]);
    expect(yanked[0]?.title).toContain('such as 1.4.0');
    const early = check(need('>= 1.0.0'), { '1.4.0-rc.1': false });
    expect(early).toMatchObject([{ id: 'target.dependency-prerelease:acme/json', severity: 'warning' }]);
  });

  test.each(['git', 'path', 'index'] as const)('%s: the constraint that replaces it is offered as data', (kind) => {
    expect(check(need('elsewhere', kind), { '1.4.0': false, '1.5.0': true })).toMatchObject([
      { severity: 'hint', suggestion: { name: 'acme/json', constraint: '1.4.0' } },
    ]);
    expect(check(need('elsewhere', kind), null)).toMatchObject([{ severity: 'error' }]);
  });
});

describe('the suggested constraint', () => {
  test('takes the published spelling and the newest release that is not yanked', () => {
    const details = detailsOf('Acme/Json_Tools', { '1.9.0': false, '2.0.0': true, '3.0.0-beta': false });
    expect(suggestConstraint(details)).toEqual({ name: 'Acme/Json_Tools', constraint: '1.9.0' });
  });

  test('of a pre-release alone is any, because elba reads none in a constraint; build metadata is left out', () => {
    expect(suggestConstraint(detailsOf('a/b', { '1.0.0-rc.1': false }))?.constraint).toBe('any');
    expect(suggestConstraint(detailsOf('a/b', { '1.2.0+linux': false }))?.constraint).toBe('1.2.0');
  });

  test('is none where every version is yanked', () => {
    expect(suggestConstraint(detailsOf('a/b', { '1.0.0': true }))).toBeNull();
  });
});
