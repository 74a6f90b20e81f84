import * as z from 'zod';
import { failure } from '../failure.ts';
import { explain } from './answers.ts';
import { explainNoAnswer } from './noAnswer.ts';
import { refusePlainHttp } from './plainHttp.ts';
import type { ReadOptions } from './reads.ts';
import { type AccountCall, accountRoute } from './routes.ts';
import type { Answer } from './transport.ts';
import { TransportFailure } from './transportFailure.ts';

/** A token that the registry has just made; the only time that it is whole. */
interface MadeToken {
  readonly id: number;
  readonly token: string;
}

/** The person's account on a registry of the packages family, spoken to with the cookie of a session. */
export interface AccountApi {
  /** The account's name; null where the registry does not know the session. */
  who(cookie: string, signal: AbortSignal): Promise<string | null>;
  /** Newest first, without anything of their text. */
  tokens(cookie: string, signal: AbortSignal): Promise<{ id: number; createdAt?: string }[]>;
  createToken(cookie: string, signal: AbortSignal): Promise<MadeToken>;
  deleteToken(cookie: string, id: number, signal: AbortSignal): Promise<void>;
  signOut(cookie: string, signal: AbortSignal): Promise<void>;
}

const User = z.object({
  user: z.object({ name: z.string().max(200).nullish(), email: z.string().max(200).nullish() }).nullable(),
});
const RemoteTokens = z.object({
  tokens: z.array(z.object({ id: z.number().int(), created_at: z.string().min(20).max(40).nullish() })).max(10_000),
});
const Made = z.object({ token: z.object({ id: z.number().int(), token: z.string().min(1).max(4096) }) });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const signedOut = (registry: string) =>
  failure('signed_out', `${registry} no longer knows this session, so nothing was changed. Sign in again.`);

/**
 * The account endpoints (registry-api, "Account endpoints of the packages family"). Each throws `signed_out` where the registry does
 * not take the session, `unexpected_answer` for what is not their JSON, and what can happen on the way.
 */
export function createAccountApi({ registry, send, redact, stallMs }: ReadOptions): AccountApi {
  const ask = async (call: AccountCall, cookie: string, signal: AbortSignal): Promise<Answer> => {
    const { method, url } = accountRoute(registry.url, call);
    refusePlainHttp(url, registry.allowPlainHttp, registry.name);
    try {
      const headers = { cookie: `user_token=${cookie}` };
      return await send({ method, url, headers, signal, ...(stallMs && { stallMs }) });
    } catch (thrown) {
      if (!(thrown instanceof TransportFailure)) throw thrown;
      const { code, message } = explainNoAnswer(thrown, registry.name);
      throw failure(code, message);
    }
  };
  const json = async <S extends z.ZodType>(
    call: AccountCall,
    schema: S,
    cookie: string,
    signal: AbortSignal,
  ): Promise<z.infer<S>> => {
    const answer = await ask(call, cookie, signal);
    const parsed = answer.status < 300 && !answer.cut ? schema.safeParse(parse(answer.text)) : null;
    if (parsed?.success === true) return parsed.data;
    if (answer.status === 401 || /please login/i.test(answer.text)) throw signedOut(registry.name);
    // What was not understood can hold a token that was just made, and nobody knows it yet: it is not repeated.
    const { code, message, status } = explain(
      { ...answer, text: '' },
      { action: 'read', registryName: registry.name, redact },
    );
    throw failure(code, message, status === undefined ? {} : { status });
  };
  return {
    who: async (cookie, signal) => {
      const { user } = await json({ of: 'who' }, User, cookie, signal);
      return user === null ? null : (user.name ?? user.email ?? 'your account');
    },
    tokens: async (cookie, signal) => {
      const { tokens } = await json({ of: 'tokens' }, RemoteTokens, cookie, signal);
      const listed = tokens.map(({ id, created_at: at }) => ({ id, ...(at == null ? {} : { createdAt: at }) }));
      return listed.sort((a, b) => b.id - a.id);
    },
    createToken: async (cookie, signal) => (await json({ of: 'create' }, Made, cookie, signal)).token,
    deleteToken: async (cookie, id, signal) => {
      await json({ of: 'delete', id }, z.unknown(), cookie, signal);
    },
    signOut: async (cookie, signal) => {
      await ask({ of: 'logout' }, cookie, signal);
    },
  };
}
