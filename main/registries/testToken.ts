import type { RegistryId, TokenId } from '../../shared/ids.ts';
import type { Client } from '../api/client.ts';
import type { TokenTest } from '../api/tokenTest.ts';
import { failure } from '../failure.ts';
import type { EntryOutcome, Journal } from '../journal.ts';
import type { Vault } from '../tokens/vault.ts';
import { originOf } from './profileForm.ts';
import type { Registries } from './profiles.ts';

export interface TokenTestParts {
  readonly registries: Pick<Registries, 'get'>;
  readonly vault: Pick<Vault, 'tokens' | 'recordTest'>;
  readonly journal: Pick<Journal, 'start' | 'end'>;
  /** The client that lends itself this token; the one in use without one. */
  clientFor(registryId: RegistryId, tokenId?: TokenId): Pick<Client, 'testToken' | 'yankLine'>;
}

/** Stands in the journal for the package that the test asks about, which has another name each time. */
const NOBODYS = { group: 'nobody', name: 'nothing' };

/** A test that nobody answered is no open question: nothing was written, whatever became of the request. */
function outcomeOf(test: TokenTest): EntryOutcome {
  if (test.kind === 'accepted') return { kind: 'token_accepted' };
  if (test.kind === 'rejected') return { kind: 'token_rejected', error: test.error };
  return { kind: 'not_sent', error: test.error, evidence: [] };
}

/**
 * Asks a registry whether it knows a saved token, the one in use unless told, writes that down and notes it beside the token. A refused token is an
 * answer, not a failure. Throws `invalid_input` without a URL, `token_missing`, `token_locked`, and the reason where nobody
 * could tell: `unreachable`, `timed_out`, `unexpected_answer` and their kin.
 */
export async function testToken(
  parts: TokenTestParts,
  registryId: RegistryId,
  signal: AbortSignal,
  tokenId?: TokenId,
): Promise<void> {
  const registry = parts.registries.get(registryId);
  if (registry.url === '') {
    throw failure(
      'invalid_input',
      `${registry.name} has no URL, so there is nobody to show a token to. Add its URL first.`,
    );
  }
  const tokens = parts.vault.tokens(registryId, originOf(registry.url));
  const tested = tokens.find(({ id, active }) => (tokenId === undefined ? active : id === tokenId)) ?? tokens[0];
  if (tested === undefined) throw failure('token_missing', `No token is saved for ${registry.name}. Save one first.`);
  const client = parts.clientFor(registryId, tokenId);
  const entryId = await parts.journal.start({
    action: 'test_token',
    registryId,
    registryName: registry.name,
    request: client.yankLine(NOBODYS, '0.0.0', false),
  });
  const test = await client.testToken(signal);
  await parts.journal.end(entryId, outcomeOf(test));
  if (test.kind === 'accepted' || test.kind === 'rejected') {
    parts.vault.recordTest(registryId, test.kind, { tokenId: tested.id, savedAt: tested.savedAt });
    return;
  }
  const { code, message, ...more } = test.error;
  throw failure(code, message, more);
}

/** Ends the tests that a killed program left without an end: nothing was written by them, so there is nothing to look up. */
export async function endAbandonedTests(journal: Pick<Journal, 'unfinished' | 'end'>): Promise<void> {
  const message = 'The program ended before the answer came. Nothing was changed; test the token again.';
  const left = journal.unfinished().filter(({ action }) => action === 'test_token');
  for (const { id } of left)
    await journal.end(id, { kind: 'not_sent', error: { code: 'cancelled', message }, evidence: [] });
}
