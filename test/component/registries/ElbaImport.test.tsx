import { waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ElbaImport } from '../../../renderer/features/registries/ElbaImport.tsx';
import { ElbaToken } from '../../../renderer/features/registries/ElbaToken.tsx';
import type { ElbaFound, ElbaIndex } from '../../../shared/elba.ts';
import type { Registry } from '../../../shared/registry.ts';
import { type FakeHandlers, fail } from '../../support/fakeBridge.ts';
import { registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { later, renderPage, screen } from '../renderPage.tsx';

const ORCHID = 'index+tar+https://elba.orchid.example/index.tar.gz';
const LOGINS = '~/.local/share/elba/logins.toml';
const indexOf = (change: Partial<ElbaIndex> = {}): ElbaIndex => ({
  index: ORCHID,
  alias: 'orchid',
  isDefault: false,
  hasToken: true,
  suggestedName: 'Orchid',
  ...change,
});
const publicIndex = indexOf({
  index: 'index+git+https://git.example/index#master',
  isDefault: true,
  hasToken: false,
  suggestedName: 'Public',
});
const found = (
  indices: ElbaIndex[],
  files: ElbaFound['files'] = [{ path: '~/.config/elba/config', kind: 'config', state: 'read' }],
): ElbaFound => ({
  files,
  indices,
  logins: LOGINS,
});

const show = (answer: FakeHandlers['elba.find'], more: FakeHandlers = {}, registries: Registry[] = []) =>
  renderPage(<ElbaImport isFirst />, {
    snapshot: snapshotOf({ registries }),
    handlers: { ...(answer === undefined ? {} : { 'elba.find': answer }), ...more },
  });
const choice = (name: string) => screen.getByRole('checkbox', { name: `Import ${name}` });

test('what elba has is looked for in words, and then stands in rows that are all chosen', async () => {
  const answer = later<ElbaFound>();
  const { expectAccessible } = await show(() => answer.promise, {}, [registryOf('staging', { colour: 'crimson' })]);
  expect(screen.getByText('Looking…')).toBeDefined();
  answer.resolve(found([publicIndex, indexOf()]));
  expect(await screen.findByText('elba’s default')).toBeDefined();
  expect(choice('Public')).toHaveProperty('checked', true);
  expect(screen.getByText('1 token')).toBeDefined();
  expect(screen.getByText(/elba keeps this token in/).textContent).toContain(LOGINS);
  await expectAccessible();
});

test('only what is chosen is imported, and elba’s own copy stays unless it is wished away', async () => {
  const { fake, user } = await show(() => found([publicIndex, indexOf()]), {
    'elba.import': ({ choices }) => choices.map(({ index }) => ({ index, tokenImported: false })),
  });
  await user.click(await screen.findByRole('checkbox', { name: 'Import Public' }));
  await user.click(screen.getByRole('button', { name: 'Import 1 registry' }));
  const chosen = { index: ORCHID, name: 'Orchid', colour: 'orange', withToken: true };
  await waitFor(() => expect(fake.inputsOf('elba.import')).toEqual([{ choices: [chosen], deleteLogins: false }]));
  await user.click(screen.getByRole('checkbox', { name: /Then delete its line/ }));
  await user.click(screen.getByRole('button', { name: 'Import 1 registry' }));
  await waitFor(() => expect(fake.inputsOf('elba.import').at(-1)?.deleteLogins).toBe(true));
  await user.click(choice('Orchid'));
  expect(screen.getByRole('button', { name: 'Import 0 registries' }).getAttribute('aria-disabled')).toBe('true');
});

test('what could not be imported is said, one by one', async () => {
  const error = { code: 'invalid_input', message: 'Nobody knows yet where the token may be sent.' } as const;
  const { user, expectAccessible } = await show(() => found([indexOf()]), {
    'elba.import': () => [{ index: ORCHID, tokenImported: false, error }],
  });
  await user.click(await screen.findByRole('button', { name: 'Import 1 registry' }));
  expect(await screen.findByText(error.message)).toBeDefined();
  await expectAccessible();
});

test('a computer without elba is said to be one', async () => {
  await show(() => found([], []));
  expect(await screen.findByText('elba is not set up on this computer')).toBeDefined();
});

test('a file that cannot be read is named with its line', async () => {
  const broken = { path: LOGINS, kind: 'logins', state: 'broken', line: 3, text: 'it is not TOML' } as const;
  await show(() => found([indexOf()], [broken]));
  expect(await screen.findByText(/can’t be read, line 3: it is not TOML/)).toBeDefined();
});

test('a look that fails is said', async () => {
  await show(() => {
    throw fail('internal', 'It did not work.');
  });
  expect(await screen.findByText('It did not work.')).toBeDefined();
});

const beside = (registry: Registry) =>
  renderPage(<ElbaToken registry={registry} />, {
    snapshot: snapshotOf({ registries: [registry] }),
    handlers: {
      'elba.find': () => found([indexOf({ known: registry.id })]),
      'elba.importToken': () => registry,
      'elba.deleteLogin': () => found([]),
    },
  });

test('beside a registry without a token, elba’s is offered', async () => {
  const { fake, user, expectAccessible } = await beside(
    registryOf('orchid', { token: { kind: 'none' }, index: ORCHID }),
  );
  await user.click(await screen.findByRole('button', { name: 'Import token' }));
  expect(fake.inputsOf('elba.importToken')).toEqual([{ registryId: 'orchid' }]);
  await expectAccessible();
});

test('beside a registry with a token, elba’s plain text is offered to be deleted', async () => {
  const { fake, user } = await beside(registryOf('orchid', { index: ORCHID }));
  await user.click(await screen.findByRole('button', { name: 'Delete it there' }));
  expect(fake.inputsOf('elba.deleteLogin')).toEqual([{ index: ORCHID }]);
});

test('where nobody knows the registry’s URL, a token cannot come along, and that is said', async () => {
  await beside(registryOf('orchid', { token: { kind: 'none' }, url: '', host: '', index: ORCHID }));
  expect(await screen.findByText(/Add the registry’s URL first/, { selector: 'p' })).toBeDefined();
});
