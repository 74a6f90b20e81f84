import {
  type CallInput,
  type CallName,
  type CallOutput,
  calls,
  type EventName,
  type EventPayload,
  events,
  isCallName,
} from '../../shared/contract.ts';
import type { AppError } from '../../shared/errors.ts';
import { failed, ok } from '../../shared/result.ts';
import type { Snapshot } from '../../shared/snapshot.ts';

type Handler<N extends CallName> = (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
export type FakeHandlers = { [N in CallName]?: Handler<N> };

/** Thrown by a fake handler to make its call fail as main's would. */
export class FakeFailure extends Error {
  readonly error: AppError;
  constructor(error: AppError) {
    super(error.message);
    this.error = error;
  }
}

/** What a handler throws to answer a failure: `throw fail('token_rejected', 'Tiny rejected the token.')`. */
export const fail = (
  code: AppError['code'],
  message: string,
  more: Omit<AppError, 'code' | 'message'> = {},
): FakeFailure => new FakeFailure({ code, message, ...more });

/** A main in memory. It has the shape of the renderer's transport and lets nothing through that the contract would refuse. */
export interface FakeBridge {
  readonly transport: {
    readonly kind: 'electron' | 'web';
    invoke(name: string, input: unknown): Promise<unknown>;
    listen(
      onEvent: (name: string, payload: unknown) => void,
      onConnection: (state: 'open' | 'lost') => void,
    ): () => void;
    readonly pathForFile: ((file: { readonly name: string }) => string) | null;
  };
  /** Sets or replaces the answer to a call. */
  on<N extends CallName>(name: N, handler: Handler<N>): void;
  /** Sends an event, checked against the contract. */
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Breaks or opens the stream of events. */
  connection(state: 'open' | 'lost'): void;
  /** Every call so far, in order. */
  readonly asked: ReadonlyArray<{ readonly name: string; readonly input: unknown }>;
  /** The inputs of one call, in order. */
  inputsOf<N extends CallName>(name: N): Array<CallInput<N>>;
}

export interface FakeOptions {
  readonly snapshot: Snapshot;
  readonly handlers?: FakeHandlers;
  readonly kind?: 'electron' | 'web';
}

/** Starts a fake main that answers `app.snapshot` with `options.snapshot` and every other call as told. */
export function createFakeBridge(options: FakeOptions): FakeBridge {
  const handlers: FakeHandlers = {
    'app.snapshot': () => options.snapshot,
    // Asked by every page that shows a registry: a computer without elba, unless a test says otherwise.
    'elba.find': () => ({ files: [], indices: [], logins: '~/.local/share/elba/logins.toml' }),
    // And by every page of a registry: one without accounts.
    'account.state': () => ({ kind: 'none' }),
    'network.systemProxy': () => ({ proxy: null }),
    ...options.handlers,
  };
  const asked: Array<{ name: string; input: unknown }> = [];
  const listeners = new Set<(name: string, payload: unknown) => void>();
  const connections = new Set<(state: 'open' | 'lost') => void>();

  async function answer(name: string, input: unknown): Promise<unknown> {
    if (!isCallName(name)) throw new Error(`The contract has no call ${name}.`);
    const checked = calls[name].input.parse(input);
    asked.push({ name, input: checked });
    // The handler was set under this very name; TypeScript cannot follow that link.
    const handler = handlers[name] as ((input: unknown) => unknown) | undefined;
    if (handler === undefined) return failed({ code: 'internal', message: `The test has no answer to ${name}.` });
    try {
      const value = calls[name].output.parse(await handler(checked));
      return structuredClone(ok(value));
    } catch (thrown) {
      if (thrown instanceof FakeFailure) return failed(thrown.error);
      throw thrown;
    }
  }

  return {
    transport: {
      kind: options.kind ?? 'electron',
      invoke: answer,
      listen(onEvent, onConnection) {
        listeners.add(onEvent);
        connections.add(onConnection);
        onConnection('open');
        return () => {
          listeners.delete(onEvent);
          connections.delete(onConnection);
        };
      },
      pathForFile: options.kind === 'web' ? null : (file) => `/dropped/${file.name}`,
    },
    on(name, handler) {
      Object.assign(handlers, { [name]: handler });
    },
    emit(name, payload) {
      const checked: unknown = events[name].parse(payload);
      for (const listener of listeners) listener(name, structuredClone(checked));
    },
    connection(state) {
      for (const listener of connections) listener(state);
    },
    asked,
    inputsOf<N extends CallName>(name: N) {
      // Checked by the schema of this very name before it was kept.
      return asked.filter((one) => one.name === name).map((one) => one.input as CallInput<N>);
    },
  };
}
