import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A temporary folder with these files (path to content), removed after the test. */
export const sandbox = async (files: Readonly<Record<string, string | Buffer>> = {}): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'elba-project-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
};

export const goodManifest = `[package]
name = "alice/json-tools"
version = "1.3.0"
authors = ["Alice"]
description = "Reads JSON"
license = "MIT"
`;
