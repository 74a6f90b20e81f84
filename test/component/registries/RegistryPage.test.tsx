import { waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { RegistryPage } from '../../../renderer/features/registries/RegistryPage.tsx';
import type { Registry } from '../../../shared/registry.ts';
import { fail } from '../../support/fakeBridge.ts';
import { registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

/** The page of a registry over a main that keeps what is saved and tells of it, as the real one does. */
async function show(registry: Registry, others: readonly Registry[] = []) {
  let current = registry;
  const page = await renderPage(<RegistryPage registryId={registry.id} />, {
    snapshot: snapshotOf({ registries: [registry, ...others] }),
    handlers: {
      'registries.update': ({ profile }) => keep({ ...current, ...profile }),
      'registries.check': () => current,
      'registries.remove': () => undefined,
    },
  });
  const keep = (next: Registry): Registry => {
    current = next;
    page.fake.emit('registries.changed', [next, ...others]);
    return next;
  };
  return { ...page, keep: (change: Partial<Registry>) => keep({ ...current, ...change }), now: () => current };
}

test('the page tells who the registry is, how it is and how it is reached', async () => {
  const { expectAccessible } = await show(
    registryOf('public', { colour: 'violet', production: true, index: 'index+git+https://git.example/index' }),
  );
  expect(screen.getByRole('heading', { level: 1, name: 'Public' })).toBeDefined();
  expect(screen.getByText('Reachable')).toBeDefined();
  expect(screen.getByRole('textbox', { name: 'Name' })).toHaveProperty('value', 'Public');
  expect(screen.getByRole('radio', { name: 'Violet' }).getAttribute('aria-checked')).toBe('true');
  expect(screen.getAllByRole('radio')).toHaveLength(8);
  expect(screen.getByRole('switch', { name: 'Treat as production' }).getAttribute('aria-checked')).toBe('true');
  expect(screen.getByRole('textbox', { name: 'Registry URL' })).toHaveProperty('value', 'https://public.example');
  expect(screen.getByRole('textbox', { name: 'Index' })).toHaveProperty('value', 'index+git+https://git.example/index');
  expect(screen.getByRole('button', { name: /API style/ }).textContent).toContain('Packages routes');
  expect(screen.getByRole('link', { name: 'Show packages' }).getAttribute('href')).toBe('#/packages/public');
  await expectAccessible();
});

test('an offline registry says what failed, and is checked again on demand', async () => {
  const error = { code: 'unreachable', message: 'The name lab.example was not found.' } as const;
  const { fake, user, keep } = await show(
    registryOf('lab', { status: { kind: 'offline', checkedAt: '2026-11-23T14:30:00.000Z', error } }),
  );
  expect(screen.getByText('Offline')).toBeDefined();
  expect(screen.getByText('The name lab.example was not found.')).toBeDefined();
  fake.on('registries.check', () =>
    keep({ status: { kind: 'reachable', checkedAt: '2026-11-23T14:31:00.000Z', milliseconds: 84.4, family: null } }),
  );
  await user.click(screen.getByRole('button', { name: 'Check now' }));
  expect(await screen.findByText('Reachable')).toBeDefined();
  expect(screen.getByText(/, 84 ms/)).toBeDefined();
  expect(screen.queryByText('The name lab.example was not found.')).toBeNull();
});

test('a name is saved when the field is left, and put back by Escape', async () => {
  const { fake, user } = await show(registryOf('staging'), [registryOf('tiny')]);
  const name = screen.getByRole('textbox', { name: 'Name' });
  await user.clear(name);
  await user.type(name, 'Stage');
  expect(fake.inputsOf('registries.update')).toEqual([]);
  await user.tab();
  await waitFor(() => expect(screen.getByRole('heading', { level: 1, name: 'Stage' })).toBeDefined());
  expect(await screen.findByText('Saved')).toBeDefined();
  await user.type(name, '!');
  await user.keyboard('{Escape}');
  expect(name).toHaveProperty('value', 'Stage');
  expect(fake.inputsOf('registries.update')).toHaveLength(1);
});

test('what cannot be saved says why beside the field and stays there', async () => {
  const { fake, user, expectAccessible } = await show(registryOf('staging'), [registryOf('tiny')]);
  const name = screen.getByRole('textbox', { name: 'Name' });
  await user.clear(name);
  await user.type(name, 'tiny{Enter}');
  expect(screen.getByText(/Another registry is called tiny/)).toBeDefined();
  expect(name.getAttribute('aria-invalid')).toBe('true');
  const index = screen.getByRole('textbox', { name: 'Index' });
  await user.type(index, 'https://git.example{Enter}');
  expect(screen.getByText(/elba would not read this/)).toBeDefined();
  expect(fake.inputsOf('registries.update')).toEqual([]);
  await expectAccessible();
});

test('colour and production are saved at once; arrow keys choose colours, and the words of the switch switch it, too', async () => {
  const { user, now } = await show(registryOf('staging', { colour: 'teal' }));
  await user.click(screen.getByRole('radio', { name: 'Gold' }));
  await waitFor(() => expect(now().colour).toBe('gold'));
  await user.keyboard('{ArrowLeft}');
  await waitFor(() => expect(now().colour).toBe('orange'));
  expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'Orange' }));
  await user.click(screen.getByRole('switch', { name: 'Treat as production' }));
  await waitFor(() => expect(now().production).toBe(true));
  await user.click(screen.getByText('Treat as production'));
  await waitFor(() => expect(now().production).toBe(false));
});

test('a change that main refuses is shown and not pretended', async () => {
  const { fake, user } = await show(registryOf('staging'));
  fake.on('registries.update', () => {
    throw fail('disk_failed', 'The settings could not be written because the disk is full.');
  });
  await user.click(screen.getByRole('switch', { name: 'Treat as production' }));
  expect((await screen.findByText(/the disk is full/)).textContent).toBeDefined();
  expect(screen.getByRole('switch', { name: 'Treat as production' }).getAttribute('aria-checked')).toBe('false');
});

test('another origin says that it needs a new token before anything is saved', async () => {
  const { fake, user, now, expectAccessible } = await show(registryOf('staging'));
  await user.click(screen.getByRole('button', { name: 'Change…' }));
  const url = screen.getByRole('textbox', { name: 'Registry URL' });
  expect(document.activeElement).toBe(url);
  await user.clear(url);
  await user.type(url, 'https://staging.example/elba');
  expect(screen.queryByText('A new address needs a new token')).toBeNull();
  await user.clear(url);
  await user.type(url, 'https://other.example');
  expect(screen.getByText('A new address needs a new token')).toBeDefined();
  await expectAccessible();
  expect(fake.inputsOf('registries.update')).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Save address and remove token' }));
  await waitFor(() => expect(now().url).toBe('https://other.example'));
  expect(screen.getByRole('textbox', { name: 'Registry URL' })).toHaveProperty('readOnly', true);
});

test('plain http is saved with consent alone', async () => {
  const { fake, user, now } = await show(registryOf('staging', { token: { kind: 'none' } }));
  await user.click(screen.getByRole('button', { name: 'Change…' }));
  const url = screen.getByRole('textbox', { name: 'Registry URL' });
  await user.clear(url);
  await user.type(url, 'http://staging.example{Enter}');
  expect(screen.getByText(/Over plain http everybody on the way can read the token/)).toBeDefined();
  expect(fake.inputsOf('registries.update')).toEqual([]);
  await user.click(screen.getByRole('checkbox', { name: /Send the token over plain http/ }));
  await user.click(screen.getByRole('button', { name: 'Save address' }));
  await waitFor(() => expect(now()).toMatchObject({ url: 'http://staging.example', allowPlainHttp: true }));
});

test('the API style can be set by hand', async () => {
  const { user, now } = await show(registryOf('staging', { family: 'auto' }));
  const picker = screen.getByRole('button', { name: /API style/ });
  expect(picker.textContent).toContain('Detected: packages routes');
  await user.click(picker);
  await user.click(screen.getByRole('option', { name: /Documented routes/ }));
  await waitFor(() => expect(now().family).toBe('documented'));
});

test('removing asks, says what goes and what stays, and leaves the page', async () => {
  const { fake, user, expectAccessible } = await show(registryOf('tiny'));
  await user.click(screen.getByRole('button', { name: 'Remove registry…' }));
  const dialog = screen.getByRole('alertdialog', { name: 'Remove Tiny from this app?' });
  expect(dialog.textContent).toContain('its token, which cannot be brought back');
  expect(dialog.textContent).toContain('every package on Tiny, and your Activity log');
  expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Cancel' }));
  await expectAccessible();
  await user.click(within(dialog).getByRole('button', { name: 'Remove Tiny' }));
  await waitFor(() => expect(window.location.hash).toBe('#/publish'));
  expect(fake.inputsOf('registries.remove')).toEqual([{ registryId: 'tiny' }]);
});

test('a page of a registry that is gone says so', async () => {
  const { emit } = await show(registryOf('tiny'));
  await emit('registries.changed', []);
  expect(screen.getByText('This registry is not in the list')).toBeDefined();
});

test('a registry has its own proxy, and without one that of the settings', async () => {
  const { fake, user, expectAccessible, now } = await show(registryOf('corp'));
  await user.click(screen.getByRole('button', { name: 'Network, as in Settings' }));
  await user.click(screen.getByRole('button', { name: /Proxy$/ }));
  await user.click(await screen.findByRole('option', { name: /^None/ }));
  await waitFor(() => expect(now().network).toEqual({ proxy: { kind: 'none' } }));
  expect(await screen.findByRole('button', { name: 'Network, other than in Settings' })).toBeDefined();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: /Proxy$/ }));
  await user.click(await screen.findByRole('option', { name: 'As in Settings' }));
  await waitFor(() => expect(fake.inputsOf('registries.update').at(-1)?.profile.network).toEqual({}));
});

test('groups preselect a registry, and go when it becomes one of production', async () => {
  const { fake, user } = await show(registryOf('team'));
  const groups = screen.getByRole('textbox', { name: 'Preselect for groups' });
  await user.type(groups, 'acme/x{Enter}');
  expect(screen.getByText(/acme\/x cannot be a group/)).toBeDefined();
  await user.clear(groups);
  await user.type(groups, 'acme,  labs{Enter}');
  await waitFor(() => expect(fake.inputsOf('registries.update').at(-1)?.profile.groups).toEqual(['acme', 'labs']));
  await user.click(screen.getByRole('switch', { name: 'Treat as production' }));
  await waitFor(() =>
    expect(fake.inputsOf('registries.update').at(-1)?.profile).toMatchObject({ production: true, groups: [] }),
  );
});

test('a registry moves in the list, and is duplicated', async () => {
  const second = registryOf('second');
  const { fake, user } = await show(registryOf('first'), [second]);
  fake.on('registries.reorder', () => undefined);
  fake.on('registries.duplicate', () => registryOf('copy'));
  const up = screen.getByRole('button', { name: 'Move up' });
  expect(up.getAttribute('aria-disabled')).toBe('true');
  await user.click(screen.getByRole('button', { name: 'Move down' }));
  expect(fake.inputsOf('registries.reorder')).toEqual([{ registryIds: ['second', 'first'] }]);
  await user.click(screen.getByRole('button', { name: 'Duplicate' }));
  await waitFor(() => expect(window.location.hash).toBe('#/registries/copy'));
});
