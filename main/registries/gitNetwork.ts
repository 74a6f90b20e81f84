import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { authorities } from '../api/trust.ts';
import { viaOf, type Way } from '../api/way.ts';
import type { GitProgram } from '../catalog/gitRun.ts';

const PROXY_NAMES = /^(?:all|https?|no)_proxy$/i;

/** Git believes one file of authorities in place of its own, so all of them go into it. `folder` is absolute. */
async function authoritiesFile(folder: string, pems: readonly string[]): Promise<string> {
  const text = pems.map((pem) => `${pem.trim()}\n`).join('');
  const name = `authorities-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.pem`;
  const file = join(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.tmp`, text, { mode: 0o600 });
  await rename(`${file}.tmp`, file);
  return file;
}

/**
 * The git that goes the same way to an address as the program itself: through its proxy and past the one that the environment may
 * name, believing the certificates that were added.
 */
export async function gitThrough(git: GitProgram, url: URL, way: Way, folder: string): Promise<GitProgram> {
  const env = Object.fromEntries(Object.entries(git.env).filter(([name]) => !PROXY_NAMES.test(name)));
  const proxy = viaOf(url, way) === null ? null : way.proxy;
  const through = proxy === null ? { no_proxy: '*' } : { http_proxy: proxy.href, https_proxy: proxy.href };
  const config =
    way.extra.length === 0 || url.protocol !== 'https:'
      ? []
      : [`http.sslCAInfo=${await authoritiesFile(folder, authorities(way.extra))}`];
  return { ...git, env: { ...env, ...through }, config };
}
