import type { LocalRegistryState } from '../../shared/registry.ts';
import { failure } from '../failure.ts';
import { type RunningRegistry, readFigures, remember, type State, tell } from './embeddedState.ts';
import { originOf } from './profileForm.ts';

/** `renewing` stands on disk while the old tokens are gone and the new one is not yet kept, so that a kill is made good. */
export async function renewToken(state: State, running: RunningRegistry, userId: number): Promise<void> {
  const profile = state.parts.registries.embedded();
  if (profile === null) return;
  remember(state, { renewing: true, activeUserId: userId });
  await running.deleteTokensOf(userId);
  const token = await running.createToken(userId);
  // Whoever starts the program is not to be asked for a passphrase for a token that can be made anew at any time.
  await state.parts.vault.set(profile.id, originOf(running.url), token, { whenLocked: 'hold' });
  remember(state, { renewing: false });
}

function requireRunning(state: State): RunningRegistry {
  if (state.running !== null) return state.running;
  throw failure(
    'not_supported_here',
    'The local registry does not run, so its accounts cannot be changed. Start it first.',
  );
}

/** Publishes as another account from now on. Throws `not_supported_here` while it is off, `not_found`. */
export async function actAs(state: State, userId: number): Promise<LocalRegistryState> {
  const running = requireRunning(state);
  const known = running.users().some(({ id }) => id === userId);
  if (!known) throw failure('not_found', 'The local registry has no such account. Pick one from its list.');
  await renewToken(state, running, userId);
  readFigures(state, running);
  return tell(state);
}

/** Adds an account. Throws `not_supported_here` while it is off, and what the registry says of the name. */
export async function addUser(state: State, name: string): Promise<LocalRegistryState> {
  const running = requireRunning(state);
  await running.addUser(name);
  readFigures(state, running);
  return tell(state);
}

/** Opens a session of the account in use, as a login of it would. Throws `not_supported_here`, `not_found`. */
export function openSession(state: State): string {
  const running = requireRunning(state);
  const user = running.users().find(({ id }) => id === state.memory.activeUserId);
  if (user === undefined) throw failure('not_found', 'No account of the local registry is in use. Choose one first.');
  return running.openSession(user.id);
}
