import { render } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { Markdown, OnFailure } from '../../../renderer/features/files/Markdown.tsx';
import { isTooCostly } from '../../../renderer/features/files/markdownCost.ts';
import { snapshotOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

const AS_WRITTEN = /shown as it was written/;

/** Stands for Markdown that runs out of stack. */
function Failing(): never {
  throw new RangeError('Maximum call stack size exceeded');
}

describe('a text that is made to hold up the window', () => {
  test.each([
    ['quotes in quotes', '> '.repeat(5000)],
    ['quotes without blanks', `${'>'.repeat(5000)}a`],
    ['lists in lists', `${'- '.repeat(5000)}x`],
    ['numbers in numbers', `${'1. '.repeat(5000)}x`],
    ['emphasis in emphasis', '*a '.repeat(4000) + 'b*'.repeat(4000)],
    ['pictures in pictures', '![a'.repeat(5000) + '](b)'.repeat(5000)],
    ['many such blocks', Array.from({ length: 90 }, () => '*a '.repeat(400)).join('\n\n')],
    ['a staircase of lists', Array.from({ length: 300 }, (_, at) => `${'  '.repeat(at)}- a`).join('\n')],
  ])('of %s is shown as it was written', async (_, text) => {
    await renderPage(<Markdown text={text} />, { snapshot: snapshotOf() });
    expect(screen.getByText(AS_WRITTEN)).toBeDefined();
  });

  test('and all else that setting fails at leaves the rest of the page as it is', () => {
    // React tells of what it caught; that is what is tried here.
    const silenced = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    render(
      <OnFailure instead="as it was written">
        <Failing />
      </OnFailure>,
    );
    silenced.mockRestore();
    expect(screen.getByText('as it was written')).toBeDefined();
  });
});

test.each([
  ['# Title\n\n- a\n  - b\n    - c\n\n> quoted\n> > twice\n'],
  ['-'.repeat(120)],
  ['| a | b |\n|---|---|\n'],
  [Array.from({ length: 300 }, (_, at) => `- [link ${at}](https://x.example/${at}) is *good*`).join('\n')],
  [`    ${'indented code '.repeat(20)}`],
])('usual Markdown is set: %j', (text) => {
  expect(isTooCostly(text)).toBe(false);
});
