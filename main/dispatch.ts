import { type CallInput, type CallName, type CallOutput, calls, isCallName } from '../shared/contract.ts';
import type { AppError } from '../shared/errors.ts';
import { failed, ok, type Result } from '../shared/result.ts';
import { Failure } from './failure.ts';

/** A call without an answer may be handled by a function without one. */
// biome-ignore lint/suspicious/noConfusingVoidType: it stands in return types alone.
type Answered<N extends CallName> = [CallOutput<N>] extends [undefined] ? void : CallOutput<N>;

/** One handler per call of the contract. A handler answers the value or throws a `Failure`. */
export type Handlers = { readonly [N in CallName]: (input: CallInput<N>) => Promise<Answered<N>> | Answered<N> };

/** What `dispatch` needs of the application. `redact` removes every known token from a text. */
export interface Dispatchable {
  readonly handlers: Handlers;
  redact(text: string): string;
  log(line: string): void;
}

const INTERNAL =
  'Something went wrong inside the program. Try it again; if it happens again, copy the details from the log.';

function asError(app: Dispatchable, name: string, thrown: unknown): AppError {
  if (thrown instanceof Failure) {
    const { message, serverText, todo } = thrown.error;
    return {
      ...thrown.error,
      message: app.redact(message),
      ...(serverText === undefined ? {} : { serverText: app.redact(serverText) }),
      ...(todo === undefined ? {} : { todo: todo.map((line) => app.redact(line)) }),
    };
  }
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  app.log(app.redact(`${name} failed: ${detail}`));
  return { code: 'internal', message: INTERNAL };
}

/**
 * Runs one call: checks that the name is known and the input fits, calls the handler, and turns what it throws into data.
 * The only place where input is validated and errors become data. Answers `invalid_input` for an unknown call or a
 * misfit, without repeating the input, which could hold a token.
 */
export async function dispatch(app: Dispatchable, name: string, input: unknown): Promise<Result<unknown>> {
  if (!isCallName(name))
    return failed({ code: 'invalid_input', message: 'The program was asked for something it does not know.' });
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.join('.') || 'input').join(', ');
    return failed({
      code: 'invalid_input',
      message: `The program was asked for ${name} in a form it does not take (${where}).`,
    });
  }
  // The schema that is looked up by the name has just checked the input; TypeScript cannot follow that link.
  const handler = app.handlers[name] as (input: unknown) => unknown;
  try {
    return ok(await handler(parsed.data));
  } catch (thrown) {
    return failed(asError(app, name, thrown));
  }
}
