import type { PackageRef } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import type { CurlCommand } from '../../shared/targets.ts';
import type { Client } from '../api/client.ts';
import { type Family, publishRoute } from '../api/routes.ts';
import { settle } from '../catalog/settle.ts';
import { archiveName } from '../elba/archiveName.ts';

/** What stands where the token goes. */
export const TOKEN_PLACEHOLDER = 'TOKEN';

/** A text as one word of a POSIX shell. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

async function familyOf(
  { family }: Registry,
  client: Pick<Client, 'detectFamily'>,
  signal: AbortSignal,
): Promise<Family> {
  if (family !== 'auto') return family;
  const found = await settle(client.detectFamily(signal));
  return (found.ok ? found.value : null) ?? 'packages';
}

/**
 * The command that sends an archive as this program would, for a POSIX shell: the body as it is with its length, no redirects, no
 * content type. It holds no token, only where one goes. Throws `not_supported_here` for a registry without a URL.
 */
export async function curlCommand(
  registry: Registry,
  client: Pick<Client, 'detectFamily'>,
  ref: PackageRef,
  version: string,
  signal: AbortSignal,
): Promise<CurlCommand> {
  const { method, url } = publishRoute(registry.url, await familyOf(registry, client, signal), ref, version);
  url.username = '';
  url.password = '';
  const file = archiveName(ref, version);
  const address = `${url.href}?token=${TOKEN_PLACEHOLDER}`;
  const words = ['--globoff', '--fail-with-body', '--request', method, '--upload-file', shellQuoted(`./${file}`)];
  return { command: `curl ${words.join(' ')} ${shellQuoted(address)}`, file };
}
