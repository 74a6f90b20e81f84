import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import type { RecentProject } from '../../../shared/project.ts';
import { type FakeOptions, fail } from '../../support/fakeBridge.ts';
import { filesOf, idOf, preparedOf, publishJobOf, registryOf, reportOf, snapshotOf } from '../../support/fakeStates.ts';
import { later } from '../renderPage.tsx';
import { type RenderedApp, renderApp } from '../shell/renderApp.tsx';

type Handlers = NonNullable<FakeOptions['handlers']>;

const folder = { folder: 'json-tools', tree: { 'elba.toml': 'x' } };

const reviewing: Handlers = {
  'projects.report': () => reportOf(),
  'projects.files': () => filesOf(),
  'publish.chosen': () => [],
  'publish.prepare': () => preparedOf(),
  'packages.details': () => {
    throw fail('package_not_found', 'Not there.');
  },
  'registries.check': () => registryOf('lab'),
  'projects.close': () => undefined,
};

const home = (handlers: Handlers = {}, snapshot = snapshotOf(), kind: 'electron' | 'web' = 'electron') =>
  renderApp({ snapshot, kind, hash: '#/publish', handlers: { ...reviewing, ...handlers } });

const recent = (change: Partial<RecentProject>): RecentProject => ({
  folder: '~/Projects/json-tools',
  package: { group: 'acme', name: 'json-tools', version: '1.3.0' },
  registryIds: [],
  openedAt: '2026-11-23T14:30:00.000Z',
  missing: false,
  ...change,
});

describe('the first run', () => {
  const first = snapshotOf({ registries: [] });

  test('offers the ways to a registry, and says why one did not start', async () => {
    const { user, fake, emit, expectAccessible } = await home(
      {
        'localRegistry.start': () => {
          throw fail('port_in_use', 'Port 6480 is taken by another program. Choose another one in Settings.');
        },
      },
      first,
    );
    expect(screen.getByRole('heading', { level: 1, name: 'Set up' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Add registry…' }).getAttribute('href')).toBe('#/registries/new');
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: 'Start local registry' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Port 6480 is taken');
    fake.on('localRegistry.start', () => ({ ...first.localRegistry, state: 'running' }));
    await emit('registries.changed', [registryOf('local', { embedded: true })]);
    expect(await screen.findByRole('heading', { level: 2, name: 'Drop a project folder' })).toBeTruthy();
  });
});

describe('recent projects', () => {
  const snapshot = snapshotOf({ registries: [registryOf('public'), registryOf('lab')], unknownOutcomes: 1 });

  test('stand against what each registry has of them', async () => {
    const { user, fake, expectAccessible } = await home(
      {
        'projects.recent': () => [
          recent({}),
          recent({ folder: '~/lens', package: { group: 'acme', name: 'Lens_Core', version: '0.9.1' } }),
          recent({ folder: '~/gone', package: { group: 'tiny', name: 'rest', version: '0.7.0' }, missing: true }),
        ],
        'packages.summaries': ({ registryId, packages }) => {
          if (registryId === 'lab') throw fail('unreachable', 'Lab can’t be reached.');
          return packages.slice(0, 2).map((ref) => ({
            group: ref.group,
            name: ref.name.toLowerCase().replace('_', '-'),
            description: null,
            latest: { version: ref.name === 'json-tools' ? '1.2.0' : '0.9.1', yanked: false },
            versions: null,
            yanked: null,
            mine: false,
          }));
        },
        'activity.list': () => ({ entries: [], total: 0, all: 0, damaged: 0, registries: [] }),
        'projects.open': () => reportOf(),
      },
      snapshot,
    );
    const row = (name: RegExp): HTMLElement => screen.getByRole('row', { name });
    await waitFor(() => expect(row(/json-tools/).textContent).toContain('1.2.0'));
    expect(row(/Lens_Core/).textContent).toContain('0.9.1same as the folder');
    expect(row(/rest/).textContent).toContain('Folder moved or deleted');
    expect(row(/rest/).textContent).toContain('never published');
    expect(screen.getByText(/What Lab has could not be read/)).toBeTruthy();
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: 'Review acme/json-tools…' }));
    expect(fake.inputsOf('projects.open')).toEqual([{ kind: 'path', path: '~/Projects/json-tools' }]);
    await waitFor(() => expect(window.location.hash).toBe('#/review/p1'));
  });

  test('that are none leave one line', async () => {
    await home();
    expect(await screen.findByText(/The folders that you review are listed here/)).toBeTruthy();
    expect(screen.queryByRole('table')).toBeNull();
  });

  test('are not promised in a browser for what is dropped there', async () => {
    const { info } = snapshotOf();
    await home({}, snapshotOf({ info: { ...info, host: 'web', folders: 'staging' } }), 'web');
    expect(await screen.findByText(/Of what is dropped a browser hands over only a copy/)).toBeTruthy();
  });
});

describe('a drop', () => {
  test('is announced while it hangs over the window, and opens the review of the folder', async () => {
    const { drag, fake } = await home({ 'projects.open': () => reportOf() });
    await drag('dragenter', [folder]);
    expect(screen.getByText('Drop to review this folder')).toBeTruthy();
    const over = await drag('dragover', [folder]);
    expect(over.defaultPrevented).toBe(true);
    await drag('drop', [folder]);
    expect(screen.queryByText('Drop to review this folder')).toBeNull();
    await waitFor(() => expect(window.location.hash).toBe('#/review/p1'));
    expect(fake.inputsOf('projects.open')).toEqual([{ kind: 'path', path: '/dropped/json-tools' }]);
  });

  test('of several items is refused, before and after', async () => {
    const { drag, fake } = await home();
    await drag('dragover', [folder, folder]);
    expect(screen.getByText('Drop one folder at a time')).toBeTruthy();
    await drag('drop', [folder, folder]);
    expect(screen.getByRole('alert').textContent).toContain('Drop one folder at a time');
    expect(fake.inputsOf('projects.open')).toEqual([]);
  });

  test('of a file says what to drop instead', async () => {
    const { drag, user } = await home();
    await drag('drop', [{ file: 'notes.pdf' }]);
    expect(screen.getByRole('alert').textContent).toBe('This is not a package. Drop the folder with elba.toml.');
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('of a packed archive opens the review of exactly that', async () => {
    const report = reportOf({ origin: 'archive', folder: '~/acme_json-tools-1.3.0.tar.gz' });
    const { drag, fake } = await home({ 'projects.open': () => report, 'projects.report': () => report });
    await drag('drop', [{ file: 'acme_json-tools-1.3.0.tar.gz' }]);
    await waitFor(() => expect(window.location.hash).toBe('#/review/p1'));
    expect(fake.inputsOf('projects.open')).toEqual([{ kind: 'path', path: '/dropped/acme_json-tools-1.3.0.tar.gz' }]);
    expect(await screen.findByText(/^acme_json-tools-1\.3\.0\.tar\.gz, published as it is/)).toBeTruthy();
  });

  test('of text or a link shows nothing and does not lead away', async () => {
    const { drag } = await home();
    const over = await drag('dragover', [], ['text/uri-list']);
    expect(screen.queryByText(/^Drop to review/)).toBeNull();
    expect(over.defaultPrevented).toBe(true);
    const dropped = await drag('drop', [], ['text/uri-list']);
    expect(dropped.defaultPrevented).toBe(true);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('that is taken away again leaves no trace', async () => {
    const { drag } = await home();
    await drag('dragenter', [folder]);
    await drag('dragleave', [folder]);
    expect(screen.queryByText('Drop to review this folder')).toBeNull();
  });

  test('of a folder that cannot be opened says why, on the page where it was dropped', async () => {
    const { drag } = await renderApp({
      snapshot: snapshotOf(),
      hash: '#/review/p1',
      handlers: {
        ...reviewing,
        'projects.open': () => {
          throw fail('folder_unreadable', 'The folder cannot be read. This account has no permission for it.');
        },
      },
    });
    await screen.findByRole('tree');
    await drag('drop', [folder]);
    expect((await screen.findByRole('alert')).textContent).toContain('no permission');
    expect(window.location.hash).toBe('#/review/p1');
  });

  test('on a review with choices that would be lost asks first', async () => {
    const other = reportOf({ projectId: idOf.project('p2') });
    const { drag, user, fake } = await renderApp({
      snapshot: snapshotOf(),
      hash: '#/review/p1',
      handlers: { ...reviewing, 'projects.open': () => other },
    });
    await user.click(await screen.findByRole('checkbox', { name: 'Publish to Staging' }));
    await drag('drop', [{ folder: 'lens-core', tree: {} }]);
    const dialog = await screen.findByRole('dialog', { name: 'Leave the review of acme/json-tools 1.3.0?' });
    await user.click(within(dialog).getByRole('button', { name: 'Stay with this review' }));
    expect(fake.inputsOf('projects.open')).toEqual([]);
    expect(screen.getByRole('checkbox', { name: 'Publish to Staging' })).toHaveProperty('checked', true);
    await drag('drop', [{ folder: 'lens-core', tree: {} }]);
    await user.click(await screen.findByRole('button', { name: 'Review lens-core' }));
    await waitFor(() => expect(window.location.hash).toBe('#/review/p2'));
  });

  test('while another folder is still being read gives that one up', async () => {
    const first = later<ReturnType<typeof reportOf>>();
    const { drag, fake } = await home({
      'projects.open': (input) =>
        input.kind === 'path' && input.path.endsWith('lens')
          ? reportOf({ projectId: idOf.project('p2') })
          : first.promise,
    });
    await drag('drop', [folder]);
    expect(await screen.findByText('Reading json-tools')).toBeTruthy();
    await drag('drop', [{ folder: 'lens', tree: {} }]);
    await waitFor(() => expect(window.location.hash).toBe('#/review/p2'));
    first.resolve(reportOf());
    await waitFor(() => expect(fake.inputsOf('projects.close')).toEqual([{ projectId: 'p1' }]));
    expect(window.location.hash).toBe('#/review/p2');
  });

  test('of the same folder twice keeps its one project open', async () => {
    const first = later<ReturnType<typeof reportOf>>();
    let asked = 0;
    const { drag, fake } = await home({
      'projects.open': () => {
        asked += 1;
        return asked === 1 ? first.promise : reportOf();
      },
    });
    await drag('drop', [folder]);
    await drag('drop', [folder]);
    await waitFor(() => expect(window.location.hash).toBe('#/review/p1'));
    await act(async () => first.resolve(reportOf()));
    await screen.findByRole('tree');
    expect(fake.inputsOf('projects.close')).toEqual([]);
  });

  test('closes the project that it takes the place of', async () => {
    const { drag, fake } = await home({
      'projects.open': (input) =>
        reportOf({ projectId: idOf.project(input.kind === 'path' && input.path.endsWith('lens') ? 'p2' : 'p1') }),
    });
    await drag('drop', [folder]);
    await waitFor(() => expect(window.location.hash).toBe('#/review/p1'));
    await drag('drop', [{ folder: 'lens', tree: {} }]);
    await waitFor(() => expect(window.location.hash).toBe('#/review/p2'));
    await waitFor(() => expect(fake.inputsOf('projects.close')).toEqual([{ projectId: 'p1' }]));
  });
});

describe('a review that is left', () => {
  test('keeps what was chosen, and the home page leads back to it', async () => {
    const { user } = await renderApp({ snapshot: snapshotOf(), hash: '#/review/p1', handlers: reviewing });
    await user.click(await screen.findByRole('checkbox', { name: 'Publish to Public' }));
    await user.type(screen.getByLabelText('Type acme/json-tools to confirm'), 'acme');
    await user.click(screen.getByRole('link', { name: 'Publish' }));
    await user.click(await screen.findByRole('link', { name: 'Continue' }));
    expect(await screen.findByRole('checkbox', { name: 'Publish to Public' })).toHaveProperty('checked', true);
    expect(screen.getByLabelText('Type acme/json-tools to confirm')).toHaveProperty('value', 'acme');
  });

  test('is asked about before another takes its place, from any page', async () => {
    const { user, drag } = await renderApp({ snapshot: snapshotOf(), hash: '#/review/p1', handlers: reviewing });
    await user.click(await screen.findByRole('checkbox', { name: 'Publish to Staging' }));
    await user.click(screen.getByRole('link', { name: 'Publish' }));
    await screen.findByRole('heading', { name: 'Drop a project folder' });
    await drag('drop', [folder]);
    expect(await screen.findByRole('dialog', { name: /Leave the review of acme\/json-tools 1\.3\.0/ })).toBeTruthy();
  });

  test('stays open as long as something is sent from it', async () => {
    const { drag, fake } = await renderApp({
      snapshot: snapshotOf({ jobs: [publishJobOf()] }),
      hash: '#/review/p1',
      handlers: { ...reviewing, 'projects.open': () => reportOf({ projectId: idOf.project('p2') }) },
    });
    await screen.findByRole('tree');
    await drag('drop', [folder]);
    await waitFor(() => expect(window.location.hash).toBe('#/review/p2'));
    await screen.findByRole('tree');
    expect(fake.inputsOf('projects.close')).toEqual([]);
  });
});

describe('choosing a folder', () => {
  test('goes through the host where it knows paths', async () => {
    const { user, fake } = await home({ 'projects.choose': () => reportOf() });
    await user.click(screen.getByRole('button', { name: 'Choose folder…' }));
    await waitFor(() => expect(window.location.hash).toBe('#/review/p1'));
    expect(fake.inputsOf('projects.choose')).toHaveLength(1);
  });

  test('or a packed archive goes through the host where it knows paths', async () => {
    const { user, fake } = await home({ 'projects.chooseArchive': () => reportOf({ origin: 'archive' }) });
    await user.click(screen.getByRole('button', { name: 'Choose archive…' }));
    await waitFor(() => expect(window.location.hash).toBe('#/review/p1'));
    expect(fake.inputsOf('projects.choose')).toEqual([]);
  });

  test('can be thought better of', async () => {
    const { user } = await home({ 'projects.choose': () => null });
    await user.keyboard('{Control>}o{/Control}');
    expect(window.location.hash).toBe('#/publish');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

test('a browser, which may not open folders by their path, asks for the folder of a recent project', async () => {
  const { info } = snapshotOf();
  const snapshot = snapshotOf({ info: { ...info, host: 'web', folders: 'staging' } });
  await home({ 'projects.recent': () => [recent({})], 'packages.summaries': () => [] }, snapshot, 'web');
  expect(await screen.findByRole('button', { name: 'Locate acme/json-tools…' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Review/ })).toBeNull();
});

describe('in a browser', () => {
  const { info } = snapshotOf();
  const snapshot = snapshotOf({ info: { ...info, host: 'web', folders: 'staging' } });
  const realFetch = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = realFetch;
  });

  const chosen = ['pretty/elba.toml', 'pretty/src/A.idr'].map((path) => {
    const file = new File(['x'], path.split('/').at(-1) ?? '');
    Object.defineProperty(file, 'webkitRelativePath', { value: path });
    return file;
  });

  /** Stands for the host's staging area. */
  function staging(put: () => Promise<Response>): string[] {
    const routes: string[] = [];
    globalThis.fetch = async (url, init) => {
      routes.push(`${init?.method} ${String(url)}`);
      init?.signal?.throwIfAborted();
      if (init?.method === 'POST') return Response.json({ ok: true, value: { stagingId: 's1' } });
      return init?.method === 'PUT' ? put() : Response.json({ ok: true });
    };
    return routes;
  }
  const choose = (): void => {
    fireEvent.change(screen.getByLabelText('Folder to review', { selector: 'input' }), { target: { files: chosen } });
  };
  const inBrowser = (handlers: Handlers): Promise<RenderedApp> => home(handlers, snapshot, 'web');

  test('a chosen folder is brought in, and named as the person calls it', async () => {
    const routes = staging(async () => Response.json({ ok: true }));
    const report = reportOf({ origin: 'staged', folder: 's1', package: null });
    const { fake } = await inBrowser({ 'projects.open': () => report, 'projects.report': () => report });
    choose();
    await waitFor(() => expect(window.location.hash).toBe('#/review/p1'));
    expect(routes).toEqual(['POST /staging', 'PUT /staging/s1']);
    expect(fake.inputsOf('projects.open')).toEqual([{ kind: 'staging', stagingId: 's1' }]);
    expect(await screen.findByRole('heading', { level: 1, name: 'pretty' })).toBeTruthy();
  });

  test('a chosen archive is brought in by itself, and any other file is not', async () => {
    const routes = staging(async () => Response.json({ ok: true }));
    const report = reportOf({ origin: 'archive' });
    const { fake } = await inBrowser({ 'projects.open': () => report, 'projects.report': () => report });
    const input = screen.getByLabelText('Archive to review', { selector: 'input' });
    fireEvent.change(input, { target: { files: [new File(['x'], 'pretty.gz')] } });
    expect((await screen.findByRole('alert')).textContent).toBe(
      'This is not a package. Drop the folder with elba.toml.',
    );
    expect(routes).toEqual([]);
    fireEvent.change(input, { target: { files: [new File(['x'], 'pretty.tar.gz')] } });
    await waitFor(() => expect(window.location.hash).toBe('#/review/p1'));
    expect(fake.inputsOf('projects.open')).toEqual([{ kind: 'staged_archive', stagingId: 's1' }]);
  });

  test('a folder on its way in shows how far it is and can be given up', async () => {
    const put = later<Response>();
    const routes = staging(() => put.promise);
    const { user, fake } = await inBrowser({ 'projects.open': () => reportOf() });
    choose();
    expect(await screen.findByText('Reading pretty')).toBeTruthy();
    expect(screen.getByRole('progressbar', { name: 'Reading the folder' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByText('Reading pretty')).toBeNull();
    put.resolve(Response.json({ ok: true }));
    await waitFor(() => expect(routes.at(-1)).toBe('DELETE /staging/s1'));
    expect(fake.inputsOf('projects.open')).toEqual([]);
    expect(window.location.hash).toBe('#/publish');
  });
});
