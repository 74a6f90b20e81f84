import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { IncludedFile } from '../../../shared/project.ts';

const made: string[] = [];

/** A fresh folder, gone after the test. */
export const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'elba-archive-'));
  made.push(folder);
  return folder;
};

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes files; a path that ends in `*` becomes an executable of that name without the star. */
export const writeTree = (folder: string, files: Readonly<Record<string, string | Uint8Array>>): void => {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name.replace(/\*$/, ''));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    if (name.endsWith('*')) chmodSync(path, 0o755);
  }
};

/** What a walk of the folder would include: every regular file. */
export const filesIn = (folder: string, below = ''): IncludedFile[] =>
  readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(folder, path);
    if (!entry.isFile()) return [];
    const { size, mode } = statSync(join(folder, path));
    return [{ path, bytes: size, executable: (mode & 0o100) !== 0 }];
  });
