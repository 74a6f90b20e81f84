import { RegistryId } from '../../shared/ids.ts';
import type { Finding, LookReport, LookWish } from '../../shared/look.ts';
import type { Registry } from '../../shared/registry.ts';
import { type Client, createClient } from '../api/client.ts';
import { isLoopback } from '../api/plainHttp.ts';
import type { Send } from '../api/transport.ts';
import { viaOf } from '../api/way.ts';
import { fullIndex } from '../elba/config.ts';
import { Failure, failure } from '../failure.ts';
import type { ElbaRead } from './elbaFiles.ts';
import { type IndexHead, type IndexHeadOptions, readIndexHead } from './indexHead.ts';
import { belongWords, clockWords, familyWords, indexWords, readsWords, tokenWords } from './lookWords.ts';
import type { Network } from './network.ts';
import { hostOf } from './profileForm.ts';
import { suggestName } from './suggestName.ts';
import { understandAddress } from './understandAddress.ts';

export interface LookParts {
  readonly network: Network;
  list(): readonly Registry[];
  elba(): Promise<ElbaRead>;
  readonly homeFolder: string;
  /** Absolute: where copies lie for the time of a look. */
  readonly folder: string;
  redact(text: string): string;
  now(): Date;
  emit(report: LookReport): void;
  log(line: string): void;
}

/** One look while it is under way. */
interface Looking {
  readonly parts: LookParts;
  readonly wish: LookWish;
  readonly signal: AbortSignal;
  readonly send: Send;
  /** How far the registry's clock is ahead of this one, in milliseconds; null while it said nothing. */
  skewMs: number | null;
  report: LookReport;
}

const LOOK_MS = 60_000;
/** Less is a slow network or a rounded second. */
const SKEW_MS = 60_000;

function tell(looking: Looking, change: Partial<LookReport>): void {
  looking.report = { ...looking.report, ...change };
  looking.parts.emit(looking.report);
}

function put(looking: Looking, finding: Finding, change: Partial<LookReport> = {}): void {
  const others = looking.report.findings.filter(({ id }) => id !== finding.id);
  tell(looking, { ...change, findings: [...others, finding] });
}

/** What went wrong as a finding; a defect is logged and said to be one. */
function bad(looking: Looking, id: Finding['id'], title: string, thrown: unknown): Finding {
  if (thrown instanceof Failure) return { id, state: 'bad', title, text: thrown.error.message, error: thrown.error };
  if (looking.signal.aborted) return { id, state: 'open', title, text: 'The look ended before the answer came.' };
  looking.parts.log(`A look failed: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  return { id, state: 'bad', title, text: 'Something went wrong inside the program. The log has the details.' };
}

const headOptions = ({ parts, signal, send, wish }: Looking): IndexHeadOptions => ({
  signal,
  send,
  allowPlainHttp: wish.allowPlainHttp,
  gitFor: (url) => parts.network.gitFor(url, { network: wish.network }),
  folder: parts.folder,
});

async function lookAtIndex(looking: Looking, index: string): Promise<IndexHead | null> {
  put(looking, { id: 'index', state: 'checking', title: 'Index', text: index }, { index });
  const since = performance.now();
  try {
    const head = await readIndexHead(index, headOptions(looking));
    put(looking, indexWords(index, head, performance.now() - since));
    return head;
  } catch (thrown) {
    put(looking, bad(looking, 'index', 'The index can’t be read', thrown));
    return null;
  }
}

function draftClient({ parts, wish, send }: Looking, url: string): Client {
  const registry = { id: RegistryId.parse('look'), name: hostOf(url), url, family: 'auto' } as const;
  return createClient({
    registry: { ...registry, allowPlainHttp: wish.allowPlainHttp },
    useToken: async () => {
      throw failure('token_missing', 'No token is sent while an address is looked at.');
    },
    redact: parts.redact,
    send,
  });
}

/** Asks the registry by reads and by requests without a token: it writes nothing. */
async function lookAtRegistry(looking: Looking, url: string): Promise<void> {
  const { parts, signal } = looking;
  const target = new URL(url);
  const way = await parts.network.wayTo(target, looking.wish.network);
  const via = viaOf(target, way);
  if (via !== null) {
    put(looking, { id: 'proxy', state: 'open', title: 'A proxy is in the way', text: `Asked through ${via}.` });
  }
  put(looking, { id: 'reach', state: 'checking', title: 'Looking…', text: target.host });
  const client = draftClient(looking, url);
  const since = performance.now();
  const family = await client.detectFamily(signal);
  const milliseconds = Math.max(1, Math.round(performance.now() - since));
  const title = target.protocol === 'https:' ? 'Reachable over TLS' : 'Reachable over plain http';
  put(looking, { id: 'reach', state: 'good', title, text: `${target.host}, ${milliseconds} ms` }, { family });
  put(looking, familyWords(family));
  if (family === 'packages') put(looking, await reads(client, signal));
}

/** The count of packages is a courtesy: an older registry does not have that route. */
async function reads(client: Client, signal: AbortSignal): Promise<Finding> {
  const stats = await client.globalStats(signal).catch((thrown: unknown) => {
    if (thrown instanceof Failure) return null;
    throw thrown;
  });
  return readsWords(stats?.packages ?? null);
}

function judgeClock(looking: Looking): void {
  const { skewMs } = looking;
  if (skewMs !== null && Math.abs(skewMs) > SKEW_MS) put(looking, clockWords(skewMs));
}

/** An index that elba knows and that names this registry, for an address that is a URL. */
async function indexFor(looking: Looking, url: string, elba: ElbaRead): Promise<string | null> {
  const own = elba.indices.filter(({ index }) => index.startsWith('index+dir+') || index.includes(hostOf(url)));
  for (const { index } of own) {
    const head = await readIndexHead(index, headOptions(looking)).catch(() => null);
    if (head?.registry !== null && head?.registry !== undefined && sameAddress(head.registry, url)) return index;
  }
  return null;
}

/** Whether two URLs lead to the same registry: origin and path count, a slash at the end does not. False for what is no URL. */
export const sameAddress = (a: string, b: string): boolean => {
  const [one, other] = [URL.parse(a), URL.parse(b)];
  if (one === null || other === null) return false;
  const path = (url: URL): string => url.pathname.replace(/\/+$/, '');
  return one.origin === other.origin && path(one) === path(other);
};

function noteKnown(looking: Looking): void {
  const { url, index } = looking.report;
  const known = looking.parts
    .list()
    .find((one) => (url === '' ? fullIndex(one.index) === fullIndex(index) : sameAddress(one.url, url)));
  if (known === undefined) return;
  const text = `${known.name} has this address. Two entries make sense for two accounts only.`;
  put(looking, { id: 'known', state: 'bad', title: 'It is in the list already', text }, { known: known.id });
}

const wantsConsent = ({ wish }: Looking, url: string): boolean => {
  const target = new URL(url);
  return target.protocol === 'http:' && !isLoopback(target) && !wish.allowPlainHttp;
};

async function reach(looking: Looking, url: string): Promise<void> {
  if (wantsConsent(looking, url)) {
    const text = `${hostOf(url)} is reached over plain http, where everybody on the way can read. It was not asked; agree to it below to look.`;
    put(looking, { id: 'reach', state: 'bad', title: 'Not asked', text }, { wantsConsent: true });
    return;
  }
  try {
    await lookAtRegistry(looking, url);
  } catch (thrown) {
    put(looking, bad(looking, 'reach', 'It can’t be reached as a registry now', thrown));
  }
  judgeClock(looking);
}

async function run(looking: Looking): Promise<void> {
  const { parts, wish } = looking;
  const understood = understandAddress(wish.address, parts.homeFolder);
  const elba = await parts.elba();
  const url = understood.kind === 'url' ? understood.url : '';
  const begin = understood.kind === 'index' ? understood.index : '';
  tell(looking, { url, index: begin, name: suggestName(null, begin === '' ? url : begin) });
  const index = begin === '' ? await indexFor(looking, url, elba) : begin;
  const head = index === null ? null : await lookAtIndex(looking, index);
  const named = head?.registry ?? null;
  const address = url === '' ? (named ?? '') : url;
  tell(looking, { url: address });
  noteKnown(looking);
  if (address !== '') await reach(looking, address);
  if (named !== null && url !== '') put(looking, belongWords(named, sameAddress(named, url)));
  const full = index === null ? null : fullIndex(index);
  const alias = elba.indices.find((one) => one.index === full)?.alias ?? null;
  if (alias !== null) tell(looking, { name: suggestName(alias, address) });
  const hasToken = full !== null && elba.logins.has(full);
  put(looking, tokenWords(hasToken, address), { hasToken });
}

function watchClock(looking: Pick<Looking, 'parts'>, send: Send, told: (skewMs: number) => void): Send {
  return async (request) => {
    const answer = await send(request);
    const date = Date.parse(answer.headers.date ?? '');
    if (!Number.isNaN(date)) told(date - looking.parts.now().getTime());
    return answer;
  };
}

/**
 * Looks at an address and tells, as it finds out, what is there. It writes nothing and sends no token. Everything that goes wrong on
 * the way is a finding; throws `invalid_input` alone, for what is no address.
 */
export async function lookAt(parts: LookParts, wish: LookWish, stop: AbortSignal): Promise<LookReport> {
  const { lookId } = wish;
  const looking: Looking = {
    parts,
    wish,
    signal: AbortSignal.any([stop, AbortSignal.timeout(LOOK_MS)]),
    send: watchClock({ parts }, parts.network.sendFor({ network: wish.network }), (skewMs) => {
      looking.skewMs = skewMs;
    }),
    skewMs: null,
    report: {
      ...{ lookId, done: false, url: '', index: '', family: null, name: '', wantsConsent: false, hasToken: false },
      findings: [],
    },
  };
  await run(looking);
  tell(looking, { done: true });
  return looking.report;
}
