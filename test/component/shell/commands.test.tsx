import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { keyTables } from '../../../renderer/features/help/helpKeys.ts';
import { paletteSections } from '../../../renderer/features/shell/paletteEntries.ts';
import type { AppInfo } from '../../../shared/snapshot.ts';
import { idOf, publishJobOf, sixRegistries, snapshotOf } from '../../support/fakeStates.ts';
import { type RenderedApp, renderApp } from './renderApp.tsx';

const info = (change: Partial<AppInfo>): AppInfo => ({ ...snapshotOf().info, ...change });
const open = (change: Partial<AppInfo> = {}, hash = ''): Promise<RenderedApp> =>
  renderApp({
    snapshot: snapshotOf({ info: info(change), jobs: [publishJobOf()] }),
    hash,
    handlers: { 'app.showLog': () => ({ kind: 'shown' }), 'app.showMenu': () => undefined },
  });

const palette = () => screen.findByRole('dialog', { name: 'Command palette' });

describe('the command palette', () => {
  test('opens on Ctrl K, finds by typing, and goes there with Enter', async () => {
    const { user, expectAccessible } = await open();
    await user.keyboard('{Control>}k{/Control}');
    const dialog = await palette();
    await expectAccessible();
    expect(document.activeElement?.tagName).toBe('INPUT');
    await user.keyboard('orch');
    await waitFor(() => expect(within(dialog).getAllByRole('menuitem')).toHaveLength(2));
    await user.keyboard('{Enter}');
    expect(window.location.hash).toBe('#/registries/orchid');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test('shows the key of an action, runs it, and says when nothing matches', async () => {
    const { user, fake } = await open();
    await user.keyboard('{Control>}k{/Control}');
    const dialog = await palette();
    expect(within(dialog).getByRole('menuitem', { name: /Publish folder/ }).textContent).toContain('Ctrl O');
    await user.keyboard('no such thing');
    expect(await within(dialog).findByText('Nothing matches no such thing')).toBeTruthy();
    await user.clear(within(dialog).getByRole('searchbox'));
    await user.keyboard('show log');
    await user.click(await within(dialog).findByRole('menuitem', { name: /Show log/ }));
    expect(fake.inputsOf('app.showLog')).toHaveLength(1);
  });

  test('finds packages only in registries that were read before', async () => {
    const { user, fake } = await open();
    const sources = (readAt: string | null) => [
      { kind: 'api' as const, where: 'here', state: { kind: 'fresh' as const }, readAt },
    ];
    fake.on('catalog.state', ({ registryId }) => ({
      registryId,
      generation: 1,
      sources: sources(registryId === idOf.registry('staging') ? '2026-01-31T12:00:00.000Z' : null),
      packages: 1,
      versions: null,
      problems: 0,
    }));
    fake.on('packages.query', ({ registryId }) => ({
      registryId,
      total: 1,
      all: 1,
      generation: 1,
      rows: [
        {
          group: 'acme',
          name: 'json-tools',
          latest: null,
          description: null,
          versions: null,
          yanked: null,
          mine: false,
        },
      ],
    }));
    await user.keyboard('{Control>}k{/Control}');
    await palette();
    await user.keyboard('json');
    await user.click(await screen.findByRole('menuitem', { name: /acme\/json-tools/ }));
    expect(window.location.hash).toBe('#/packages/staging/acme/json-tools');
    expect(fake.inputsOf('packages.query').map(({ registryId }) => registryId)).toEqual(
      fake.inputsOf('packages.query').map(() => idOf.registry('staging')),
    );
  });

  test('puts first what begins with the words, and leaves out empty sections', () => {
    const [actions, ...others] = paletteSections('go to', 'mac', sixRegistries, []);
    expect(actions?.entries.map(({ title, note }) => `${title} ${note}`)).toEqual([
      'Go to Publish ⌘1',
      'Go to Packages ⌘2',
      'Go to Activity ⌘3',
    ]);
    expect(others).toEqual([]);
  });
});

describe('what the window asks for', () => {
  test.each([
    ['help', '#/help'],
    ['addRegistry', '#/registries/new'],
    ['settings', '#/settings'],
    ['activity', '#/activity'],
  ] as const)('by its menu (%s) is shown', async (command, hash) => {
    const { emit } = await open();
    await emit('shell.requested', { kind: 'command', command });
    expect(window.location.hash).toBe(hash);
  });

  test('waits for a question that is open', async () => {
    const { emit, user } = await open();
    await user.keyboard('{Control>}k{/Control}');
    await palette();
    await emit('shell.requested', { kind: 'command', command: 'settings' });
    expect(window.location.hash).toBe('');
  });

  test('by a notification leads to its job, or to the log of what was done', async () => {
    const { emit } = await open();
    await emit('shell.requested', { kind: 'job', jobId: idOf.job('j1') });
    expect(window.location.hash).toBe('#/job/j1');
    await emit('shell.requested', { kind: 'job', jobId: idOf.job('gone') });
    expect(window.location.hash).toBe('#/activity');
  });
});

describe('the help page', () => {
  test('lists the keys of the platform and leads to the log', async () => {
    const { user, fake, expectAccessible } = await open({}, '#/help');
    expect(await screen.findByRole('heading', { level: 1, name: 'Help' })).toBeTruthy();
    expect(screen.getByText('Ctrl K')).toBeTruthy();
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: 'Show log' }));
    expect(fake.inputsOf('app.showLog')).toHaveLength(1);
  });

  test('opens on F1, and on ⌘? on a Mac', async () => {
    const { user } = await open();
    await user.keyboard('{F1}');
    expect(window.location.hash).toBe('#/help');
    const mac = keyTables('mac', 'electron').flatMap(({ rows }) => rows.flatMap(({ keys }) => keys));
    expect(mac).toEqual(expect.arrayContaining(['⌘?', '⌘O', '⌘Q', '⌃⌘F']));
    expect(mac.join()).not.toContain('Ctrl');
    expect(keyTables('win', 'web').map(({ title }) => title)).toEqual(['Anywhere', 'On a page']);
    expect(keyTables('win', 'electron').at(-1)?.rows.at(-1)).toEqual({ keys: ['Alt F4'], does: 'Quit' });
  });
});

describe("the window's menu", () => {
  test('opens by its button, by F10 and by Alt alone', async () => {
    const { user, fake } = await open();
    await user.click(screen.getByRole('button', { name: 'Menu' }));
    await user.keyboard('{F10}');
    await user.keyboard('{Alt>}{/Alt}');
    await user.keyboard('{Alt>}x{/Alt}');
    expect(fake.inputsOf('app.showMenu')).toHaveLength(3);
  });

  test.each([{ platform: 'mac' } as const, { host: 'web' } as const])('is not drawn on %j', async (change) => {
    await open(change);
    expect(screen.queryByRole('button', { name: 'Menu' })).toBeNull();
  });
});

describe('a context menu', () => {
  const rightClick = async (element: Element): Promise<void> => {
    await act(async () => void fireEvent.contextMenu(element, { clientX: 40, clientY: 200 }));
  };

  test("is the system's own in the window", async () => {
    const { fake } = await open();
    fake.on('app.contextMenu', () => 'packages');
    await rightClick(screen.getByRole('link', { name: 'Orchid' }));
    const [asked] = fake.inputsOf('app.contextMenu');
    expect(asked?.at).toEqual({ x: 40, y: 200 });
    expect(asked?.items.map((item) => (item.kind === 'item' ? item.label : '-'))).toEqual([
      'Show Orchid',
      'Packages of Orchid',
      '-',
      'Check now',
      'Copy URL',
    ]);
    await waitFor(() => expect(window.location.hash).toBe('#/packages/orchid'));
  });

  test("is the page's own in a browser, and works by keys", async () => {
    const { user, fake } = await open({ host: 'web' });
    await rightClick(screen.getByRole('link', { name: 'Orchid' }));
    expect(await screen.findByRole('menu', { name: 'Actions' })).toBeTruthy();
    await user.keyboard('{ArrowDown}{Enter}');
    expect(window.location.hash).toBe('#/packages/orchid');
    expect(fake.inputsOf('app.contextMenu')).toEqual([]);
  });
});
