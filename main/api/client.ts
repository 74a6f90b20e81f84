import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import type { RouteFamily } from '../../shared/registry.ts';
import type { AnswerContext } from './answers.ts';
import type { ArchiveBody } from './body.ts';
import { detectFamily, nobodysPackage } from './family.ts';
import { createKnownFamily } from './knownFamily.ts';
import { refusePlainHttp } from './plainHttp.ts';
import { createReads, type Reads } from './reads.ts';
import { type Family, publishRoute, type Route, requestLine, withToken, yankRoute } from './routes.ts';
import { judgeTokenTest, type TokenTest } from './tokenTest.ts';
import type { Send, SendRequest } from './transport.ts';
import { judge, judgeFailure, type WriteResult } from './writeResult.ts';

/** What the client needs to know of a registry. */
export interface ClientRegistry {
  readonly id: RegistryId;
  readonly name: string;
  readonly url: string;
  readonly family: RouteFamily;
  readonly allowPlainHttp: boolean;
}

interface Sending {
  readonly signal?: AbortSignal;
  onProgress?(bytes: number): void;
  /** Hears each request line before it is sent, and what the client found out on the way; no token in either. */
  onNote?(text: string): void;
}

export interface PublishRequest extends Sending {
  readonly package: PackageRef;
  readonly version: string;
  readonly archive: ArchiveBody;
}

export interface YankRequest extends Sending {
  readonly package: PackageRef;
  readonly version: string;
  readonly yanked: boolean;
}

/** One registry, spoken to over HTTP. Writes answer what became of them and throw only defects; reads throw coded failures. */
export interface Client extends Reads {
  publish(request: PublishRequest): Promise<WriteResult>;
  yank(request: YankRequest): Promise<WriteResult>;
  /** Asks to unyank a package that cannot exist: the registry looks at the token first. Nothing is written. */
  testToken(signal?: AbortSignal): Promise<TokenTest>;
  /** The routes of this registry: as set, else as found out, once. Null where it cannot be told. Throws where it is unreachable. */
  detectFamily(signal?: AbortSignal): Promise<Family | null>;
  /** The request line of a publish as it is logged; of the packages family as long as nothing is known. */
  publishLine(ref: PackageRef, version: string): string;
  yankLine(ref: PackageRef, version: string, yanked: boolean): string;
}

interface ClientOptions {
  readonly registry: ClientRegistry;
  /** Lends the token for the time of a request. Throws `token_missing`, `token_locked`, `token_storage_failed`. */
  useToken<T>(fn: (token: string) => Promise<T>): Promise<T>;
  redact(text: string): string;
  readonly send: Send;
  readonly stallMs?: number;
}

const other = (family: Family): Family => (family === 'packages' ? 'documented' : 'packages');

/** A 404 of an unknown route stores nothing, so the same request may go to the other family's route. */
const isWrongRoute = (result: WriteResult): boolean =>
  result.kind === 'rejected' && result.error.code === 'route_not_found' && result.error.status === 404;

/** Makes the client of one registry. It adds the token to a request here and nowhere else, and forgets it with the request. */
export function createClient(options: ClientOptions): Client {
  const { registry, redact, stallMs, useToken: lendToken } = options;
  const reads = createReads(options);
  const family = createKnownFamily(registry.family, (signal) => detectFamily(options, reads, signal));

  const once = async (
    routeOf: () => Route,
    about: Omit<AnswerContext, 'registryName' | 'redact'>,
    { onNote, ...sending }: Sending & Pick<SendRequest, 'body'>,
  ): Promise<WriteResult> => {
    const more = stallMs === undefined ? sending : { ...sending, stallMs };
    try {
      const route = routeOf();
      const { method, url } = route;
      refusePlainHttp(url, registry.allowPlainHttp, registry.name);
      const answer = await lendToken((token) => {
        onNote?.(requestLine(route));
        return options.send({ ...more, method, url: withToken(url, token) });
      });
      return judge(answer, { ...about, registryName: registry.name, redact });
    } catch (thrown) {
      return judgeFailure(thrown, registry.name);
    }
  };

  /** Sends to the family that is known; where none is, a 404 of the first leads to the other. */
  const write = async (
    routeOf: (family: Family) => Route,
    about: Omit<AnswerContext, 'registryName' | 'redact'>,
    sending: Sending & Pick<SendRequest, 'body'>,
  ): Promise<WriteResult> => {
    const first = await family.toTry(sending.signal);
    const result = await once(() => routeOf(first), about, sending);
    if (family.isKnown() || !isWrongRoute(result)) return result;
    sending.onNote?.(
      `404: ${registry.name} does not have this route, so nothing was stored. Trying the other kind of routes once.`,
    );
    const second = await once(() => routeOf(other(first)), about, sending);
    if (isWrongRoute(second)) return result;
    if (second.kind !== 'not_sent') family.learn(other(first));
    return second;
  };

  return {
    ...reads,
    publish: ({ package: ref, version, archive, ...sending }) =>
      write(
        (routes) => publishRoute(registry.url, routes, ref, version),
        { action: 'publish', package: ref, version },
        { ...sending, body: archive },
      ),
    yank: ({ package: ref, version, yanked, ...sending }) =>
      write(
        (routes) => yankRoute(registry.url, routes, ref, version, yanked),
        { action: yanked ? 'yank' : 'unyank', package: ref, version },
        sending,
      ),
    async testToken(signal) {
      const ref = nobodysPackage();
      const routeOf = (routes: Family): Route => yankRoute(registry.url, routes, ref, '0.0.0', false);
      return judgeTokenTest(await write(routeOf, { action: 'test_token' }, signal === undefined ? {} : { signal }));
    },
    detectFamily: (signal) => family.find(signal),
    publishLine: (ref, version) => requestLine(publishRoute(registry.url, family.orFirst(), ref, version)),
    yankLine: (ref, version, yanked) => requestLine(yankRoute(registry.url, family.orFirst(), ref, version, yanked)),
  };
}
