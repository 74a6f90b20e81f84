import { isAbsolute } from 'node:path';
import type { RegistryProfile } from '../../shared/registry.ts';
import { normaliseName, parsePackageName } from '../elba/packageName.ts';
import { parseIndexResolution } from '../elba/resolution.ts';
import { type Failure, failure } from '../failure.ts';
import { cleanNetwork } from './networkForm.ts';

const refuse = (message: string): Failure => failure('invalid_input', message);

function cleanUrl(text: string): string {
  const written = text.trim();
  if (written === '') return '';
  const url = URL.parse(written);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw refuse('The URL does not begin with http:// or https://. Write it whole, such as https://registry.example.');
  }
  // Not repeated in the sentence, because it can hold a password.
  if (url.username !== '' || url.password !== '') {
    throw refuse('The URL holds a user name or a password. Leave them out; a token is saved separately.');
  }
  if (written.includes('?') || written.includes('#')) {
    throw refuse('The URL goes on after its path with ? or #. Leave that part out; the program adds what it needs.');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function cleanIndex(text: string): string {
  const written = text.trim();
  if (written === '') return '';
  const parsed = parseIndexResolution(written);
  if (!parsed.ok) {
    throw refuse(
      `The index is not in a form that elba takes: ${parsed.reason}. An example: index+dir+/home/you/index.`,
    );
  }
  if (parsed.resolution.kind === 'dir' && !isAbsolute(parsed.resolution.path)) {
    throw refuse('The folder of the index is a relative path, which elba does not find. Write it from the root.');
  }
  return written;
}

function cleanName(text: string): string {
  const name = text.trim();
  if (/\p{Cc}/u.test(name)) throw refuse('The name holds a line break or another control character. Leave it out.');
  return name;
}

/** Each group once, as its first spelling; the protocol compares without case and takes `_` for `-` (registry-api). */
function cleanGroups(groups: readonly string[], { name, production }: RegistryProfile): string[] {
  if (production) {
    throw refuse(`${name} is marked as production, so it is never preselected. Take its groups out, or the mark off.`);
  }
  const clean = new Map<string, string>();
  for (const group of groups) {
    const parsed = parsePackageName(`${group.trim()}/name`);
    if (!parsed.ok) throw refuse(`“${group.trim()}” cannot be a group: letters, digits, - and _ are taken.`);
    const key = normaliseName(parsed.ref);
    if (!clean.has(key)) clean.set(key, parsed.ref.group);
  }
  return [...clean.values()];
}

/**
 * A profile in its normal form: white space around the texts dropped, the URL with its host in lower case and without a
 * slash at the end. Throws `invalid_input` with what to write instead: the URL is http or https without credentials, query
 * or fragment; the index is one of elba's resolutions, a folder by its absolute path; one of the two is needed; what `cleanNetwork` refuses;
 * groups on a production registry, which is never preselected.
 */
export function cleanProfile(profile: RegistryProfile): RegistryProfile {
  const [name, url, index] = [cleanName(profile.name), cleanUrl(profile.url), cleanIndex(profile.index)];
  if (url === '' && index === '') throw refuse('Neither a URL nor an index is given. Write one of them, or both.');
  const { network, groups, ...rest } = profile;
  return {
    ...rest,
    name,
    url,
    index,
    ...(network === undefined || Object.keys(network).length === 0 ? {} : { network: cleanNetwork(network) }),
    ...(groups === undefined || groups.length === 0 ? {} : { groups: cleanGroups(groups, profile) }),
  };
}

/** The origin (`https://host:port`) that a token for this URL is bound to; empty without a URL. */
export const originOf = (url: string): string => URL.parse(url)?.origin ?? '';

/** Host and port as a person reads them; the port only where it is not the scheme's own. */
export const hostOf = (url: string): string => URL.parse(url)?.host ?? '';
