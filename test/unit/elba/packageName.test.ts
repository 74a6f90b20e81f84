import { describe, expect, test } from 'vitest';
import { formatName, normaliseName, parsePackageName, samePackage } from '../../../main/elba/packageName.ts';

describe('package names', () => {
  test.each([
    ['alice/json-tools', 'alice', 'json-tools'],
    ['Alice/My_Pkg', 'Alice', 'My_Pkg'],
    ['3d/2048', '3d', '2048'],
    ['ünï/pkg', 'ünï', 'pkg'],
    ['-/_', '-', '_'],
  ])('%s is one and keeps its spelling', (text, group, name) => {
    expect(parsePackageName(text)).toEqual({ ok: true, ref: { group, name } });
    expect(formatName({ group, name })).toBe(text);
  });

  test.each([
    ['json-tools', /one slash/],
    ['a/b/c', /one slash/],
    ['', /one slash/],
    ['/b', /group is empty/],
    ['a/', /name is empty/],
    ['al ice/pkg', /group can have only/],
    ['alice/p.kg', /name can have only/],
    ['alice/"', /name can have only/],
    [`alice/${'x'.repeat(201)}`, /longer than 200/],
  ])('%j is none, and the reason is told', (text, reason) => {
    expect(parsePackageName(text)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  test('case and _ or - make no difference to which package is meant', () => {
    expect(normaliseName({ group: 'Mixed_Case', name: 'My_Pkg' })).toBe('mixed-case/my-pkg');
    expect(samePackage({ group: 'Alice', name: 'my-pkg' }, { group: 'alice', name: 'My_Pkg' })).toBe(true);
    expect(samePackage({ group: 'alice', name: 'mypkg' }, { group: 'alice', name: 'my-pkg' })).toBe(false);
  });

  test('letters beyond ASCII keep their case, as in elba', () => {
    expect(normaliseName({ group: 'Ünï', name: 'A' })).toBe('Ünï/a');
  });
});
