import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import { FileTree } from '../../../renderer/features/files/FileTree.tsx';
import type { ProjectFiles } from '../../../shared/project.ts';
import { filesOf } from '../../support/fakeStates.ts';

Element.prototype.scrollIntoView = () => undefined;
afterEach(cleanup);

const file = (path: string) => ({ path, bytes: 1000, executable: false });

function show(files: ProjectFiles, onOpenFile: (path: string) => void = () => undefined) {
  render(
    <main>
      <FileTree files={files} totalBytes={44_000} checks={[]} onOpenFile={onOpenFile} />
    </main>,
  );
  return userEvent.setup();
}

const names = (): string[] =>
  screen.getAllByRole('treeitem').map((item) => item.querySelector('.tree .ell')?.textContent ?? '');
const focused = (): string => document.activeElement?.querySelector('.tree .ell')?.textContent ?? '';

describe('the tree of files', () => {
  const files = filesOf({
    included: ['elba.toml', 'src/Json/Lexer.idr', 'src/Json/Parser.idr', 'src/Json.idr', 'tests/A.idr'].map(file),
    leftOut: [
      { path: 'target', kind: 'folder', reason: 'builtin', text: 'Build output, always left out' },
      {
        path: 'notes.txt',
        kind: 'file',
        bytes: 12,
        reason: 'rule',
        text: 'Excluded',
        at: { file: '.gitignore', line: 3 },
      },
    ],
  });

  test('has its name and tells level, position and size of each row', async () => {
    show(files);
    expect(screen.getByRole('tree', { name: 'Files' })).toBeTruthy();
    const lexer = screen.getByRole('treeitem', { name: /Lexer\.idr 1\.0 KB/ });
    expect(['level', 'posinset', 'setsize'].map((key) => lexer.getAttribute(`aria-${key}`))).toEqual(['3', '1', '2']);
    expect(screen.getByRole('treeitem', { name: /^src / }).getAttribute('aria-expanded')).toBe('true');
    expect(lexer.hasAttribute('aria-expanded')).toBe(false);
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations).toEqual([]);
  });

  test('says why something stays out, with the place of the rule', () => {
    show(files);
    expect(screen.getByRole('treeitem', { name: /target left out: Build output/ })).toBeTruthy();
    expect(screen.getByRole('treeitem', { name: /notes\.txt left out: Excluded \(\.gitignore:3\)/ })).toBeTruthy();
  });

  test('is one stop for Tab; the arrows move, open and close', async () => {
    const user = show(files);
    await user.tab();
    expect(focused()).toBe('src');
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(focused()).toBe('Lexer.idr');
    await user.keyboard('{ArrowLeft}');
    expect(focused()).toBe('Json');
    await user.keyboard('{ArrowLeft}');
    expect(screen.getByRole('treeitem', { name: /^Json / }).getAttribute('aria-expanded')).toBe('false');
    expect(names()).not.toContain('Lexer.idr');
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(focused()).toBe('Lexer.idr');
    await user.keyboard('{Home}');
    expect(focused()).toBe('src');
    await user.keyboard('{End}');
    expect(focused()).toBe('notes.txt');
    await user.tab();
    expect(document.activeElement).toBe(document.body);
    await user.tab({ shift: true });
    expect(focused()).toBe('notes.txt');
  });

  test('opens and closes with Enter, with Space and with a click', async () => {
    const user = show(files);
    await user.tab();
    await user.keyboard('{Enter}');
    expect(names()).not.toContain('Json.idr');
    await user.keyboard(' ');
    expect(names()).toContain('Json.idr');
    await user.click(screen.getByRole('treeitem', { name: /^tests / }));
    expect(names()).not.toContain('A.idr');
    expect(focused()).toBe('tests');
  });

  test('opens a file that goes in with Enter, a double click and its mark, and nothing else', async () => {
    const opened: string[] = [];
    const user = show(files, (path) => opened.push(path));
    await user.tab();
    await user.keyboard('{Enter}');
    expect(names()).not.toContain('Json.idr');
    await user.keyboard('{Enter}pars ');
    expect(focused()).toBe('Parser.idr');
    expect(opened).toEqual([]);
    await user.keyboard('{Enter}');
    expect(opened).toEqual(['src/Json/Parser.idr']);
    const lexer = screen.getByRole('treeitem', { name: 'Lexer.idr 1.0 KB' });
    await user.click(lexer);
    expect(opened).toHaveLength(1);
    await user.dblClick(lexer);
    expect(opened.slice(1)).toEqual(['src/Json/Lexer.idr']);
    const manifest = screen.getByRole('treeitem', { name: /^elba\.toml/ });
    await user.click(within(manifest).getByText('Open'));
    expect(opened.slice(2)).toEqual(['elba.toml']);
    expect(focused()).toBe('elba.toml');
  });

  test('opens neither folders nor what stays out', async () => {
    const opened: string[] = [];
    const user = show(files, (path) => opened.push(path));
    for (const name of [/^tests /, /^target /, /^notes\.txt /]) {
      const item = screen.getByRole('treeitem', { name });
      expect(within(item).queryByText('Open')).toBeNull();
      await user.dblClick(item);
      await user.keyboard('{Enter}');
    }
    expect(opened).toEqual([]);
  });

  test('goes to a name that is typed', async () => {
    const user = show(files);
    await user.tab();
    await user.keyboard('pars');
    expect(focused()).toBe('Parser.idr');
  });
});

describe('a tree of very many files', () => {
  const many = filesOf({ included: Array.from({ length: 50_000 }, (_, at) => file(`d${at % 50}/f${at}.idr`)) });

  test('is closed at first and draws only what is to be seen', async () => {
    const user = show(many);
    expect(names().every((name) => /^d\d+$/.test(name))).toBe(true);
    expect(screen.getByRole('tree').style.height).toBe(`${51 * 24}px`);
    await user.tab();
    await user.keyboard('{Enter}');
    expect(screen.getAllByRole('treeitem').length).toBeLessThan(80);
    expect(screen.getByRole('tree').style.height).toBe(`${(1000 + 51) * 24}px`);
  });

  test('keeps the focused row, wherever it is', async () => {
    const user = show(many);
    await user.tab();
    await user.keyboard('{Enter}{End}');
    expect(focused()).toBe('.git');
    await user.keyboard('{Home}');
    expect(focused()).toBe('d0');
  });
});
