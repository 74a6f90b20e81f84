import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Secret Service of its own, and the environment in which a program finds it. */
export interface Keyring {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const canStart = (command: string): boolean => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

/** Why no keyring can be started here; null where one can. */
export function whyNoKeyring(): string | null {
  if (process.platform !== 'linux') return 'gnome-keyring is a keyring of Linux.';
  const missing = ['dbus-daemon', 'gnome-keyring-daemon'].filter((command) => !canStart(command));
  return missing.length === 0
    ? null
    : `${missing.join(' and ')} cannot be started here: install dbus and gnome-keyring.`;
}

async function firstText(stream: ChildProcess['stdout']): Promise<string> {
  if (stream === null) throw new Error('The program has no output.');
  const [text] = await once(stream, 'data');
  return String(text).trim();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Starts a session bus and a gnome-keyring on it, unlocked, with a keyring that is empty and nobody else's. */
export async function startKeyring(): Promise<Keyring> {
  const folder = await mkdtemp(join(tmpdir(), 'keyring-'));
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const env = {
    DBUS_SESSION_BUS_ADDRESS: await firstText(bus.stdout),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_RUNTIME_DIR: folder,
    XDG_CURRENT_DESKTOP: 'GNOME',
  };
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
  const ready = firstText(daemon.stdout);
  // The passphrase of the new keyring, which its owner would give by signing in.
  daemon.stdin.end('a login\n');
  await ready;
  return {
    env,
    async stop() {
      await end(daemon);
      await end(bus);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
