import './zodConfig.ts';
import * as z from 'zod';
import {
  type CallInput,
  type CallName,
  type CallOutput,
  calls,
  type EventName,
  type EventPayload,
  events,
  isEventName,
} from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Connection, Transport } from './transport.ts';

/** Thrown by every call that main answered with a failure. `error` is ready to be shown. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly error: AppError;
  constructor(error: AppError) {
    super(error.message);
    this.error = error;
  }
}

/** The input of a call as arguments: none where the contract says `undefined`. */
export type CallArgs<N extends CallName> = undefined extends CallInput<N> ? [] : [input: CallInput<N>];

/** The typed client. Everything that comes in has passed the contract's schema. */
export interface Client {
  readonly transport: Transport;
  /** Calls main and answers its value; throws a `CallError` for a failure. */
  invoke<N extends CallName>(name: N, ...input: CallArgs<N>): Promise<CallOutput<N>>;
  /** Hears one event; answers the function that ends it. */
  subscribe<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  onConnection(listener: (state: Connection) => void): () => void;
  /** Opens the event stream; answers the function that closes it. */
  start(): () => void;
}

const Envelope = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown().optional() }),
  z.object({ ok: z.literal(false), error: AppError }),
]);

const odd = (name: string, detail: string): CallError =>
  new CallError({
    code: 'internal',
    message: `The program answered ${name} in a form that this page does not know. Close the page and start the program again.`,
    serverText: detail,
  });

function unwrap<N extends CallName>(name: N, answer: unknown): CallOutput<N> {
  const envelope = Envelope.safeParse(answer);
  if (!envelope.success) throw odd(name, z.prettifyError(envelope.error));
  if (!envelope.data.ok) throw new CallError(envelope.data.error);
  const { value } = envelope.data;
  const schema = calls[name].output;
  const asSent = schema.safeParse(value);
  // JSON has no undefined: a host may send null where the contract says that nothing comes back.
  const parsed = asSent.success || value !== null ? asSent : schema.safeParse(undefined);
  if (!parsed.success) throw odd(name, z.prettifyError(parsed.error));
  // The schema that is looked up by the name has just checked the value; TypeScript cannot follow that link.
  return parsed.data as CallOutput<N>;
}

type Listeners = { [N in EventName]: Set<(payload: EventPayload<N>) => void> };

/** A set for each event of the contract. */
const noListeners = (): Listeners =>
  // One entry per key of `events`: what the type says, which `fromEntries` cannot tell.
  Object.fromEntries(Object.keys(events).map((name) => [name, new Set()])) as unknown as Listeners;

/** The client over a transport. Events that do not fit the contract are dropped: they would be another version's. */
export function createClient(transport: Transport): Client {
  const listeners = noListeners();
  const connections = new Set<(state: Connection) => void>();

  function deliver<N extends EventName>(name: N, payload: unknown): void {
    const parsed = events[name].safeParse(payload);
    if (!parsed.success) return;
    // Checked by the schema of this very name, as above.
    for (const listener of listeners[name]) listener(parsed.data as EventPayload<N>);
  }

  return {
    transport,
    async invoke(name, ...input) {
      return unwrap(name, await transport.invoke(name, input[0]));
    },
    subscribe(name, listener) {
      listeners[name].add(listener);
      return () => void listeners[name].delete(listener);
    },
    onConnection(listener) {
      connections.add(listener);
      return () => void connections.delete(listener);
    },
    start: () =>
      transport.listen(
        (name, payload) => {
          if (isEventName(name)) deliver(name, payload);
        },
        (state) => {
          for (const listener of connections) listener(state);
        },
      ),
  };
}
