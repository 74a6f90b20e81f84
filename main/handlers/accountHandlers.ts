import type { Handlers } from '../dispatch.ts';
import type { SignIn } from '../registries/signIn.ts';

type Calls =
  | 'account.state'
  | 'account.signIn'
  | 'account.openLogin'
  | 'account.createToken'
  | 'account.deleteToken'
  | 'account.signOut';

/** The calls about the person's account on a registry. None of them answers a cookie or a token. */
export const accountHandlers = (signIn: SignIn): Pick<Handlers, Calls> => ({
  'account.state': ({ registryId }) => signIn.state(registryId),
  'account.signIn': ({ registryId }) => signIn.signIn(registryId),
  'account.openLogin': ({ registryId }) => signIn.openLogin(registryId),
  'account.createToken': ({ registryId, name }) => signIn.createToken(registryId, name),
  'account.deleteToken': ({ registryId, remoteId }) => signIn.deleteToken(registryId, remoteId),
  'account.signOut': ({ registryId }) => signIn.signOut(registryId),
});
