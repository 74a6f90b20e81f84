import { act, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { registryOf } from '../../support/fakeStates.ts';
import { yankJobOf } from '../packages/catalogStates.ts';
import { screen } from '../renderPage.tsx';
import { manyJob, outcome, press, showVersions, switchOf } from './shown.tsx';

const FOUR = { '1.3.0': false, '1.2.0': false, '1.1.0': false, '1.0.0': true };
const versions = ['1.3.0', '1.2.0', '1.1.0'] as const;

/** Everything chosen, the three that are available confirmed; job `y1` is theirs. */
async function yankThree(registry = registryOf('staging')) {
  const page = await showVersions(FOUR, { registry });
  await page.user.click(screen.getByRole('checkbox', { name: 'Select all versions' }));
  await page.user.click(screen.getByRole('button', { name: 'Yank 3…' }));
  screen.getByRole('dialog', { name: `Yank 3 versions of acme/json-tools from ${registry.name}?` });
  return page;
}
const confirm = (page: Awaited<ReturnType<typeof yankThree>>) => press(page.user, 'Yank 3 versions from Staging');
const run = () => screen.getByRole('dialog', { name: 'Yank 3 versions of acme/json-tools from Staging' });
const rowOf = (version: string) =>
  within(run())
    .getAllByRole('listitem')
    .find((row) => row.textContent?.startsWith(version))?.textContent;

test('one confirmation for all, then a row for each with its own outcome; the failed one is tried again alone', async () => {
  const page = await yankThree();
  await page.user.type(screen.getByRole('textbox', { name: /It stays on this computer/ }), 'broken');
  await confirm(page);
  expect(page.fake.inputsOf('versions.yank')).toEqual([
    {
      registryId: 'staging',
      package: { group: 'acme', name: 'json-tools' },
      versions: [...versions],
      yanked: true,
      note: 'broken',
    },
  ]);
  await page.emit(
    'jobs.changed',
    manyJob('y1', [
      ['1.3.0', outcome.done('yanked')],
      ['1.2.0', null],
      ['1.1.0', null],
    ]),
  );
  await waitFor(() => expect(rowOf('1.3.0')).toContain('Yanked'));
  expect(rowOf('1.2.0')).toContain('Yanking…');
  expect(rowOf('1.1.0')).toContain('Waiting');
  expect(within(run()).getByRole('progressbar').getAttribute('aria-valuetext')).toBe('1 of 3');

  page.yanked.set('1.3.0', true).set('1.1.0', true);
  const ends = [
    ['1.3.0', outcome.done('yanked')],
    ['1.2.0', outcome.rejected],
    ['1.1.0', outcome.already],
  ] as const;
  await page.emit('jobs.changed', manyJob('y1', ends, { revision: 2 }));
  await waitFor(() => expect(run().textContent).toContain('2 of 3 versions of acme/json-tools are yanked on Staging.'));
  expect(run().textContent).toContain('1 failed.');
  expect(rowOf('1.2.0')).toContain('You are not an owner');
  expect(rowOf('1.1.0')).toContain('Yanked already');
  await page.expectAccessible();

  await page.user.click(within(run()).getByRole('button', { name: 'Retry 1 failed' }));
  expect(page.fake.inputsOf('versions.yank')[1]).toMatchObject({ versions: ['1.2.0'], note: 'broken' });
  page.yanked.set('1.2.0', true);
  await page.emit('jobs.changed', manyJob('y2', [['1.2.0', outcome.done('yanked')]]));
  await waitFor(() => expect(run().textContent).toContain('3 versions of acme/json-tools are yanked on Staging.'));
  expect(rowOf('1.3.0')).toContain('Yanked');
  await page.user.click(within(run()).getByRole('button', { name: 'Done' }));
  expect(screen.getByText('3 versions of acme/json-tools are yanked on Staging.')).toBeDefined();
});

test('Undo takes back what this order changed, and nothing that was so before', async () => {
  const page = await yankThree();
  await confirm(page);
  page.yanked.set('1.3.0', true).set('1.2.0', true).set('1.1.0', true);
  const ends = [
    ['1.3.0', outcome.done('yanked')],
    ['1.2.0', outcome.done('yanked')],
    ['1.1.0', outcome.already],
  ] as const;
  await page.emit('jobs.changed', manyJob('y1', ends));
  await page.user.click(await within(run()).findByRole('button', { name: 'Undo 2' }));
  expect(page.fake.inputsOf('versions.yank')[1]).toMatchObject({ versions: ['1.3.0', '1.2.0'], yanked: false });
});

test('a pause that the registry asks for is seen, the work can be stopped, and the rest taken up again', async () => {
  const page = await yankThree();
  await confirm(page);
  const first = ['1.3.0', outcome.done('yanked')] as const;
  const paused = manyJob('y1', [first, ['1.2.0', null], ['1.1.0', null]], {
    detail: 'Staging asks for a pause of 30 s',
  });
  await page.emit('jobs.changed', paused);
  expect(rowOf('1.2.0')).toContain('Staging asks for a pause of 30 s');
  await page.user.click(within(run()).getByRole('button', { name: 'Stop' }));
  expect(page.fake.inputsOf('jobs.cancel')).toEqual([{ jobId: 'y1' }]);
  page.yanked.set('1.3.0', true);
  const ends = [first, ['1.2.0', outcome.stopped], ['1.1.0', outcome.stopped]] as const;
  await page.emit('jobs.changed', manyJob('y1', ends, { revision: 2 }));
  await waitFor(() => expect(run().textContent).toContain('2 were left alone.'));
  expect(rowOf('1.1.0')).toContain('Left alone');
  await page.user.click(within(run()).getByRole('button', { name: 'Resume 2' }));
  expect(page.fake.inputsOf('versions.yank')[1]).toMatchObject({ versions: ['1.2.0', '1.1.0'], yanked: true });
});

test('it goes on when its rows are closed, the switches stay busy, and the end is told on the page', async () => {
  const page = await yankThree();
  await confirm(page);
  await page.emit(
    'jobs.changed',
    manyJob('y1', [
      ['1.3.0', null],
      ['1.2.0', null],
      ['1.1.0', null],
    ]),
  );
  await page.user.click(within(run()).getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(versions.map((version) => switchOf(version).getAttribute('aria-busy'))).toEqual(['true', 'true', 'true']);
  for (const version of versions) page.yanked.set(version, true);
  const ends = versions.map((version) => [version, outcome.done('yanked')] as const);
  await page.emit('jobs.changed', manyJob('y1', ends, { revision: 2 }));
  expect(await screen.findByText('3 versions of acme/json-tools are yanked on Staging.')).toBeDefined();
  await page.user.click(screen.getByRole('button', { name: 'Show versions' }));
  expect(rowOf('1.2.0')).toContain('Yanked');
});

test('a look at another package loses neither the rows nor what can be undone', async () => {
  const page = await yankThree();
  await confirm(page);
  await page.emit(
    'jobs.changed',
    manyJob('y1', [
      ['1.3.0', null],
      ['1.2.0', null],
      ['1.1.0', null],
    ]),
  );
  await page.user.click(within(run()).getByRole('button', { name: 'Close' }));
  expect(screen.getByText('Yanking 3 versions of acme/json-tools')).toBeDefined();
  await act(async () => {
    window.location.hash = '#/packages/staging/acme/other';
  });
  await waitFor(() => expect(screen.queryByText('Yanking 3 versions of acme/json-tools')).toBeNull());
  for (const version of versions) page.yanked.set(version, true);
  const ends = versions.map((version) => [version, outcome.done('yanked')] as const);
  await page.emit('jobs.changed', manyJob('y1', ends, { revision: 2 }));
  await act(async () => {
    window.location.hash = '#/packages/staging/acme/json-tools';
  });
  expect(await screen.findByText('3 versions of acme/json-tools are yanked on Staging.')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Undo 3' })).toBeDefined();
});

test('unyanking many is asked as well, and on production the name is typed once for all', async () => {
  const page = await showVersions(
    { '1.1.0': true, '1.0.0': true },
    { registry: registryOf('public', { production: true }) },
  );
  await page.user.click(screen.getByRole('checkbox', { name: 'Select all versions' }));
  await page.user.click(screen.getByRole('button', { name: 'Unyank 2…' }));
  const yes = screen.getByRole('button', { name: 'Unyank 2 versions on Public' });
  expect(yes.getAttribute('aria-disabled')).toBe('true');
  await page.user.type(screen.getByRole('textbox', { name: 'Type acme/json-tools to confirm' }), 'acme/json-tools');
  await page.user.click(yes);
  expect(page.fake.inputsOf('versions.yank')).toMatchObject([
    { versions: ['1.1.0', '1.0.0'], yanked: false, confirmation: 'acme/json-tools' },
  ]);
});

test('one yank is undone from where it is told; a yank that was so before offers no undo', async () => {
  const page = await showVersions({ '1.3.0': false, '1.2.0': false });
  await page.user.click(switchOf('1.3.0'));
  await press(page.user, 'Yank 1.3.0 from Staging');
  page.yanked.set('1.3.0', true);
  await page.emit('jobs.changed', yankJobOf('1.3.0', {}, outcome.done('yanked')));
  await page.user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(page.fake.inputsOf('versions.yank')[1]).toMatchObject({ versions: ['1.3.0'], yanked: false });
  await page.user.click(switchOf('1.2.0'));
  await press(page.user, 'Yank 1.2.0 from Staging');
  page.yanked.set('1.2.0', true);
  await page.emit('jobs.changed', yankJobOf('1.2.0', { id: manyJob('y3', []).id }, outcome.already));
  await screen.findByText('acme/json-tools 1.2.0 is yanked on Staging.');
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
});

test('what was noted with a yank stands beside the version as long as it is yanked', async () => {
  const notes = new Map([
    ['1.1.0', 'Parser accepts unclosed strings'],
    ['1.3.0', 'was taken back'],
  ]);
  await showVersions({ '1.3.0': false, '1.1.0': true }, { notes });
  expect((await screen.findByText('Parser accepts unclosed strings')).title).toBe(
    'Your note: Parser accepts unclosed strings',
  );
  expect(screen.queryByText('was taken back')).toBeNull();
});
