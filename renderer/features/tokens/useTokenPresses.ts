import { useState } from 'react';
import type { TokenId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import type { SavedToken } from '../../../shared/tokens.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';

type Press = { readonly did: 'saved' | 'removed' | 'tested'; readonly tokenId: TokenId | null };

/** What became of a press. A saved token may be tested by itself soon after; the words then follow. */
function wordsFor({ did }: Press, name: string, token: SavedToken | undefined) {
  if (did === 'removed')
    return {
      text: `The token is removed from this computer. ${name} still knows it until you delete it there.`,
      isAlert: false,
    };
  const test = token?.test ?? 'untested';
  if (test === 'rejected')
    return {
      text: `${name} rejected the token. It may have been deleted there, or belong elsewhere. Create one on ${name} and replace it here.`,
      isAlert: true,
    };
  const accepted = `${name} accepted the token.`;
  if (did === 'tested') return { text: test === 'accepted' ? accepted : '', isAlert: false };
  const next =
    test === 'accepted' ? accepted : 'Test it before you publish: a registry looks at it last, after the upload.';
  return { text: `The token is saved. ${next}`, isAlert: false };
}

/** What can be done with a registry's tokens, and what is to be said of the last thing that was done. */
export function useTokenPresses(registry: Registry) {
  const [press, setPress] = useState<Press | null>(null);
  const test = useCall('tokens.test');
  const remove = useCall('tokens.remove');
  const activate = useCall('tokens.activate');
  const registryId = registry.id;
  const reset = (): void => {
    setPress(null);
    for (const call of [test, remove, activate]) call.reset();
  };
  const thrown = test.error ?? remove.error ?? activate.error;
  const about = registry.tokens.find(({ id }) => id === press?.tokenId) ?? registry.tokens.find(({ active }) => active);
  return {
    words: press === null ? null : wordsFor(press, registry.name, about),
    error: thrown === null ? null : errorOf(thrown),
    testing: test.isPending ? test.variables.tokenId : undefined,
    removing: remove.isPending ? remove.variables.tokenId : undefined,
    onSaved: () => {
      reset();
      setPress({ did: 'saved', tokenId: null });
    },
    onTest: (tokenId: TokenId) => {
      reset();
      test.mutate({ registryId, tokenId }, { onSuccess: () => setPress({ did: 'tested', tokenId }) });
    },
    onRemove: (tokenId: TokenId) => {
      reset();
      remove.mutate({ registryId, tokenId }, { onSuccess: () => setPress({ did: 'removed', tokenId: null }) });
    },
    onActivate: (tokenId: TokenId) => {
      reset();
      activate.mutate({ registryId, tokenId });
    },
  };
}
export type TokenPresses = ReturnType<typeof useTokenPresses>;
