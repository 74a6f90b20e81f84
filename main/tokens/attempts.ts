import * as z from 'zod';
import type { DocumentStore } from '../host.ts';

/** Wrong passphrases slow the next one down: two are free, then it is 2 s, 4 s, 8 s … up to 5 minutes. */
export interface Attempts {
  /** When the next passphrase is taken; null is now. */
  waitUntil(): Date | null;
  /** Counts a try before it is made, so that ending the program in the middle of it gains nothing. */
  begin(): void;
  /** The try was right: the count begins anew. */
  good(): void;
}

const AttemptsFile = z.object({ v: z.literal(1), wrong: z.number().int().min(0).max(1_000_000), at: z.number() });
const FREE = 2;
const LONGEST_MS = 5 * 60_000;

const delayAfter = (wrong: number): number => (wrong <= FREE ? 0 : Math.min(LONGEST_MS, 1000 * 2 ** (wrong - FREE)));

/**
 * Counts them in a document of its own, so that a restart does not begin anew and the tokens' file is not written for a guess. A
 * clock that was set back makes nobody wait longer than a wrong try does.
 */
export function createAttempts(document: DocumentStore, now: () => Date): Attempts {
  const file = AttemptsFile.safeParse(document.read());
  let { wrong, at } = file.success ? file.data : { wrong: 0, at: 0 };
  const keep = (): void => document.write({ v: 1, wrong, at });
  return {
    waitUntil: () => {
      const delay = delayAfter(wrong);
      const current = now().getTime();
      const until = Math.min(at, current) + delay;
      return until <= current ? null : new Date(until);
    },
    begin: () => {
      wrong += 1;
      at = now().getTime();
      keep();
    },
    good: () => {
      if (wrong === 0) return;
      wrong = 0;
      keep();
    },
  };
}
