import { describe, expect, test } from 'vitest';
import { CallError, createClient } from '../../../renderer/bridge/client.ts';
import { electronTransport, type Transport, webTransport } from '../../../renderer/bridge/transport.ts';
import { createFakeBridge, fail } from '../../support/fakeBridge.ts';
import { idOf, reportOf, snapshotOf } from '../../support/fakeStates.ts';

/** A transport that answers every call with the same thing. */
const answering = (answer: unknown): Transport => ({
  kind: 'web',
  invoke: async () => answer,
  listen: () => () => undefined,
  pathForFile: null,
});

describe('calls', () => {
  test('give the value of the answer', async () => {
    const client = createClient(createFakeBridge({ snapshot: snapshotOf() }).transport);
    expect((await client.invoke('app.snapshot')).registries).toHaveLength(6);
  });

  test('throw the failure as it came', async () => {
    const fake = createFakeBridge({ snapshot: snapshotOf() });
    fake.on('registries.check', () => {
      throw fail('unreachable', 'Lab can’t be reached.', { todo: ['Check the network.'] });
    });
    const error = await createClient(fake.transport)
      .invoke('registries.check', { registryId: idOf.registry('lab') })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({ error: { code: 'unreachable', todo: ['Check the network.'] } });
  });

  test.each([
    ['nothing', undefined],
    ['a page of a proxy', '<html>'],
    ['another shape', { ok: true, value: { registries: 'many' } }],
    ['a failure without words', { ok: false, error: { code: 'unreachable' } }],
  ])('do not believe %s', async (_, answer) => {
    const error = await createClient(answering(answer))
      .invoke('app.snapshot')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({ error: { code: 'internal' } });
  });

  test('take null for nothing where nothing is to come back, and keep it where null means something', async () => {
    const client = createClient(answering({ ok: true, value: null }));
    expect(await client.invoke('projects.close', { projectId: idOf.project('p1') })).toBeUndefined();
    expect(await client.invoke('projects.choose')).toBeNull();
  });
});

describe('events', () => {
  test('reach those that asked for them, until they have had enough', () => {
    const fake = createFakeBridge({ snapshot: snapshotOf() });
    const client = createClient(fake.transport);
    const seen: number[] = [];
    const stop = client.subscribe('project.changed', (report) => seen.push(report.revision));
    client.start();
    fake.emit('project.changed', reportOf({ revision: 1 }));
    stop();
    fake.emit('project.changed', reportOf({ revision: 2 }));
    expect(seen).toEqual([1]);
  });

  test('that no contract knows, or that do not fit it, are passed over', () => {
    let send: (name: string, payload: unknown) => void = () => undefined;
    const client = createClient({
      ...answering(null),
      listen: (onEvent) => {
        send = onEvent;
        return () => undefined;
      },
    });
    const seen: unknown[] = [];
    client.subscribe('jobs.removed', (payload) => seen.push(payload));
    client.start();
    send('jobs.exploded', {});
    send('jobs.removed', { jobId: 7 });
    send('jobs.removed', { jobId: 'j1' });
    expect(seen).toEqual([{ jobId: 'j1' }]);
  });
});

/** As much of an EventSource as the transport uses. */
class Stream {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  closed = false;
  close(): void {
    this.closed = true;
  }
}

describe('the transport to the web host', () => {
  const withFetch = (fetch: (url: string, init: RequestInit) => Promise<Response>) => {
    const stream = new Stream();
    // The transport uses the handlers and `close` of a stream and nothing else.
    return { stream, transport: webTransport({ fetch, openEvents: () => stream as unknown as EventSource }) };
  };

  test('posts the input as JSON to the name of the call', async () => {
    const sent: Array<[string, RequestInit]> = [];
    const { transport } = withFetch(async (url, init) => {
      sent.push([url, init]);
      return Response.json({ ok: true });
    });
    await transport.invoke('projects.close', { projectId: 'p1' });
    await transport.invoke('app.snapshot', undefined);
    expect(sent.map(([url, init]) => [url, init.method, init.body])).toEqual([
      ['/call/projects.close', 'POST', '{"input":{"projectId":"p1"}}'],
      ['/call/app.snapshot', 'POST', '{}'],
    ]);
  });

  test('tells in words that the program is gone', async () => {
    const { transport } = withFetch(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await transport.invoke('app.snapshot', undefined)).toMatchObject({
      ok: false,
      error: { code: 'unreachable', message: expect.stringContaining('start it again') },
    });
  });

  test('reads events and says whether the stream is there', () => {
    const { stream, transport } = withFetch(async () => Response.json({}));
    const seen: unknown[] = [];
    const stop = transport.listen(
      (name, payload) => seen.push([name, payload]),
      (state) => seen.push(state),
    );
    stream.onopen?.();
    stream.onmessage?.({ data: '{"name":"jobs.removed","payload":{"jobId":"j1"}}' });
    stream.onmessage?.({ data: 'no JSON' });
    stream.onmessage?.({ data: '[]' });
    stream.onerror?.();
    expect(seen).toEqual(['open', ['jobs.removed', { jobId: 'j1' }], 'lost']);
    stop();
    expect(stream.closed).toBe(true);
  });
});

test('the desktop window goes through the preload and knows the path of a file', async () => {
  const transport = electronTransport({
    invoke: async (name, input) => [name, input],
    on: () => () => undefined,
    pathForFile: (file) => `/home/alice/${file.name}`,
  });
  expect(await transport.invoke('app.snapshot', undefined)).toEqual(['app.snapshot', undefined]);
  expect(transport.pathForFile?.(new File([], 'json-tools'))).toBe('/home/alice/json-tools');
});
