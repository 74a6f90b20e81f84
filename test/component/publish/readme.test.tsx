import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { gitText } from '../../../renderer/features/publish/gitText.ts';
import type { ShownReadme } from '../../../shared/project.ts';
import { reportOf } from '../../support/fakeStates.ts';
import type { RenderedApp } from '../shell/renderApp.tsx';
import { review } from './review.tsx';

const readme = (change: Partial<ShownReadme> = {}): ShownReadme => ({
  path: 'README.md',
  text: '# json-tools\n\nReads *JSON*.\n',
  truncated: false,
  note: null,
  ...change,
});

async function openReadme(shown: ShownReadme | null): Promise<RenderedApp> {
  const app = await review(reportOf(), { 'projects.readme': () => shown, 'app.openLink': () => undefined });
  await app.user.click(await screen.findByRole('tab', { name: 'README' }));
  return app;
}

describe('the README', () => {
  test('is shown as a registry would, below the headings of the page', async () => {
    const { expectAccessible } = await openReadme(readme());
    expect(await screen.findByRole('heading', { level: 3, name: 'json-tools' })).toBeTruthy();
    expect(screen.getByText('JSON').tagName).toBe('EM');
    await expectAccessible();
  });

  test('brings in no HTML, loads no image and runs nothing', async () => {
    const text = [
      'before ![a badge](https://evil.example/x.png) <img src="https://evil.example/y.png">',
      '<script>window.hacked = true</script>',
      '<iframe src="https://evil.example"></iframe>',
      '[run](javascript:alert(1)) [plain](http://plain.example) after',
    ].join('\n\n');
    await openReadme(readme({ text }));
    const article = await screen.findByRole('article');
    expect(article.querySelectorAll('img, script, iframe, a, [src], [href]')).toHaveLength(0);
    expect(within(article).getByText(/a badge/).textContent).toContain('image, not loaded');
    expect(within(article).queryByRole('button')).toBeNull();
    expect(within(article).getByText('run')).toBeTruthy();
  });

  test('shows where a link leads, whatever its words say, and opens it outside only then', async () => {
    const text = '[https://elba.example](https://guide.example/a?b#c)';
    const { user, fake } = await openReadme(readme({ text }));
    await user.click(await screen.findByRole('button', { name: 'https://elba.example' }));
    const dialog = await screen.findByRole('dialog', { name: 'Open this address in your browser?' });
    expect(dialog.textContent).toContain('https://guide.example/a?b#c');
    expect(document.activeElement?.textContent).toBe('Cancel');
    expect(fake.inputsOf('app.openLink')).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Open guide.example' }));
    await waitFor(() => expect(fake.inputsOf('app.openLink')).toEqual([{ url: 'https://guide.example/a?b#c' }]));
  });

  test('that cannot be shown says why', async () => {
    await openReadme(readme({ text: '', note: 'README.md is not UTF-8, so no registry shows it.' }));
    expect(await screen.findByText(/is not UTF-8/)).toBeTruthy();
    expect(screen.queryByRole('article')).toBeNull();
  });

  test('that is not there is missed', async () => {
    await openReadme(null);
    expect(await screen.findByText('No README goes in')).toBeTruthy();
  });
});

describe('git', () => {
  const git = { branch: 'main', head: '3f9c2a1', uncommitted: 2, tags: [] };

  test('is told in the head of the page', async () => {
    await review(reportOf({ git }));
    expect(await screen.findByTitle('~/Projects/json-tools · main, 2 uncommitted files')).toBeTruthy();
  });

  test.each([
    [git, 'main, 2 uncommitted files'],
    [{ ...git, uncommitted: 1 }, 'main, 1 uncommitted file'],
    [{ ...git, uncommitted: 0, tags: ['v1.3.0'] }, 'main, nothing uncommitted, tagged v1.3.0'],
    [{ ...git, uncommitted: null }, 'main'],
    [{ ...git, branch: null, uncommitted: 0 }, 'no branch, at 3f9c2a1, nothing uncommitted'],
    [{ ...git, head: null, uncommitted: null }, 'main, no commit yet'],
  ])('%j is %s', (facts, words) => {
    expect(gitText(facts)).toBe(words);
  });
});
