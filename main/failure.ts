import type { AppError, ErrorCode } from '../shared/errors.ts';

/**
 * A failure on its way up inside main. `dispatch` turns it into the plain `AppError` that it carries; anything else that is
 * thrown becomes `internal`.
 */
export class Failure extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.message);
    this.name = 'Failure';
    this.error = error;
  }
}

/** Makes a failure from its code and its sentence; `more` adds the registry's own text, the status, further things to do. */
export const failure = (code: ErrorCode, message: string, more: Omit<AppError, 'code' | 'message'> = {}): Failure =>
  new Failure({ code, message, ...more });
