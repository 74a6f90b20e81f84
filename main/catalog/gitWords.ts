import type { GitResolution } from '../elba/resolution.ts';
import { type Failure, failure } from '../failure.ts';

/** An address as a person may see it: without user and password. */
export function withoutLogin(address: string): string {
  const url = URL.parse(address);
  if (url === null || (url.username === '' && url.password === '')) return address;
  url.username = '';
  url.password = '';
  return url.href;
}

/** Said where only git itself can fetch from an address, and there is none. */
export const noGit = (): Failure =>
  failure(
    'not_supported_here',
    'This index is a git repository, and there is no git on this computer. Install git, then refresh.',
  );

/** Said where more came than an index can hold. */
export const tooLarge = (address: string): Failure =>
  failure('too_large', `${withoutLogin(address)} sent more than an index can hold, so it was not taken.`);

const reasons: readonly (readonly [RegExp, Parameters<typeof failure>[0], (where: string, ref: string) => string])[] = [
  [
    /couldn't find remote ref|not our ref/i,
    'index_unreadable',
    (where, ref) => `${where} has no branch or tag “${ref}”. Name the right one behind # on the registry's page.`,
  ],
  [
    /could not resolve host|failed to connect|connection refused|network is unreachable|timed out/i,
    'unreachable',
    (where) => `${where} can't be reached. Check the connection and the address, then refresh.`,
  ],
  [
    /authentication failed|could not read username|permission denied|terminal prompts disabled|returned error: 40[13]/i,
    'index_unreadable',
    (where) => `${where} wants a login, and this program has none for it. Use an address that can be read without one.`,
  ],
  [
    /certificate|ssl/i,
    'tls_failed',
    (where) => `The connection to ${where} is not safe, so nothing was fetched. Its certificate can't be trusted.`,
  ],
  [
    /not found|does not appear to be a git repository|no such file|returned error: 404/i,
    'index_unreadable',
    (where) => `There is no git repository at ${where}. Check the address on the registry's page.`,
  ],
  [
    /fsck|bad object|corrupt|invalid|inflate|did not match/i,
    'index_unreadable',
    (where) => `What ${where} sent is damaged, so it was not taken. What was read before is shown.`,
  ],
];

/** Whether a fetch may have failed by the copy on this computer: no other reason was given. */
export const isOurs = (words: string): boolean => {
  const [, , sentence] = reasons.find(([form]) => form.test(words)) ?? [];
  return sentence === undefined || sentence === reasons.at(-1)?.[2];
};

/** What git's words, or the library's in its place, mean for a person; the words stand beside it, without a login. */
export function explainGit(from: Pick<GitResolution, 'url' | 'ref'>, words: string): Failure {
  const where = withoutLogin(from.url);
  const serverText = words.replaceAll(from.url, where).trim().slice(-500);
  const [, code, sentence] = reasons.find(([form]) => form.test(words)) ?? [];
  const message = sentence?.(where, from.ref) ?? `Git could not fetch the index from ${where}.`;
  return failure(code ?? 'index_unreadable', message, { serverText });
}
