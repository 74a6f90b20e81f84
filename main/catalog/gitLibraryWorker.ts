import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import * as git from 'isomorphic-git';
import { type AppError, ErrorCode } from '../../shared/errors.ts';
import { Failure } from '../failure.ts';
import { unfinished } from './gitLibrary.ts';
import { libraryFolder } from './gitLibraryFolder.ts';
import { LibraryAnswer, type LibraryMessage, LibraryTask } from './gitLibraryMessages.ts';
import { checkPack } from './gitPack.ts';
import { explainGit } from './gitWords.ts';

const OUR_REF = 'refs/elba/index';
const MOST_CONFIG_BYTES = 64 * 1024;

/** Ends a fetch before anything is sent: what would be asked for is here. */
class Unmoved extends Error {}

type Tell = (message: LibraryMessage) => void;

/** Has one request sent by the main thread. The thread stays for it, and for nothing that will never come. */
function ask(port: MessagePort, request: Extract<LibraryMessage, { kind: 'request' }>): Promise<git.GitHttpResponse> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    const hear = (message: unknown): void => {
      const answer = LibraryAnswer.parse(message);
      if (answer.kind === 'chunk') return void chunks.push(answer.bytes);
      port.off('message', hear);
      const { url, method } = request;
      const headers = { 'content-type': answer.contentType };
      // The library takes what can be gone through, whatever its type says.
      const body = chunks as unknown as AsyncIterableIterator<Uint8Array>;
      resolve({ url, method, headers, body, statusCode: answer.status, statusMessage: '' });
    };
    port.on('message', hear);
    port.postMessage(request);
  });
}

async function gather(body: git.GitHttpRequest['body']): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body ?? []) parts.push(part);
  return Buffer.concat(parts);
}

/** The library's way to the network. `known` is what needs not be sent. */
function viaPort(port: MessagePort, known: string | null): git.HttpClient {
  return {
    async request({ url, method, headers = {}, body }) {
      const asked = await gather(body);
      const isPost = method === 'POST';
      const wanted = /want ([0-9a-f]{40})/.exec(asked.toString('latin1'))?.[1];
      if (isPost && wanted !== undefined && wanted === known) throw new Unmoved();
      return ask(port, { kind: 'request', method: isPost ? 'POST' : 'GET', url, headers, body: asked });
    },
  };
}

const place = (repository: string) => ({
  fs: libraryFolder(repository, checkPack),
  gitdir: repository,
  cache: {},
});
type Place = ReturnType<typeof place>;

/** What the last fetch brought; null where it can't be read any more. */
async function knownIn(at: Place): Promise<string | null> {
  if (!existsSync(at.gitdir)) return null;
  try {
    const oid = await git.resolveRef({ ...at, ref: OUR_REF });
    await git.readCommit({ ...at, oid });
    return oid;
  } catch {
    return null;
  }
}

async function readConfig(at: Place, commit: string): Promise<string | null> {
  try {
    const { blob } = await git.readBlob({ ...at, oid: commit, filepath: 'index.toml' });
    return blob.length > MOST_CONFIG_BYTES ? null : Buffer.from(blob).toString('utf8');
  } catch (thrown) {
    if (thrown instanceof git.Errors.NotFoundError) return null;
    throw thrown;
  }
}

async function bring({ repository, url, ref }: LibraryTask, port: MessagePort, tell: Tell): Promise<void> {
  const known = await knownIn(place(repository));
  const folder = unfinished(repository);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const part = place(folder);
  await git.init({ ...part, bare: true });
  // The library wants to know where branches of another repository are put; its address, and a login in it, is not kept.
  await git.setConfig({ ...part, path: 'remote.origin.fetch', value: '+refs/heads/*:refs/remotes/origin/*' });
  const { fetchHead } = await git.fetch({
    ...part,
    http: viaPort(port, known),
    url,
    ref,
    depth: 1,
    singleBranch: true,
    tags: false,
    onProgress({ phase, loaded, total }) {
      // The rest is what the server counted, and what goes by in a moment.
      if (phase === 'Receiving objects') tell({ kind: 'progress', done: loaded, total });
    },
  });
  if (fetchHead === null) throw new git.Errors.NotFoundError(ref);
  await git.readCommit({ ...part, oid: fetchHead });
  await git.writeRef({ ...part, ref: OUR_REF, value: fetchHead, force: true });
  rmSync(repository, { recursive: true, force: true });
  renameSync(folder, repository);
}

/** What the library threw in the words that git has for it. */
function wordsOf(thrown: unknown): string {
  if (thrown instanceof git.Errors.HttpError) return `The requested URL returned error: ${thrown.data.statusCode}`;
  if (thrown instanceof git.Errors.SmartHttpError) return 'does not appear to be a git repository';
  // The branch; an object that is missing has its hash for a name.
  if (thrown instanceof git.Errors.NotFoundError && !/^[0-9a-f]{40}$/.test(thrown.data.what))
    return "couldn't find remote ref";
  return `corrupt: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
}

function asError(thrown: unknown, task: LibraryTask): AppError {
  if (thrown instanceof Failure) return thrown.error;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (/^E[A-Z]+$/.test(code))
    return { code: ErrorCode.enum.disk_failed, message: `The git index could not be kept on this computer (${code}).` };
  return explainGit(task, wordsOf(thrown)).error;
}

async function work(port: MessagePort): Promise<void> {
  const task = LibraryTask.parse(workerData);
  const tell: Tell = (message) => port.postMessage(message);
  try {
    await bring(task, port, tell).catch((thrown: unknown) => {
      if (!(thrown instanceof Unmoved)) throw thrown;
    });
    const at = place(task.repository);
    const { oid: commit } = await git.readCommit({ ...at, oid: await git.resolveRef({ ...at, ref: OUR_REF }) });
    tell({ kind: 'done', commit, config: await readConfig(at, commit) });
  } catch (thrown) {
    tell({ kind: 'failed', error: asError(thrown, task) });
  }
}

if (parentPort !== null) void work(parentPort);
