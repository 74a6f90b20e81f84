import { waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { RegistryPage } from '../../../renderer/features/registries/RegistryPage.tsx';
import type { Registry } from '../../../shared/registry.ts';
import type { TokenState } from '../../../shared/tokens.ts';
import { fail } from '../../support/fakeBridge.ts';
import { registryOf, snapshotOf, tokensFor } from '../../support/fakeStates.ts';
import { later, renderPage, screen } from '../renderPage.tsx';

const TOKEN = 'tok"en%2F with \\ odd\' characters+é';
const SAVED_AT = '2026-11-03T10:00:00.000Z';
const saved = (test: 'untested' | 'accepted' | 'rejected'): TokenState => ({
  kind: 'saved',
  savedAt: SAVED_AT,
  test,
  ...(test === 'untested' ? {} : { testedAt: '2026-11-04T10:00:00.000Z' }),
});

/** The page of Tiny over a main that keeps a token; `answers` tells what a test of it gives. */
async function show(token: TokenState, answers: 'accepted' | 'rejected' = 'accepted') {
  let registry: Registry = registryOf('tiny', { token });
  const page = await renderPage(<RegistryPage registryId={registry.id} />, {
    snapshot: snapshotOf({ registries: [registry] }),
    handlers: {
      'tokens.set': () => keep(saved('untested')),
      'tokens.test': () => keep(saved(answers)),
      'tokens.remove': () => keep({ kind: 'none' }),
    },
  });
  const keep = (next: TokenState): Registry => {
    registry = { ...registry, token: next, tokens: tokensFor('tiny', next) };
    page.fake.emit('registries.changed', [registry]);
    return registry;
  };
  return page;
}

const field = () => screen.getByLabelText<HTMLInputElement>('Token');
const press = (name: string) => screen.getByRole('button', { name });
const said = () =>
  screen
    .getAllByRole('status')
    .map((one) => one.textContent)
    .join(' ');
const alerted = () =>
  screen
    .getAllByRole('alert')
    .map((one) => one.textContent)
    .join(' ');

test('without a token the field is there, masked, and asks the browser to remember nothing', async () => {
  const { expectAccessible } = await show({ kind: 'none' });
  expect(screen.getByText('No token')).toBeDefined();
  expect(screen.getByText(/Tokens are kept in the system keychain/)).toBeDefined();
  expect(field().type).toBe('password');
  expect(field().autocomplete).toBe('off');
  expect(field().getAttribute('spellcheck')).toBe('false');
  expect(press('Save token').getAttribute('aria-disabled')).toBe('true');
  expect(screen.queryByRole('button', { name: 'Test token' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Remove token' })).toBeNull();
  await expectAccessible();
});

test('a saved token is sent once, is gone from the field before the answer and stands nowhere in the page', async () => {
  const { fake, user } = await show({ kind: 'none' });
  const answer = later<Registry>();
  const handler = answer.promise;
  fake.on('tokens.set', () => handler);
  const input = field();
  await user.click(input);
  await user.paste(TOKEN);
  expect(document.documentElement.outerHTML).not.toContain('odd');
  await user.click(press('Save token'));
  expect(input.value).toBe('');
  expect(fake.inputsOf('tokens.set')).toEqual([{ registryId: 'tiny', token: TOKEN }]);
  const after = registryOf('tiny', { token: saved('untested') });
  fake.emit('registries.changed', [after]);
  answer.resolve(after);
  expect(await screen.findByText('Token saved')).toBeDefined();
  await waitFor(() => expect(said()).toContain('The token is saved.'));
  expect(screen.queryByLabelText('Token')).toBeNull();
  expect(document.documentElement.outerHTML).not.toContain('odd');
});

test('a token that is tested by itself after saving says how that went', async () => {
  const { fake, user, emit } = await show({ kind: 'none' });
  await user.type(field(), 'abc');
  await user.click(press('Save token'));
  await waitFor(() => expect(said()).toContain('Test it before you publish'));
  await emit('registries.changed', [registryOf('tiny', { token: saved('accepted') })]);
  expect(said()).toContain('The token is saved. Tiny accepted the token.');
  await emit('registries.changed', [registryOf('tiny', { token: saved('rejected') })]);
  expect(alerted()).toContain('Tiny rejected the token.');
  expect(fake.inputsOf('tokens.test')).toEqual([]);
});

test('Enter saves too, and white space around a pasted token is not part of it', async () => {
  const { fake, user } = await show({ kind: 'none' });
  await user.click(field());
  await user.paste('  abc ');
  await user.keyboard('{Enter}');
  expect(fake.inputsOf('tokens.set')).toEqual([{ registryId: 'tiny', token: 'abc' }]);
});

test('a token that could not be saved is told, and has to be pasted again', async () => {
  const { fake, user } = await show({ kind: 'none' });
  fake.on('tokens.set', () => {
    throw fail('token_storage_failed', 'The keychain refused. Unlock it and save the token again.');
  });
  await user.type(field(), 'abc');
  await user.click(press('Save token'));
  expect((await screen.findByText(/The keychain refused/)).textContent).toBeDefined();
  expect(field().value).toBe('');
});

test('a saved token says when it was saved, what it is bound to and where it is kept', async () => {
  const { expectAccessible } = await show(saved('untested'));
  expect(screen.getByText('Token saved')).toBeDefined();
  expect(screen.getByText(/Saved 3 Nov 2026|^3 Nov 2026/)).toBeDefined();
  expect(screen.getByText(/Not tested yet/)).toBeDefined();
  expect(screen.getByText('tiny.example')).toBeDefined();
  expect(screen.getByText(/Tokens are kept in the system keychain/)).toBeDefined();
  expect(screen.queryByLabelText('Token')).toBeNull();
  await expectAccessible();
});

test('a good test is a status, a rejection an alert that says what to do', async () => {
  const good = await show(saved('untested'));
  await good.user.click(press('Test token'));
  await waitFor(() => expect(said()).toContain('Tiny accepted the token.'));
  expect(alerted()).toBe('');
});

test('a rejection is an alert that says what to do', async () => {
  const bad = await show(saved('accepted'), 'rejected');
  await bad.user.click(press('Test token'));
  await waitFor(() => expect(alerted()).toContain('Tiny rejected the token.'));
  expect(alerted()).toContain('Create one on Tiny and replace it here.');
  expect(screen.getByText('Token rejected')).toBeDefined();
});

test('a test that came to nothing says why', async () => {
  const { fake, user } = await show(saved('untested'));
  fake.on('tokens.test', () => {
    throw fail('unreachable', 'The name tiny.example was not found.');
  });
  await user.click(press('Test token'));
  await waitFor(() => expect(alerted()).toContain('The name tiny.example was not found.'));
  expect(screen.getByText('Token saved')).toBeDefined();
});

test('replacing brings the field back; cancelling keeps what is saved', async () => {
  const { fake, user } = await show(saved('accepted'));
  await user.click(press('Replace…'));
  expect(field()).toBeDefined();
  await user.click(press('Cancel'));
  expect(screen.queryByLabelText('Token')).toBeNull();
  await user.click(press('Replace…'));
  await user.type(field(), 'new');
  await user.click(press('Save token'));
  expect(fake.inputsOf('tokens.set').map((input) => input.token)).toEqual(['new']);
  await waitFor(() => expect(screen.queryByLabelText('Token')).toBeNull());
});

test('removing takes it from this computer and says that the registry still knows it', async () => {
  const { user } = await show(saved('accepted'));
  await user.click(press('Remove token'));
  expect(await screen.findByText('No token')).toBeDefined();
  await waitFor(() => expect(said()).toContain('Tiny still knows it until you delete it there.'));
  expect(field()).toBeDefined();
});

test('a token that can no longer be read says so and can be pasted again or removed', async () => {
  await show({ kind: 'unreadable', reason: 'The keychain gave it back damaged.' });
  expect(screen.getByText('The saved token can’t be read')).toBeDefined();
  expect(screen.getByText(/The keychain gave it back damaged/)).toBeDefined();
  expect(field()).toBeDefined();
  expect(press('Remove token')).toBeDefined();
});

test('the focus stays with the token when its form goes, saved or not', async () => {
  const { user, expectAccessible } = await show({ kind: 'none' });
  const isInPanel = (): boolean => document.activeElement?.contains(screen.getByText('Token saved')) === true;
  await user.click(field());
  await user.paste(TOKEN);
  await user.keyboard('{Enter}');
  await screen.findByRole('button', { name: 'Test token' });
  await waitFor(() => expect(screen.queryByLabelText('Token')).toBeNull());
  expect(document.activeElement).not.toBe(document.body);
  expect(isInPanel()).toBe(true);
  await user.click(press('Replace…'));
  press('Cancel').focus();
  await user.keyboard('{Enter}');
  expect(screen.queryByLabelText('Token')).toBeNull();
  expect(document.activeElement).not.toBe(document.body);
  expect(isInPanel()).toBe(true);
  await expectAccessible();
});
