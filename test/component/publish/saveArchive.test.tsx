import { screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { fail } from '../../support/fakeBridge.ts';
import { reportOf } from '../../support/fakeStates.ts';
import { review } from './review.tsx';

const press = async (user: Awaited<ReturnType<typeof review>>['user']) =>
  user.click(await screen.findByRole('button', { name: 'Save archive…' }));

/** Follows no link, and tells which would have been. */
const followed: { href: string | null; name: string }[] = [];
const realClick = HTMLAnchorElement.prototype.click;
const watchLinks = (): void => {
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    followed.push({ href: this.getAttribute('href'), name: this.download });
  };
};
afterEach(() => {
  HTMLAnchorElement.prototype.click = realClick;
  followed.length = 0;
});

test('the archive on the page is the one that is saved', async () => {
  watchLinks();
  const { user, fake, expectAccessible } = await review(reportOf(), {
    'publish.saveArchive': () => ({ kind: 'saved' }),
  });
  await press(user);
  await screen.findByText('The archive was saved');
  const [asked] = fake.inputsOf('publish.saveArchive');
  expect(asked?.projectId).toBe('p1');
  screen.getByTitle(asked?.archiveSha256 ?? 'none');
  expect(followed).toEqual([]);
  await expectAccessible();
});

test('a browser fetches it from the path that it is given', async () => {
  watchLinks();
  const name = 'acme_json-tools-1.3.0.tar.gz';
  const { user } = await review(reportOf(), {
    'publish.saveArchive': () => ({ kind: 'download', path: '/download/ticket', name }),
  });
  await press(user);
  await waitFor(() => expect(followed).toEqual([{ href: '/download/ticket', name }]));
});

test('what went wrong is said below the button', async () => {
  const message = 'The archive that was reviewed is no longer there. Review the project again.';
  const { user } = await review(reportOf(), {
    'publish.saveArchive': () => {
      throw fail('archive_missing', message);
    },
  });
  await press(user);
  await screen.findByText(message);
});
