import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A Secret Service of its own, and the environment in which a program finds it. */
export interface Keyring {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const canStart = (command: string): boolean =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;

/** Why no keyring can be started here; null where one can. */
export function whyNoKeyring(): string | null {
  if (process.platform !== 'linux') return 'gnome-keyring is a keyring of Linux.';
  const missing = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'].filter((command) => !canStart(command));
  return missing.length === 0
    ? null
    : `${missing.join(' and ')} cannot be started here: install dbus and gnome-keyring.`;
}

async function firstText(stream: ChildProcess['stdout']): Promise<string> {
  if (stream === null) throw new Error('The program has no output.');
  const [text] = await once(stream, 'data');
  return String(text).trim();
}

const asks = (env: Readonly<Record<string, string>>): string =>
  spawnSync(
    'dbus-send',
    [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus.NameHasOwner',
      'string:org.freedesktop.secrets',
    ],
    { env: { ...process.env, ...env }, encoding: 'utf8' },
  ).stdout;

/** Waits until the keyring is there under its name. */
async function untilOnBus(env: Readonly<Record<string, string>>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (asks(env).includes('boolean true')) return;
    await pause(50);
  }
  throw new Error('The keyring did not come onto the bus.');
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
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, ...env },
  });
  // The passphrase of the new keyring, which its owner would give by signing in.
  daemon.stdin.end('a login\n');
  await untilOnBus(env);
  return {
    env,
    async stop() {
      await end(daemon);
      await end(bus);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
