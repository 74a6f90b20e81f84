import type { Fault } from '../shared/shell.ts';

const MOST_DETAILS = 20_000;

/** What was thrown, as it is shown and written down: one sentence, and the stack for whoever looks after the program. */
export function describeFault(thrown: unknown, at: string, redact: (text: string) => string): Fault {
  const details = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return {
    at,
    message: 'Something went wrong inside the program that it did not foresee. What is under way goes on.',
    details: redact(details).slice(0, MOST_DETAILS),
  };
}

/** The part of Node's `process` that tells of faults. */
export interface FaultSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void): unknown;
  readonly stdout: { on(event: 'error', listener: () => void): unknown };
  readonly stderr: { on(event: 'error', listener: () => void): unknown };
}

/**
 * Hears every fault that nobody caught, instead of letting it end the program: uploads go on, and the journal is safe at any moment.
 * A terminal that was closed is no fault; without this its refusal would be reported to itself.
 */
export function catchFaults(source: FaultSource, report: (thrown: unknown) => void): void {
  source.stdout.on('error', () => undefined);
  source.stderr.on('error', () => undefined);
  source.on('uncaughtException', report);
  source.on('unhandledRejection', report);
}
