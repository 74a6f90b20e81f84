import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultDataFolder } from '../dataFolder.ts';
import { Failure } from '../failure.ts';
import { catchFaults } from '../faults.ts';
import { openLogFile } from '../logFile.ts';
import { createStarting, openOnDataFolder, type Starting } from '../starting.ts';
import { parseWebArguments, type WebArguments } from './arguments.ts';
import { openInBrowser, openInFileManager } from './browser.ts';
import { createDownloads, type Downloads } from './downloads.ts';
import { createWebHost } from './host.ts';
import { startWebServer, type WebServer } from './server.ts';

/** The version in package.json, put in by the build. */
declare const APP_VERSION: string;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const inWords = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Ends everything once, whichever signal comes first; a second one does not wait. */
function stopOnSignals(close: () => Promise<void>): void {
  let closing = false;
  const stop = (): void => {
    if (closing) process.exit(1);
    closing = true;
    close().then(
      () => process.exit(0),
      (thrown: unknown) => {
        say(`Stopping failed: ${inWords(thrown)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function showFolder(app: Starting, folder: string): Promise<void> {
  try {
    await app.openFolder(folder);
  } catch (thrown) {
    say(app.redact(inWords(thrown)));
  }
}

async function showInBrowser(server: WebServer): Promise<void> {
  if (!(await openInBrowser(server.urlForOnce()))) say('Open the address above in your browser.');
}

/** Starts the program on its data folder; its log begins when that folder is its own. */
function createProgram(dataFolder: string, downloads: Downloads): Starting {
  const open = () =>
    openOnDataFolder(dataFolder, APP_VERSION, () => {
      const logFile = openLogFile(join(dataFolder, 'logs', 'main.log'));
      logFile.write(
        `Version ${APP_VERSION} as a page, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
      );
      return createWebHost({
        version: APP_VERSION,
        dataFolder,
        archiveWorker: pathToFileURL(join(import.meta.dirname, 'archiveWorker.js')),
        folderWorker: pathToFileURL(join(import.meta.dirname, 'folderWorker.js')),
        catalogWorker: pathToFileURL(join(import.meta.dirname, 'catalogWorker.js')),
        gitWorker: pathToFileURL(join(import.meta.dirname, 'gitWorker.js')),
        licences: ['licences.json', '../renderer/licences.json'].map((file) =>
          pathToFileURL(join(import.meta.dirname, file)),
        ),
        downloads,
        openInBrowser,
        openInFileManager,
        logFile: logFile.path,
        log: (line) => {
          say(line);
          logFile.write(line);
        },
      });
    });
  return createStarting({ open, log: say });
}

async function start(args: WebArguments): Promise<void> {
  const around = { platform: process.platform, env: process.env, homeFolder: homedir() };
  const dataFolder = args.dataFolder ?? defaultDataFolder(around);
  const downloads = createDownloads();
  const app = createProgram(dataFolder, downloads);
  catchFaults(process, (thrown) => app.fault(thrown));
  const failed = await app.first;
  if (failed !== null) {
    // Whoever runs the program already has its page; every other reason is shown on a page of this run, too.
    if (failed.error.code === 'busy') throw failed;
    say(failed.error.message);
  }
  const pageFolder = join(import.meta.dirname, '../renderer');
  const server = await startWebServer({ app, downloads, pageFolder, port: args.port });
  stopOnSignals(async () => {
    await server.close();
    await app.close();
  });
  if (args.folder !== null) void showFolder(app, args.folder);
  process.stdout.write(`Elba Registry Manager: ${server.url}\n`);
  if (args.open) await showInBrowser(server);
}

const args = parseWebArguments(process.argv.slice(2), process.cwd());
if (args.ok) {
  start(args.value).catch((thrown: unknown) => {
    say(thrown instanceof Failure ? thrown.error.message : `The program could not start: ${inWords(thrown)}`);
    process.exit(1);
  });
} else {
  say(args.problem);
  process.exit(2);
}
