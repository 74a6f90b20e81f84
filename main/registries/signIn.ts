import type { Account, SignInWay } from '../../shared/account.ts';
import type { RegistryId } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import type { AccountApi } from '../api/account.ts';
import { accountRoute } from '../api/routes.ts';
import { Failure, failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Redactor } from '../redact.ts';
import type { Vault } from '../tokens/vault.ts';
import { originOf } from './profileForm.ts';

export interface SignInParts {
  registryOf(registryId: RegistryId): Registry;
  apiFor(registry: Registry): AccountApi;
  readonly host: Pick<Host, 'signIn' | 'openLink'>;
  /** A session of the account in use of the registry that the program runs itself. */
  embeddedSession(): string;
  readonly vault: Pick<Vault, 'set' | 'remove' | 'tokens' | 'withRemoteId'>;
  readonly redactor: Pick<Redactor, 'add'>;
  readonly signal: AbortSignal;
}

export interface SignIn {
  state(registryId: RegistryId): Promise<Account>;
  /** Throws `not_supported_here` where there is no other way than the system's browser. */
  signIn(registryId: RegistryId): Promise<Account>;
  openLogin(registryId: RegistryId): Promise<void>;
  /** Makes a token there and saves it here. Where it cannot be saved, it is deleted there again. Throws `signed_out`. */
  createToken(registryId: RegistryId, name: string): Promise<Account>;
  deleteToken(registryId: RegistryId, remoteId: number): Promise<Account>;
  signOut(registryId: RegistryId): Promise<Account>;
}

const COOKIE = 'user_token';

interface Session {
  readonly origin: string;
  readonly cookie: string;
}

interface State {
  readonly parts: SignInParts;
  readonly sessions: Map<RegistryId, Session>;
}

const hasAccounts = ({ url, family, status }: Registry): boolean =>
  url !== '' && (family === 'packages' || (status.kind === 'reachable' && status.family === 'packages'));

function waysFor({ parts }: State, registry: Registry): SignInWay[] {
  if (registry.embedded) return ['here'];
  return parts.host.signIn === null ? ['browser'] : ['window', 'browser'];
}

/** The session of a registry; one that was opened at another address of it is forgotten. */
function sessionOf({ sessions }: State, registry: Registry): Session | null {
  const session = sessions.get(registry.id);
  if (session === undefined || session.origin === originOf(registry.url)) return session ?? null;
  sessions.delete(registry.id);
  return null;
}

async function look(state: State, registry: Registry): Promise<Account> {
  if (!hasAccounts(registry)) return { kind: 'none' };
  const session = sessionOf(state, registry);
  const out: Account = { kind: 'signed_out', ways: waysFor(state, registry) };
  if (session === null) return out;
  const api = state.parts.apiFor(registry);
  const { signal, vault } = state.parts;
  const name = await api.who(session.cookie, signal);
  if (name === null) {
    state.sessions.delete(registry.id);
    return out;
  }
  const listed = await api.tokens(session.cookie, signal);
  const saved = vault.tokens(registry.id, session.origin);
  const tokens = listed.map((token) => {
    const here = vault.withRemoteId(registry.id, token.id);
    const savedAs = saved.find(({ id }) => id === here)?.name;
    return savedAs === undefined ? token : { ...token, savedAs };
  });
  return { kind: 'signed_in', name, tokens };
}

function requireSession(state: State, registry: Registry): Session {
  const session = sessionOf(state, registry);
  if (session === null) throw failure('signed_out', `You are not signed in on ${registry.name}. Sign in first.`);
  return session;
}

async function cookieFor({ parts }: State, registry: Registry): Promise<string | null> {
  if (registry.embedded) return parts.embeddedSession();
  if (parts.host.signIn === null)
    throw failure(
      'not_supported_here',
      'There is no window to sign in with here. Sign in with your browser and paste the token.',
    );
  return parts.host.signIn({
    url: accountRoute(registry.url, { of: 'login' }).url.href,
    cookieName: COOKIE,
    registryName: registry.name,
    signal: parts.signal,
  });
}

async function signIn(state: State, registry: Registry): Promise<Account> {
  if (!hasAccounts(registry)) return { kind: 'none' };
  const cookie = await cookieFor(state, registry);
  if (cookie !== null) {
    state.parts.redactor.add(cookie);
    state.sessions.set(registry.id, { origin: originOf(registry.url), cookie });
  }
  return look(state, registry);
}

/** The token goes from the registry's answer into the vault, and nowhere else. */
async function createToken(state: State, registry: Registry, name: string): Promise<Account> {
  const { cookie, origin } = requireSession(state, registry);
  const { signal, vault, redactor } = state.parts;
  const api = state.parts.apiFor(registry);
  const made = await api.createToken(cookie, signal);
  redactor.add(made.token);
  try {
    await vault.set(registry.id, origin, made.token, { name, remoteId: made.id });
  } catch (thrown) {
    // Nobody could ever use it: it was shown to nobody.
    await api.deleteToken(cookie, made.id, signal).catch(() => undefined);
    throw thrown;
  }
  return look(state, registry);
}

async function deleteToken(state: State, registry: Registry, remoteId: number): Promise<Account> {
  const { cookie } = requireSession(state, registry);
  await state.parts.apiFor(registry).deleteToken(cookie, remoteId, state.parts.signal);
  const here = state.parts.vault.withRemoteId(registry.id, remoteId);
  if (here !== null) await state.parts.vault.remove(registry.id, here);
  return look(state, registry);
}

/** A registry that does not answer does not keep anybody signed in here. */
async function signOut(state: State, registry: Registry): Promise<Account> {
  const session = sessionOf(state, registry);
  state.sessions.delete(registry.id);
  if (session !== null) {
    const told = state.parts.apiFor(registry).signOut(session.cookie, state.parts.signal);
    await told.catch((thrown: unknown) => {
      if (!(thrown instanceof Failure)) throw thrown;
    });
  }
  return look(state, registry);
}

/** Signs people in on registries that know accounts. A session's cookie lives in memory, bound to its origin, and goes to nobody else. */
export function createSignIn(parts: SignInParts): SignIn {
  const state: State = { parts, sessions: new Map() };
  const of = parts.registryOf;
  return {
    state: async (registryId) => look(state, of(registryId)),
    signIn: async (registryId) => signIn(state, of(registryId)),
    openLogin: async (registryId) => parts.host.openLink(accountRoute(of(registryId).url, { of: 'login' }).url.href),
    createToken: async (registryId, name) => createToken(state, of(registryId), name),
    deleteToken: async (registryId, remoteId) => deleteToken(state, of(registryId), remoteId),
    signOut: async (registryId) => signOut(state, of(registryId)),
  };
}
