import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { type PackageRef, Sha256 } from '../../shared/ids.ts';
import { type Failure, failure } from '../failure.ts';
import { explain } from './answers.ts';
import { explainNoAnswer } from './noAnswer.ts';
import { refusePlainHttp } from './plainHttp.ts';
import { schemas } from './readSchemas.ts';
import { read as readFollowing } from './redirects.ts';
import { type Read, readRoute } from './routes.ts';
import type { Answer, Send, SendRequest } from './transport.ts';
import { TransportFailure } from './transportFailure.ts';

/** What reading needs of a registry. */
export interface ReadOptions {
  readonly registry: { readonly name: string; readonly url: string; readonly allowPlainHttp: boolean };
  readonly send: Send;
  redact(text: string): string;
  readonly stallMs?: number | undefined;
}

/** The bytes that a registry hands out for a version, by their hash. */
export interface Downloaded {
  readonly sha256: Sha256;
  readonly bytes: number;
}

const MOST_README_BYTES = 1024 * 1024;
const MOST_JSON_BYTES = 32 * 1024 * 1024;
/** Twice what the reference registry takes; more is nothing that this program sent. */
const MOST_ARCHIVE_BYTES = 64 * 1024 * 1024;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Sink = (chunk: Uint8Array) => void;
const both =
  (first: Sink, second: Sink | undefined): Sink =>
  (chunk) => {
    first(chunk);
    second?.(chunk);
  };

const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;

function refuseIncomplete(answer: Answer, registry: string, what: string): void {
  if (answer.status === 404) {
    throw failure('not_found', `${registry} has no archive for ${what} where it says that it lies (404).`);
  }
  if (answer.bytes >= MOST_ARCHIVE_BYTES) {
    throw failure('too_large', `${registry} hands out more than 64 MB for ${what}, so it was not read to its end.`);
  }
  if (answer.cut) throw failure('connection_lost', `The connection to ${registry} broke while ${what} was downloaded.`);
}

type Get = (wanted: Read, more: Omit<SendRequest, 'method' | 'url' | 'body'>) => Promise<Answer>;
type ReadmeText = { readonly text: string; readonly truncated: boolean };

async function readReadme(
  get: Get,
  refused: (answer: Answer, wanted: Read) => Failure,
  wanted: Read,
  signal?: AbortSignal,
): Promise<ReadmeText | null> {
  const chunks: Uint8Array[] = [];
  const sink = (chunk: Uint8Array): void => void chunks.push(Uint8Array.from(chunk));
  const answer = await get(wanted, { maxAnswerBytes: MOST_README_BYTES, sink, ...(signal && { signal }) });
  // The file lies elsewhere, and a storage answers 403 or 404 for what it does not hold.
  if (answer.status === 404 || answer.status === 403) return null;
  if (!isSuccess(answer)) throw refused(answer, wanted);
  return { text: Buffer.concat(chunks).toString('utf8'), truncated: answer.cut };
}

/**
 * The read endpoints of the packages family. Each throws a coded failure: `package_not_found`, `route_not_found` where a registry
 * has no such endpoints, `unexpected_answer` for what is not their JSON, and what can happen on the way.
 */
export function createReads(options: ReadOptions) {
  const { registry, redact } = options;

  const get: Get = async (wanted, more) => {
    const { url } = readRoute(registry.url, wanted);
    refusePlainHttp(url, registry.allowPlainHttp, registry.name);
    const request = { ...more, url, ...(options.stallMs && { stallMs: options.stallMs }) };
    try {
      return await readFollowing(options.send, request, registry.name);
    } catch (thrown) {
      if (!(thrown instanceof TransportFailure)) throw thrown;
      const { code, message } = explainNoAnswer(thrown, registry.name);
      throw failure(code, message);
    }
  };
  const refused = (answer: Answer, wanted: Read) => {
    const about = {
      package: 'ref' in wanted ? wanted.ref : undefined,
      version: 'version' in wanted ? wanted.version : undefined,
    };
    const { code, message, ...more } = explain(answer, {
      action: 'read',
      registryName: registry.name,
      redact,
      ...about,
    });
    return failure(code, message, more);
  };
  const json = async <S extends z.ZodType>(wanted: Read, schema: S, signal?: AbortSignal): Promise<z.infer<S>> => {
    const answer = await get(wanted, { maxAnswerBytes: MOST_JSON_BYTES, ...(signal && { signal }) });
    const parsed = isSuccess(answer) && !answer.cut ? schema.safeParse(parseJson(answer.text)) : null;
    if (parsed?.success !== true) throw refused(answer, wanted);
    return parsed.data;
  };

  return {
    globalStats: (signal?: AbortSignal) => json({ of: 'stats' }, schemas.stats, signal),
    /** Group names in normalised form. */
    groups: (signal?: AbortSignal) => json({ of: 'groups' }, schemas.groups, signal),
    /** Packages in normalised form. */
    groupPackages: (group: string, signal?: AbortSignal) => json({ of: 'group', group }, schemas.group, signal),
    packageMetadata: (ref: PackageRef, signal?: AbortSignal) => json({ of: 'package', ref }, schemas.package, signal),
    /** Newest first by SemVer; says nothing of what is yanked. */
    versions: (ref: PackageRef, signal?: AbortSignal) => json({ of: 'versions', ref }, schemas.versions, signal),
    versionMetadata: (ref: PackageRef, version: string, signal?: AbortSignal) =>
      json({ of: 'version', ref, version }, schemas.version, signal),
    dependencies: (ref: PackageRef, version: string, signal?: AbortSignal) =>
      json({ of: 'dependencies', ref, version }, schemas.dependencies, signal),
    /** `total` and `season` are downloads; the reference registry counts only the latest day (registry-api). */
    downloadStats: (ref: PackageRef, version: string, signal?: AbortSignal) =>
      json({ of: 'download_stats', ref, version }, schemas.download_stats, signal),
    /** Downloads day by day. */
    downloadGraph: (ref: PackageRef, version: string, signal?: AbortSignal) =>
      json({ of: 'download_graph', ref, version }, schemas.download_graph, signal),
    /** The README of a version as text, cut at 1 MiB; null where it has none. */
    readme: (ref: PackageRef, version: string, signal?: AbortSignal): Promise<ReadmeText | null> =>
      readReadme(get, refused, { of: 'readme', ref, version }, signal),
    /**
     * Streams the archive of a version through a hash and, where it is given, into `into`; nothing is kept here. Counts as a download on the registry. Throws `not_found`
     * where the registry has no bytes for it, `too_large` over 64 MiB, `connection_lost` where it ended early.
     */
    async download(ref: PackageRef, version: string, signal?: AbortSignal, into?: Sink): Promise<Downloaded> {
      const hash = createHash('sha256');
      const wanted: Read = { of: 'download', ref, version };
      const sink = both((chunk) => hash.update(chunk), into);
      const answer = await get(wanted, { maxAnswerBytes: MOST_ARCHIVE_BYTES, sink, ...(signal && { signal }) });
      if (!isSuccess(answer) && answer.status !== 404) throw refused(answer, wanted);
      refuseIncomplete(answer, registry.name, `${ref.group}/${ref.name} ${version}`);
      return { sha256: Sha256.parse(hash.digest('hex')), bytes: answer.bytes };
    },
  };
}

export type Reads = ReturnType<typeof createReads>;
