import { type SpawnOptions, spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** The folder with package.json, absolute. */
export const repository = resolve(import.meta.dirname, '..');

/** One line for the person; stdout belongs to what was asked for. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The script that a package in node_modules starts with, for running it on this very Node. */
export const tool = (path: string): string => resolve(repository, 'node_modules', path);

/** Runs a program in the repository and answers its exit code; 1 when a signal ended it, 127 when there is none. */
export function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, [...args], { cwd: repository, stdio: 'inherit', ...options });
    child.once('error', () => done(127));
    child.once('exit', (code) => done(code ?? 1));
  });
}
