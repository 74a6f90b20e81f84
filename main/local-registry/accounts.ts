import { randomBytes, randomInt } from 'node:crypto';
import { failure } from '../failure.ts';
import { commit, hashOf, type RegistryParts } from './registry.ts';
import type { Token, User } from './state.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const tokenLength = 32;

const newToken = (): string => Array.from({ length: tokenLength }, () => letters[randomInt(letters.length)]).join('');

const nextId = (taken: ReadonlyMap<number, unknown>): number => Math.max(0, ...taken.keys()) + 1;

/** The accounts of the registry, for the program that runs it. */
export type Accounts = {
  users(): User[];
  /** Throws `invalid_input` for an empty or taken name. */
  addUser(name: string): Promise<User>;
  /** The only time that the token is whole. Throws `not_found`. */
  createToken(userId: number): Promise<{ token: string; stored: Token }>;
  deleteTokensOf(userId: number): Promise<void>;
  /** What a login would give: the value of the cookie `user_token`, good until the registry is closed. */
  openSession(userId: number): string;
  closeSession(cookie: string): void;
  sessionUser(cookie: string | null): User | null;
};

export const createAccounts = (parts: RegistryParts): Accounts => {
  const { state } = parts;
  const sessions = new Map<string, number>();
  let lastTokenId = nextId(state.tokens) - 1;

  const requireUser = (userId: number): void => {
    if (!state.users.has(userId)) throw failure('not_found', 'The local registry has no such account.');
  };

  return {
    users: () => [...state.users.values()],
    addUser: (given) =>
      parts.inTurn(async () => {
        const name = given.trim();
        if (name === '') throw failure('invalid_input', 'An account needs a name.');
        if ([...state.users.values()].some((user) => user.name.toLowerCase() === name.toLowerCase()))
          throw failure('invalid_input', `There is already an account named ${name}. Choose another name.`);
        const user = { id: nextId(state.users), name };
        await commit(parts, { kind: 'user', ...user });
        return user;
      }),
    createToken: (userId) =>
      parts.inTurn(async () => {
        requireUser(userId);
        const token = newToken();
        const id = ++lastTokenId;
        const partial = `${token.slice(0, 4)}....${token.slice(-4)}`;
        const { at } = await commit(parts, { kind: 'token', id, userId, sha256: hashOf(token), partial });
        return { token, stored: { id, userId, sha256: hashOf(token), partial, createdAt: at } };
      }),
    deleteTokensOf: (userId) =>
      parts.inTurn(async () => {
        const own = [...state.tokens.values()].filter((token) => token.userId === userId);
        for (const { id } of own) await commit(parts, { kind: 'tokenDeleted', id });
      }),
    openSession(userId) {
      requireUser(userId);
      const cookie = randomBytes(32).toString('base64url');
      sessions.set(hashOf(cookie), userId);
      return cookie;
    },
    closeSession: (cookie) => void sessions.delete(hashOf(cookie)),
    sessionUser(cookie) {
      const userId = cookie === null ? undefined : sessions.get(hashOf(cookie));
      return userId === undefined ? null : (state.users.get(userId) ?? null);
    },
  };
};
