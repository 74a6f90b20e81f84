import { waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { ArchiveTab } from '../../../renderer/features/inspect/ArchiveTab.tsx';
import type { InspectedArchive, VersionsCompared } from '../../../shared/inspect.ts';
import { fail } from '../../support/fakeBridge.ts';
import { hashOf, idOf, snapshotOf } from '../../support/fakeStates.ts';
import { later, renderPage, screen } from '../renderPage.tsx';

Element.prototype.scrollIntoView = () => undefined;

const ALL = ['1.2.0', '1.1.0', '1.0.0'];
const archiveOf = (more: Partial<InspectedArchive> = {}): InspectedArchive => ({
  version: '1.2.0',
  sha256: hashOf('a'),
  indexSha256: hashOf('a'),
  bytes: 757,
  files: [
    { path: 'elba.toml', bytes: 415, executable: false },
    { path: 'src/Json/Lexer.idr', bytes: 82, executable: false },
  ],
  others: [],
  fileCount: 2,
  unpackedBytes: 497,
  whole: true,
  findings: [],
  moreFindings: 0,
  ...more,
});
const side = (version: string) => ({
  version,
  sha256: hashOf('b'),
  indexSha256: null,
  bytes: 700,
  whole: true,
  findings: [],
  moreFindings: 0,
});
const comparedOf = (more: Partial<VersionsCompared> = {}): VersionsCompared => ({
  before: side('1.0.0'),
  after: side('1.2.0'),
  added: [{ path: 'New.idr', bytes: 4, lines: { added: 1, removed: 0 } }],
  removed: [],
  modified: [{ path: 'elba.toml', bytesBefore: 400, bytesAfter: 415, lines: null }],
  mode: [],
  same: 1,
  manifest: [{ part: 'dependency', name: 'tiny/parsec', before: '0.3.0', after: '0.4.0' }],
  ...more,
});

function Tab() {
  const [version, setVersion] = useState('1.2.0');
  const of = { registryId: idOf.registry('staging'), package: { group: 'acme', name: 'json' }, version };
  return <ArchiveTab of={of} versions={ALL} onVersion={setVersion} />;
}

const show = (handlers: Parameters<typeof renderPage>[1]['handlers']) =>
  renderPage(<Tab />, {
    snapshot: snapshotOf(),
    handlers: {
      'inspect.readText': ({ path }) => ({ text: `text of ${path}\n`, truncated: false, binary: false }),
      ...handlers,
    },
  });

test('an archive shows its files and the text of the one that is chosen, by pointer or keyboard', async () => {
  const { user, expectAccessible } = await show({ 'inspect.open': () => archiveOf() });
  const tree = await screen.findByRole('tree', { name: 'Files' });
  expect(await screen.findByText('text of elba.toml')).toBeDefined();
  expect(screen.getByText('as the index says')).toBeDefined();
  expect(screen.getByText('2 files')).toBeDefined();
  await expectAccessible();
  await user.click(within(tree).getByRole('treeitem', { name: /Lexer\.idr/ }));
  expect(await screen.findByRole('region', { name: 'Text of src/Json/Lexer.idr' })).toBeDefined();
  expect(
    within(tree)
      .getByRole('treeitem', { name: /Lexer\.idr/ })
      .getAttribute('aria-selected'),
  ).toBe('true');
  await user.keyboard('{End}{Enter}');
  expect(await screen.findByText('text of elba.toml')).toBeDefined();
});

test('while it is downloaded the page says so, and a failure can be tried again', async () => {
  const waiting = later<InspectedArchive>();
  const { fake, user } = await show({ 'inspect.open': () => waiting.promise });
  expect(await screen.findByText('Downloading the archive of 1.2.0')).toBeDefined();
  waiting.reject(fail('connection_lost', 'The connection to Staging broke.'));
  expect((await screen.findByRole('alert')).textContent).toContain('The connection to Staging broke.');
  fake.on('inspect.open', () => archiveOf());
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('tree', { name: 'Files' })).toBeDefined();
});

test('other bytes than the index names, and what is wrong inside, are said before anything else', async () => {
  const { expectAccessible } = await show({
    'inspect.open': () =>
      archiveOf({
        indexSha256: hashOf('f'),
        others: [{ path: 'passwd', kind: 'link', target: '/etc/passwd' }],
        whole: false,
        findings: ['../out.txt: The name leaves the folder by "..".'],
        moreFindings: 3,
      }),
  });
  expect((await screen.findByRole('alert')).textContent).toContain('is not the one that the index names');
  expect(screen.getByText(/The name leaves the folder/)).toBeDefined();
  expect(screen.getByText('And 3 more like these.')).toBeDefined();
  const link = screen.getByRole('treeitem', { name: /passwd/ });
  expect(link.textContent).toContain('not a file: A link to /etc/passwd, not followed');
  await expectAccessible();
});

test('any two versions are compared, with the lines of each file, and the files are one press away', async () => {
  const { fake, user, expectAccessible } = await show({
    'inspect.open': () => archiveOf(),
    'inspect.compare': () => comparedOf(),
    'inspect.fileChange': () => ({
      kind: 'hunks',
      lineEndsChanged: false,
      hunks: [{ oldStart: 1, newStart: 1, lines: [{ kind: 'add', text: 'version = "1.2.0"', newLine: 1 }] }],
    }),
  });
  await screen.findByRole('tree', { name: 'Files' });
  const picker = screen.getByRole('combobox', { name: 'Compare with' });
  await user.type(picker, '1.0');
  await user.click(await screen.findByRole('option', { name: '1.0.0' }));
  const list = await screen.findByRole('listbox', { name: 'Changed files' });
  expect(within(list).getAllByRole('option')).toHaveLength(2);
  expect(screen.getByText('From 1.0.0 to 1.2.0')).toBeDefined();
  expect(screen.getByRole('list', { name: 'What elba.toml says differently' }).textContent).toContain('tiny/parsec');
  expect((await screen.findByRole('region', { name: /^Change of/ })).textContent).toContain('version = "1.2.0"');
  expect(fake.inputsOf('inspect.compare')).toMatchObject([{ before: '1.0.0', after: '1.2.0' }]);
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Show the files again' }));
  expect(await screen.findByRole('tree', { name: 'Files' })).toBeDefined();
});

test('versions with the same files say so', async () => {
  const { user } = await show({
    'inspect.open': () => archiveOf(),
    'inspect.compare': () => comparedOf({ added: [], modified: [], manifest: [] }),
  });
  await user.type(await screen.findByRole('combobox', { name: 'Compare with' }), '1.1');
  await user.click(await screen.findByRole('option', { name: '1.1.0' }));
  expect(await screen.findByText('1.2.0 has the same files as 1.1.0')).toBeDefined();
});

test('another version is opened by typing a part of it', async () => {
  const { fake, user } = await show({ 'inspect.open': ({ version }) => archiveOf({ version, bytes: 1 }) });
  const picker = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Version' });
  await user.clear(picker);
  await user.type(picker, '1.1{ArrowDown}{Enter}');
  await waitFor(() => expect(fake.inputsOf('inspect.open').at(-1)?.version).toBe('1.1.0'));
  expect(picker.value).toBe('1.1.0');
});

test('what was typed and not chosen is given up with Escape and when the field is left', async () => {
  const { fake, user } = await show({ 'inspect.open': ({ version }) => archiveOf({ version }) });
  const picker = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Version' });
  await user.click(picker);
  await user.keyboard('1.1');
  expect(picker.value).toBe('1.1');
  await user.keyboard('{Escape}');
  expect(picker.value).toBe('1.2.0');
  expect(picker.getAttribute('aria-expanded')).toBe('false');
  await user.keyboard('9');
  await user.tab();
  expect(picker.value).toBe('1.2.0');
  expect(fake.inputsOf('inspect.open')).toHaveLength(1);
});
