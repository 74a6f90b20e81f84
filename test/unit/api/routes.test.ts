import { describe, expect, test } from 'vitest';
import { publishRoute, readRoute, requestLine, withToken, yankRoute } from '../../../main/api/routes.ts';

const ref = { group: 'Alice', name: 'my_pkg' };
const base = 'https://registry.example/elba/';

describe('the routes of both families', () => {
  test.each([
    ['packages publish', publishRoute(base, 'packages', ref, '1.0.0'), 'PUT', 'packages/Alice/my_pkg/1.0.0/publish'],
    ['documented publish', publishRoute(base, 'documented', ref, '1.0.0'), 'PUT', 'publish'],
    [
      'packages yank',
      yankRoute(base, 'packages', ref, '1.0.0', true),
      'PATCH',
      'packages/Alice/my_pkg/1.0.0/yank?yanked=true',
    ],
    [
      'documented unyank',
      yankRoute(base, 'documented', ref, '1.0.0', false),
      'PATCH',
      'Alice/my_pkg/1.0.0/yank?yanked=false',
    ],
    ['stats', readRoute(base, { of: 'stats' }), 'GET', 'packages/global_stats'],
    ['groups', readRoute(base, { of: 'groups' }), 'GET', 'packages/groups'],
    ['packages of a group', readRoute(base, { of: 'group', group: 'ünï' }), 'GET', 'packages/%C3%BCn%C3%AF/packages'],
    ['package', readRoute(base, { of: 'package', ref }), 'GET', 'packages/Alice/my_pkg/metadata'],
    ['versions', readRoute(base, { of: 'versions', ref }), 'GET', 'packages/Alice/my_pkg/versions'],
    [
      'version',
      readRoute(base, { of: 'version', ref, version: '1.0.0+build.5' }),
      'GET',
      'packages/Alice/my_pkg/1.0.0%2Bbuild.5/metadata',
    ],
    [
      'dependencies',
      readRoute(base, { of: 'dependencies', ref, version: '1.0.0' }),
      'GET',
      'packages/Alice/my_pkg/1.0.0/dependencies',
    ],
    [
      'download statistics',
      readRoute(base, { of: 'download_stats', ref, version: '1.0.0' }),
      'GET',
      'packages/Alice/my_pkg/1.0.0/download_stats',
    ],
    [
      'download',
      readRoute(base, { of: 'download', ref, version: '1.0.0' }),
      'GET',
      'packages/Alice/my_pkg/1.0.0/download',
    ],
  ])('%s', (_, route, method, path) => {
    expect(route.method).toBe(method);
    expect(route.url.href).toBe(`https://registry.example/elba/api/v1/${path}`);
  });

  test('are relative to a base with or without a path, a final slash or a query', () => {
    for (const [given, start] of [
      ['http://127.0.0.1:6480', 'http://127.0.0.1:6480/api'],
      ['https://h/a/b//?x=1#y', 'https://h/a/b/api'],
    ] as const) {
      expect(publishRoute(given, 'documented', ref, '1.0.0').url.href).toBe(`${start}/v1/publish`);
    }
  });
});

describe('a segment', () => {
  test('holds whatever is in a name or version', () => {
    expect(yankRoute(base, 'documented', { group: 'a/b?c#d', name: 'e f"' }, '1.0.0%2F', true).url.pathname).toBe(
      '/elba/api/v1/a%2Fb%3Fc%23d/e%20f%22/1.0.0%252F/yank',
    );
    for (const bad of ['.', '..', '']) expect(() => publishRoute(base, 'packages', ref, bad)).toThrow('cannot be');
    expect(() => publishRoute('not a url', 'packages', ref, '1.0.0')).toThrow('not a URL');
    expect(() => publishRoute('', 'packages', ref, '1.0.0')).toThrow('Only an index is known');
  });
});

test('a token arrives as it was typed, whatever it is made of', () => {
  const { url } = yankRoute(base, 'packages', ref, '1.0.0', true);
  for (const token of ['plain', 'a+b c%41&x="\'#\\\n', 'ü😀', '\ud800']) {
    const sent = withToken(url, token);
    expect(sent.searchParams.get('token')).toBe(token.toWellFormed());
    expect(sent.searchParams.get('yanked')).toBe('true');
    expect(sent.href).not.toMatch(/["\\\n ]/);
  }
  expect(url.href).not.toContain('token');
});

test('a request is logged without its token', () => {
  expect(requestLine(publishRoute(base, 'documented', ref, '1.0.0'))).toBe('PUT /elba/api/v1/publish?token=••••');
  expect(requestLine(yankRoute(base, 'documented', ref, '1.0.0', true))).toBe(
    'PATCH /elba/api/v1/Alice/my_pkg/1.0.0/yank?yanked=true&token=••••',
  );
  expect(requestLine(readRoute(base, { of: 'groups' }))).toBe('GET /elba/api/v1/packages/groups');
});
