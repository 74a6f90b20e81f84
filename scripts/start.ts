import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseWebArguments, type WebArguments } from '../main/web/arguments.ts';
import { ensureBuilt } from './build.ts';
import { fetchElectron, findElectron } from './electronBinary.ts';
import { repository, say } from './run.ts';

/** npm runs scripts in the folder of package.json; folders on the command line are meant from where npm was called. */
const calledFrom = process.env.INIT_CWD ?? process.cwd();

const isRoot = process.getuid?.() === 0;

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
}

function windowArguments(args: WebArguments): string[] {
  return [
    repository,
    ...(isRoot ? ['--no-sandbox'] : []),
    ...(args.dataFolder === null ? [] : [`--data=${args.dataFolder}`]),
    ...(args.folder === null ? [] : [args.folder]),
  ];
}

/**
 * Runs the window until it is closed. Answers its exit code, or null when it ended before it could be seen, which means that this
 * computer can't show one.
 */
function runWindow(binary: string, args: WebArguments): Promise<number | null> {
  if (isRoot) say("Started as root: Chromium's own sandbox is off.");
  return new Promise((done) => {
    const child = spawn(binary, windowArguments(args), {
      cwd: calledFrom,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    let shown = false;
    child.once('message', () => {
      shown = true;
      child.disconnect();
    });
    child.once('error', () => done(null));
    child.once('exit', (code) => done(shown || code === 0 ? (code ?? 1) : null));
    // A terminal sends Ctrl+C to the window itself, and a second one would end it at once.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
  });
}

/** Opens the window and answers its exit code, or says in a clause why there can be none. */
async function tryWindow(args: WebArguments): Promise<number | string> {
  if (!hasDisplay()) return 'There is no display here';
  const binary = (await findElectron()) ?? (await fetchElectron());
  if (binary === null) return "Electron's binary is not here and could not be downloaded";
  return (await runWindow(binary, args)) ?? 'Electron could not open a window here';
}

async function startPage(args: readonly string[]): Promise<void> {
  process.removeAllListeners('SIGINT');
  process.removeAllListeners('SIGTERM');
  process.chdir(calledFrom);
  process.argv = [process.execPath, join(repository, 'out/main/web.js'), ...args];
  await import(pathToFileURL(join(repository, 'out/main/web.js')).href);
}

const asked = process.argv.slice(2);
const rest = asked.filter((arg) => arg !== '--web');
const parsed = parseWebArguments(rest, calledFrom);
if (!parsed.ok) {
  say(parsed.problem);
  process.exit(2);
}
if (!(await ensureBuilt())) {
  say('The program could not be built; what went wrong stands above.');
  process.exit(1);
}
if (asked.includes('--web')) {
  await startPage(rest);
} else {
  const outcome = await tryWindow(parsed.value);
  if (typeof outcome === 'number') process.exit(outcome);
  say(`${outcome}, so the program opens as a page in your browser.`);
  await startPage(rest);
}
