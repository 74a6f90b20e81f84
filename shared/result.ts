import type { AppError } from './errors.ts';

/** What every call answers: the value, or a failure as plain data. Nothing is thrown across a process boundary. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const failed = (error: AppError): Result<never> => ({ ok: false, error });
