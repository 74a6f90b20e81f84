import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import { createAppState } from '../../../renderer/bridge/appState.ts';
import { createClient } from '../../../renderer/bridge/client.ts';
import { followEvents, keepReport } from '../../../renderer/bridge/invalidation.ts';
import { keys } from '../../../renderer/bridge/keys.ts';
import { createFakeBridge } from '../../support/fakeBridge.ts';
import { filesOf, idOf, publishJobOf, reportOf, snapshotOf } from '../../support/fakeStates.ts';

const p1 = idOf.project('p1');
const lab = idOf.registry('lab');
const jsonTools = { group: 'acme', name: 'json-tools' };

const isOld = (queries: QueryClient, key: readonly unknown[]): boolean | undefined =>
  queries.getQueryState([...key])?.isInvalidated;

describe('a report', () => {
  test('of a lower revision does not take the place of a newer one', () => {
    const queries = new QueryClient();
    keepReport(queries, reportOf({ revision: 5 }));
    keepReport(queries, reportOf({ revision: 4 }));
    expect(queries.getQueryData(keys.report(p1))).toMatchObject({ revision: 5 });
    keepReport(queries, reportOf({ revision: 6 }));
    expect(queries.getQueryData(keys.report(p1))).toMatchObject({ revision: 6 });
  });

  test('of a new revision makes the list of files old', () => {
    const queries = new QueryClient();
    keepReport(queries, reportOf({ revision: 1 }));
    queries.setQueryData(keys.files(p1), filesOf());
    keepReport(queries, reportOf({ revision: 1, state: 'ready' }));
    expect(isOld(queries, keys.files(p1))).toBe(false);
    keepReport(queries, reportOf({ revision: 2 }));
    expect(isOld(queries, keys.files(p1))).toBe(true);
  });
});

describe('events', () => {
  function follow() {
    const fake = createFakeBridge({ snapshot: snapshotOf() });
    const client = createClient(fake.transport);
    const queries = new QueryClient();
    followEvents(client, createAppState(client), queries);
    client.start();
    return { fake, queries };
  }

  test('make old what they speak of, and nothing else', () => {
    const { fake, queries } = follow();
    const other = { group: 'acme', name: 'lens-core' };
    const touched = [keys.details(lab, jsonTools), keys.summaries(lab, [other])];
    const untouched = [keys.details(lab, other), keys.catalogState(idOf.registry('tiny')), keys.unknownPublishes()];
    for (const key of [...touched, ...untouched]) queries.setQueryData(key, []);
    fake.emit('catalog.changed', { registryId: lab, package: jsonTools });
    expect(touched.map((key) => isOld(queries, key))).toEqual([true, true]);
    expect(untouched.map((key) => isOld(queries, key))).toEqual([false, false, false]);
    fake.emit('catalog.changed', { registryId: lab });
    fake.emit('activity.changed', { unknownOutcomes: 0 });
    expect(untouched.map((key) => isOld(queries, key))).toEqual([true, false, true]);
  });

  test('of a publish that ended make the recent projects and the last choice old', () => {
    const { fake, queries } = follow();
    const touched = [keys.recent(), keys.chosen(p1)];
    for (const key of touched) queries.setQueryData(key, []);
    fake.emit('jobs.changed', publishJobOf({ state: 'running' }));
    expect(touched.map((key) => isOld(queries, key))).toEqual([false, false]);
    fake.emit('jobs.changed', publishJobOf({ state: 'done', revision: 2 }));
    expect(touched.map((key) => isOld(queries, key))).toEqual([true, true]);
  });
});
