import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

/** A running web host: the address that it printed, and everything that it wrote. */
export interface RunningHost {
  readonly url: string;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Asks it to stop, as Ctrl+C does, and answers its exit code. */
  stop(): Promise<number | null>;
}

interface Watched {
  readonly child: ChildProcess;
  readonly written: { out: string; err: string };
}

function watch(child: ChildProcess): Watched {
  const written = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    written.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written.err += text;
  });
  return { child, written };
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((done) => child.once('exit', done));

/** The first whole line on stdout; fails with what was said when the program ends before it. */
function firstLine({ child, written }: Watched): Promise<string> {
  return new Promise((done, fail) => {
    const look = (): void => {
      const end = written.out.indexOf('\n');
      if (end >= 0) done(written.out.slice(0, end));
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => fail(new Error(`It ended with ${code} before it answered: ${written.err}`)));
  });
}

/** Starts a program that prints the address of its page, and waits until it has. */
export async function startAndReadUrl(
  command: string,
  args: readonly string[],
  env = process.env,
): Promise<RunningHost> {
  const watched = watch(spawn(command, [...args], { cwd: repository, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  const line = await firstLine(watched);
  const url = /^Elba Registry Manager: (http:\/\/127\.0\.0\.1:\d+\/\?key=\S+)$/.exec(line)?.[1];
  if (url === undefined) throw new Error(`This is not the line with the address: ${line}`);
  const { pid } = watched.child;
  if (pid === undefined) throw new Error('A program that answers has no process number.');
  return {
    url,
    pid,
    stdout: () => watched.written.out,
    stderr: () => watched.written.err,
    async stop() {
      watched.child.kill('SIGTERM');
      return ended(watched.child);
    },
  };
}

/** Starts the built web host on a data folder, with variables added to the environment. */
export const startWebHostIn = (
  env: Readonly<Record<string, string>>,
  dataFolder: string,
  ...more: readonly string[]
): Promise<RunningHost> =>
  startAndReadUrl(
    process.execPath,
    [resolve(repository, 'out/main/web.js'), '--no-open', '--data', dataFolder, ...more],
    { ...process.env, ...env },
  );

/** Starts the built web host on a data folder. */
export const startWebHost = (dataFolder: string, ...more: readonly string[]): Promise<RunningHost> =>
  startWebHostIn({}, dataFolder, ...more);
