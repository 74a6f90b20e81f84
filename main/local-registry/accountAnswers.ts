import type { Accounts } from './accounts.ts';
import { type Answer, badQuery, done, json, loggedOut, refused } from './answers.ts';
import { publicUser } from './reads.ts';
import { commit, type RegistryParts } from './registry.ts';
import type { Token } from './state.ts';

const loginFirst: Answer = refused('no_permission', 'please login first');

const tokenView = ({ id, partial, createdAt }: Token, token: string | null) => ({
  id,
  token,
  token_partial: partial,
  created_at: createdAt,
});

/** There is no provider here that could vouch for anybody, so every login fails as one with a bad token does. */
export const login = (accessToken: string | null): Answer =>
  accessToken === null ? badQuery : refused('user_not_found', 'This access token to Github is invalid ');

export const logout = (accounts: Accounts, cookie: string | null): Answer => {
  if (cookie !== null) accounts.closeSession(cookie);
  return loggedOut;
};

export const currentUser = (accounts: Accounts, cookie: string | null): Answer => {
  const user = accounts.sessionUser(cookie);
  return json({ user: user === null ? null : publicUser(user) });
};

export const userById = ({ state }: RegistryParts, id: number): Answer => {
  const user = state.users.get(id);
  return user === undefined
    ? refused('user_not_found', `User not found to id \`${id}\``)
    : json({ user: publicUser(user) });
};

export const listTokens = ({ state }: RegistryParts, accounts: Accounts, cookie: string | null): Answer => {
  const user = accounts.sessionUser(cookie);
  if (user === null) return loginFirst;
  const own = [...state.tokens.values()].filter(({ userId }) => userId === user.id);
  return json({ tokens: own.map((token) => tokenView(token, null)) });
};

export const createOwnToken = async (accounts: Accounts, cookie: string | null): Promise<Answer> => {
  const user = accounts.sessionUser(cookie);
  if (user === null) return loginFirst;
  const { token, stored } = await accounts.createToken(user.id);
  return json({ token: tokenView(stored, token) });
};

export const deleteOwnToken = (
  parts: RegistryParts,
  accounts: Accounts,
  cookie: string | null,
  id: number,
): Promise<Answer> =>
  parts.inTurn(async () => {
    const user = accounts.sessionUser(cookie);
    if (user === null) return loginFirst;
    const token = parts.state.tokens.get(id);
    if (token === undefined) return refused('token_not_found', 'Access token not found');
    if (token.userId !== user.id)
      return refused('no_permission', 'You have not permission to remove this access token');
    await commit(parts, { kind: 'tokenDeleted', id });
    return done;
  });
