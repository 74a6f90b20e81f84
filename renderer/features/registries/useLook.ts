import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { LookReport, LookWish } from '../../../shared/look.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf, useEvent } from '../../bridge/queries.ts';

export interface Look {
  /** What is known so far; null before the first look. */
  readonly report: LookReport | null;
  /** Why the address was not taken for one. */
  readonly error: AppError | null;
  readonly isLooking: boolean;
  start(wish: Omit<LookWish, 'lookId'>): void;
  stop(): void;
}

let looks = 0;
/** Another page of the same program hears the same events. */
const page = Math.random().toString(36).slice(2);

/** Looks at addresses, one at a time; leaving the page ends the look. */
export function useLook(): Look {
  const client = useClient();
  const current = useRef('');
  const [report, setReport] = useState<LookReport | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isLooking, setLooking] = useState(false);
  const take = useCallback((next: LookReport): void => {
    if (next.lookId === current.current) setReport(next);
  }, []);
  useEvent('look.changed', take);
  const stop = useCallback((): void => {
    const lookId = current.current;
    if (lookId !== '') client.invoke('registries.stopLooking', { lookId }).catch(() => {});
  }, [client]);
  useEffect(() => stop, [stop]);
  const start = (wish: Omit<LookWish, 'lookId'>): void => {
    stop();
    looks += 1;
    const lookId = `${page}-${looks}`;
    current.current = lookId;
    setLooking(true);
    setError(null);
    client
      .invoke('registries.look', { ...wish, lookId })
      .then(take, (thrown: unknown) => {
        if (current.current === lookId) setError(errorOf(thrown));
      })
      .finally(() => {
        if (current.current === lookId) setLooking(false);
      });
  };
  return { report, error, isLooking, start, stop };
}
