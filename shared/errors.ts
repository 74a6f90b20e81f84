import * as z from 'zod';

/**
 * Every failure that can be expected, by its literal code.
 *
 * The first group is what a registry refused, told apart from its `error` tag and text; the second what happened on the
 * way to it; the third what happened on this computer.
 */
export const ErrorCode = z.enum([
  // refused by a registry
  'token_rejected',
  'token_missing',
  'not_owner',
  'group_taken',
  'version_exists',
  'already_yanked',
  'not_yanked',
  'package_not_found',
  'dependency_not_found',
  'manifest_rejected',
  'format_rejected',
  'request_rejected',
  'too_large',
  'rate_limited',
  'registry_error',
  'route_not_found',
  // on the way
  'unreachable',
  'tls_failed',
  'timed_out',
  'connection_lost',
  'redirected',
  'unexpected_answer',
  'outcome_unknown',
  'plain_http_refused',
  // on this computer
  'invalid_input',
  'not_found',
  'not_a_project',
  'manifest_invalid',
  'folder_unreadable',
  'folder_changed',
  'archive_missing',
  'checks_failed',
  'token_storage_failed',
  'token_locked',
  'passphrase_wrong',
  'passphrase_wait',
  'signed_out',
  'registry_exists',
  'index_unreadable',
  'port_in_use',
  'disk_failed',
  'data_too_new',
  'cancelled',
  'busy',
  'not_supported_here',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/**
 * A failure as it is shown. `message` is one or two sentences: what happened, why, what to do. `todo` lists further things
 * to do. `serverText` is the registry's own answer, redacted and cut, for a disclosure.
 */
export const AppError = z.object({
  code: ErrorCode,
  message: z.string(),
  todo: z.array(z.string()).optional(),
  serverText: z.string().optional(),
  status: z.number().int().optional(),
});
export type AppError = z.infer<typeof AppError>;
