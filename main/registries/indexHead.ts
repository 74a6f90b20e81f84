import { Parser } from 'tar';
import { explainNoAnswer } from '../api/noAnswer.ts';
import { isLoopback, refusePlainHttp } from '../api/plainHttp.ts';
import { read } from '../api/redirects.ts';
import type { Send } from '../api/transport.ts';
import { TransportFailure } from '../api/transportFailure.ts';
import { readFolderConfig } from '../catalog/dirReader.ts';
import type { GitProgram } from '../catalog/gitRun.ts';
import { type IndexConfig, parseIndexConfig } from '../elba/indexConfig.ts';
import { type GitResolution, parseIndexResolution, type TarResolution } from '../elba/resolution.ts';
import { Failure, failure } from '../failure.ts';
import { readGitHead } from './gitHead.ts';

/** What an index says of itself in its `index.toml`. */
export type IndexHead = Pick<IndexConfig, 'registry' | 'secure'>;

export interface IndexHeadOptions {
  readonly send: Send;
  readonly signal: AbortSignal;
  readonly allowPlainHttp: boolean;
  /** The git that fetches from an address. */
  gitFor(url: string): Promise<GitProgram>;
  /** Absolute: where a copy lies for the time of the look. */
  readonly folder: string;
}

const MOST_ARCHIVE_BYTES = 256 * 1024 * 1024;
const MOST_CONFIG_BYTES = 64 * 1024;

const unreadable = (reason: string) => failure('index_unreadable', reason);

function configIn(text: string): IndexHead {
  const parsed = parseIndexConfig(text);
  if (!parsed.ok) throw unreadable(`${parsed.reason}. elba ignores this whole index.`);
  return parsed.config;
}

/** Finds `index.toml` at the root of an archive that comes in chunk by chunk; `found` is told once. */
function createFinder(found: (text: string) => void): { write(chunk: Uint8Array): void } {
  const parser = new Parser({
    onReadEntry: (entry) => {
      if (entry.path.replace(/^\.\//, '') !== 'index.toml' || entry.size > MOST_CONFIG_BYTES)
        return void entry.resume();
      const parts: Buffer[] = [];
      entry.on('data', (part: Buffer) => parts.push(part));
      entry.on('end', () => found(Buffer.concat(parts).toString('utf8')));
    },
  });
  // What is no archive ends without having found anything.
  parser.on('error', () => {});
  return { write: (chunk) => void parser.write(Buffer.from(chunk)) };
}

/** Downloads a packed index only until its `index.toml` has come. */
async function readTarHead({ url: text }: TarResolution, options: IndexHeadOptions): Promise<IndexHead> {
  const url = new URL(text);
  refusePlainHttp(url, options.allowPlainHttp, 'This index');
  const enough = new AbortController();
  let config: string | null = null;
  const finder = createFinder((found) => {
    config ??= found;
    enough.abort();
  });
  const signal = AbortSignal.any([options.signal, enough.signal]);
  const request = { url, signal, maxAnswerBytes: MOST_ARCHIVE_BYTES, sink: finder.write };
  try {
    const { status } = await read(options.send, request, 'The index');
    if (status !== 200) throw unreadable(`${url.host} answered ${status} for this index. Check its address.`);
  } catch (thrown) {
    if (config !== null) return configIn(config);
    if (!(thrown instanceof TransportFailure)) throw thrown;
    const { code, message } = explainNoAnswer(thrown, 'The index');
    throw failure(code, message);
  }
  if (config !== null) return configIn(config);
  throw unreadable('There is no index.toml at the root of this archive, so elba does not take it for an index.');
}

/** What an index folder says of itself. Throws `index_unreadable`. */
export function readFolderHead(path: string): IndexHead {
  const { config, findings } = readFolderConfig(path);
  if (config !== null) return config;
  throw unreadable(findings.find(({ file }) => file === 'index.toml')?.text ?? 'The index could not be read.');
}

async function readFetchedHead(from: GitResolution, options: IndexHeadOptions): Promise<IndexHead> {
  const url = URL.parse(from.url);
  if (url?.protocol === 'http:') refusePlainHttp(url, options.allowPlainHttp, 'This index');
  const { folder, signal } = options;
  return configIn(await readGitHead(from, { program: await options.gitFor(from.url), folder, signal }));
}

/** An index from elsewhere must not lead requests, and a token, to a program on this computer. */
function refuseInward(from: string, head: IndexHead): IndexHead {
  const [source, registry] = [URL.parse(from), URL.parse(head.registry ?? '')];
  const isOurs = source === null || source.protocol === 'file:' || isLoopback(source);
  if (registry === null || isOurs || !isLoopback(registry)) return head;
  throw failure(
    'redirected',
    `This index comes from ${source.host} and names a registry on this computer, ${registry.host}. That is not followed; write the registry's URL yourself if it is right.`,
  );
}

/**
 * Reads what an index says of itself, and nothing more of it than that takes. Throws `index_unreadable`, `invalid_input`, `redirected` for one
 * from elsewhere that leads to this computer, what happens
 * on the way to one that is not on this computer, and the signal's reason where a fetch is aborted.
 */
export async function readIndexHead(index: string, options: IndexHeadOptions): Promise<IndexHead> {
  const parsed = parseIndexResolution(index);
  if (!parsed.ok) throw new Failure({ code: 'invalid_input', message: `${parsed.reason}.` });
  const { resolution } = parsed;
  if (resolution.kind === 'git') return refuseInward(resolution.url, await readFetchedHead(resolution, options));
  if (resolution.kind === 'dir') return readFolderHead(resolution.path);
  return refuseInward(resolution.url, await readTarHead(resolution, options));
}
