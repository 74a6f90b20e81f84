import { describe, expect, test } from 'vitest';
import {
  formatIndexResolution,
  formatResolution,
  parseIndexResolution,
  parseResolution,
} from '../../../main/elba/resolution.ts';

describe('where a package lies', () => {
  test.each([
    [
      'tar+https://host.example/a.tar.gz#sha256=ab12',
      { kind: 'tar', url: 'https://host.example/a.tar.gz', sha256: 'ab12' },
    ],
    ['tar+http://127.0.0.1:6480/a', { kind: 'tar', url: 'http://127.0.0.1:6480/a', sha256: null }],
    ['dir+/srv/packages/a b', { kind: 'dir', path: '/srv/packages/a b' }],
    ['git+https://host.example/r#v1', { kind: 'git', url: 'https://host.example/r', ref: 'v1' }],
    [
      'reg+https://host.example#alice/pkg|1.0.0',
      { kind: 'reg', registry: 'https://host.example', package: { group: 'alice', name: 'pkg' }, version: '1.0.0' },
    ],
  ])('%s', (text, resolution) => {
    const parsed = parseResolution(text);
    expect(parsed).toEqual({ ok: true, resolution });
    if (parsed.ok) expect(formatResolution(parsed.resolution)).toBe(text);
  });

  test.each([
    '',
    'https://host.example',
    'tar+',
    'tar+ftp://host.example/a',
    'tar+nothing',
    'git+git@host:r',
    'zip+https://host.example',
    'reg+https://host.example#pkg|1.0.0',
    'reg+https://host.example#a/b|1.0',
  ])('%j is refused with a reason', (text) => {
    expect(parseResolution(text)).toEqual({ ok: false, reason: expect.stringMatching(/\w/) });
  });
});

describe('where an index lies', () => {
  test('git without a ref means the branch master', () => {
    const parsed = parseIndexResolution('index+git+https://host.example/index');
    expect(parsed).toEqual({ ok: true, resolution: { kind: 'git', url: 'https://host.example/index', ref: 'master' } });
  });

  test('a folder is written as elba takes it', () => {
    expect(formatIndexResolution({ kind: 'dir', path: '/srv/index' })).toBe('index+dir+/srv/index');
  });

  test.each([
    'git+https://host.example/index',
    'index+reg+https://host.example#a/b|1.0.0',
    'index+',
    'index+https://host.example',
  ])('%j is refused', (text) => {
    expect(parseIndexResolution(text).ok).toBe(false);
  });
});
