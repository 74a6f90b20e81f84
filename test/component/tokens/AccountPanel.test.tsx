import { waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { AccountPanel } from '../../../renderer/features/tokens/AccountPanel.tsx';
import type { Account } from '../../../shared/account.ts';
import { fail } from '../../support/fakeBridge.ts';
import { registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

const signedIn: Extract<Account, { kind: 'signed_in' }> = {
  kind: 'signed_in',
  name: 'alice',
  tokens: [
    { id: 2, createdAt: '2026-01-02T03:04:05.000Z', savedAs: 'CI' },
    { id: 1, createdAt: '2025-01-02T03:04:05.000Z' },
  ],
};

async function show(first: Account) {
  let account = first;
  const turn = (next: Account): Account => {
    account = next;
    return next;
  };
  return renderPage(<AccountPanel registry={registryOf('tiny')} />, {
    snapshot: snapshotOf({ registries: [registryOf('tiny')] }),
    handlers: {
      'account.state': () => account,
      'account.signIn': () => turn(signedIn),
      'account.signOut': () => turn({ kind: 'signed_out', ways: ['window', 'browser'] }),
      'account.openLogin': () => undefined,
      'account.createToken': () => turn(signedIn),
      'account.deleteToken': () => turn({ ...signedIn, tokens: [] }),
    },
  });
}
const press = (name: string) => screen.findByRole('button', { name });

test('a registry without accounts shows nothing of them', async () => {
  const { fake } = await show({ kind: 'none' });
  await waitFor(() => expect(fake.inputsOf('account.state')).toHaveLength(1));
  expect(screen.queryByText('Account')).toBeNull();
});

test('signing in shows the account with its tokens, and nothing of their text', async () => {
  const { fake, user, expectAccessible } = await show({ kind: 'signed_out', ways: ['window', 'browser'] });
  await user.click(await press('Open sign-in in browser'));
  expect(fake.inputsOf('account.openLogin')).toEqual([{ registryId: 'tiny' }]);
  await user.click(await press('Sign in…'));
  expect(await screen.findByText('Signed in as alice')).toBeDefined();
  expect(screen.getByRole('list', { name: 'Tokens that Tiny knows' }).textContent).toContain('CI Created 2 Jan 2026.');
  await expectAccessible();
  await user.click(await press('Sign out'));
  expect(await press('Sign in…')).toBeDefined();
});

test('a token is made under a name, and deleted only when that is confirmed', async () => {
  const { fake, user } = await show(signedIn);
  await user.type(await screen.findByRole('textbox', { name: 'Name of the new token' }), 'me');
  await user.click(await press('Create and save token'));
  expect(fake.inputsOf('account.createToken')).toEqual([{ registryId: 'tiny', name: 'me' }]);
  await user.click(await press('Delete Token 1'));
  expect(await screen.findByRole('alertdialog', { name: 'Delete Token 1 on Tiny?' })).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(fake.inputsOf('account.deleteToken')).toEqual([]);
  await user.click(await press('Delete CI'));
  expect((await screen.findByRole('alertdialog')).textContent).toContain('It is removed here too.');
  await user.click((await screen.findAllByRole('button', { name: 'Delete CI' })).at(-1) as HTMLElement);
  expect(fake.inputsOf('account.deleteToken')).toEqual([{ registryId: 'tiny', remoteId: 2 }]);
});

test('what went wrong is said beside it', async () => {
  const { fake, user } = await show({ kind: 'signed_out', ways: ['window'] });
  fake.on('account.signIn', () => {
    throw fail('unreachable', 'The name tiny.example was not found.');
  });
  await user.click(await press('Sign in…'));
  expect((await screen.findByRole('alert')).textContent).toContain('was not found');
});
