import { describe, expect, test } from 'vitest';
import { href, parseRoute, type Route } from '../../../renderer/features/shell/router.ts';
import { idOf } from '../../support/fakeStates.ts';

describe('addresses', () => {
  const routes: ReadonlyArray<readonly [string, Route]> = [
    ['#/publish', { page: 'publish' }],
    ['#/review/p1', { page: 'review', projectId: idOf.project('p1') }],
    ['#/job/j1', { page: 'job', jobId: idOf.job('j1') }],
    ['#/packages', { page: 'packages' }],
    ['#/packages/public', { page: 'packages', registryId: idOf.registry('public') }],
    [
      '#/packages/public/acme/json-tools',
      { page: 'packages', registryId: idOf.registry('public'), group: 'acme', name: 'json-tools' },
    ],
    ['#/activity', { page: 'activity' }],
    ['#/registries/lab', { page: 'registry', registryId: idOf.registry('lab') }],
    ['#/registries/new', { page: 'addRegistry' }],
    ['#/settings', { page: 'settings' }],
  ];

  test.each(routes)('%s names its page, both ways', (address, route) => {
    expect(parseRoute(address)).toEqual(route);
    expect(href(route)).toBe(address);
  });

  test('carry every name, whatever is in it', () => {
    const route: Route = { page: 'packages', registryId: idOf.registry('a/b'), group: 'größe', name: 'x#y %' };
    expect(parseRoute(href(route))).toEqual(route);
  });

  test.each(['', '#', '#/', '#/nowhere', '#/review', '#/review/%E0%A4%A'])('%j leads to a page', (address) => {
    expect(['publish', 'review']).toContain(parseRoute(address).page);
  });
});
