import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { PackageRef, RegistryId } from '../../../shared/ids.ts';
import type { Impact } from '../../../shared/impact.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';

/** How far the question is what a yank would do. `stopped`: the person did not want to wait for the answer. */
export type ImpactState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'told'; readonly impact: Impact }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: AppError };

export interface ImpactQuestion {
  readonly registryId: RegistryId;
  readonly package: PackageRef;
  readonly versions: readonly string[];
  readonly yanked: boolean;
}

/** Names a question among those of all pages. */
const newAsk = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** Asks once what a yank would do; the question is taken back when nobody wants the answer any more. */
export function useImpact(question: ImpactQuestion): { readonly state: ImpactState; readonly stop: () => void } {
  const client = useClient();
  const [state, setState] = useState<ImpactState>({ kind: 'asking' });
  const [asked] = useState(question);
  const takeBack = useRef(() => {});

  useEffect(() => {
    const ask = newAsk();
    let isWanted = true;
    const settle = (next: ImpactState): void => {
      if (isWanted) setState(next);
      isWanted = false;
    };
    takeBack.current = () => {
      if (!isWanted) return;
      isWanted = false;
      client.invoke('yank.stopImpact', { ask }).catch(() => {
        // Main is gone, and the question with it.
      });
    };
    const { registryId, package: ref, versions, yanked } = asked;
    const changes = [{ package: ref, versions: [...versions] }];
    client.invoke('yank.impact', { registryId, ask, changes, yanked }).then(
      (impact) => settle({ kind: 'told', impact }),
      (thrown: unknown) => settle({ kind: 'failed', error: errorOf(thrown) }),
    );
    return () => takeBack.current();
  }, [client, asked]);

  const stop = useCallback(() => {
    takeBack.current();
    setState({ kind: 'stopped' });
  }, []);
  return { state, stop };
}
