import { Colour, type Registry, type RegistryProfile } from '../../../shared/registry.ts';

/** What is wrong with a profile, as a sentence beside the field it belongs to. Empty when it can be saved. */
export type ProfileErrors = Partial<Record<'name' | 'url' | 'index' | 'allowPlainHttp', string>>;

const parseUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** Scheme, host and port of an address, such as `https://registry.example`; null if it is not an address. */
export function originOf(url: string): string | null {
  const parsed = parseUrl(url.trim());
  return parsed === null || parsed.host === '' ? null : parsed.origin;
}

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a token for this address would travel in the clear over a network: plain http to anything but this computer. */
export function isPlainHttp(url: string): boolean {
  const parsed = parseUrl(url.trim());
  return parsed !== null && parsed.protocol === 'http:' && !LOOPBACK.test(parsed.hostname);
}

function urlProblem(text: string): string | null {
  const parsed = parseUrl(text);
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    return 'This is not an http or https address. Write it like https://registry.example.';
  if (parsed.username !== '' || parsed.password !== '')
    return 'The address holds a name or a password. Leave them out; the token is saved separately.';
  if (parsed.search !== '' || parsed.hash !== '')
    return 'The address goes on after its path. Leave out everything from ? or # on.';
  return null;
}

function indexProblem(text: string): string | null {
  const match = /^index\+(git|tar|dir)\+(.+)$/.exec(text);
  const [, kind, rest] = match ?? [];
  if (kind === undefined || rest === undefined)
    return 'elba would not read this. Write index+git+, index+tar+ or index+dir+ and then an address or a folder.';
  if (kind === 'dir')
    return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(rest)
      ? null
      : 'elba wants the whole path of the folder here, from its root.';
  if (kind === 'tar')
    return /^https?:$/.test(parseUrl(rest)?.protocol ?? '')
      ? null
      : 'elba reads a packed index over http or https only. For a folder write index+dir+ and its whole path.';
  return null;
}

function nameProblem(name: string, others: readonly Registry[]): string | null {
  if (name === '') return 'A registry needs a name. It is shown wherever something is published.';
  if (name.length > 40) return 'The name has more than 40 characters. Choose a shorter one.';
  const same = others.some((other) => other.name.toLowerCase() === name.toLowerCase());
  return same ? `Another registry is called ${name}. Choose a different name.` : null;
}

/** Checks a profile as far as that is possible without asking the registry. `others` are the registries it must differ from. */
export function checkProfile(draft: RegistryProfile, others: readonly Registry[]): ProfileErrors {
  const errors: ProfileErrors = {};
  const url = draft.url.trim();
  const index = draft.index.trim();
  const name = nameProblem(draft.name.trim(), others);
  if (name !== null) errors.name = name;
  if (url === '' && index === '')
    errors.url = 'There is nothing to reach yet. Give the address of the registry, of its index, or both.';
  const wrongUrl = url === '' ? null : urlProblem(url);
  if (wrongUrl !== null) errors.url = wrongUrl;
  else if (isPlainHttp(url) && !draft.allowPlainHttp)
    errors.allowPlainHttp =
      'Over plain http everybody on the way can read the token. Use https, or agree to it for this registry.';
  const wrongIndex = index === '' ? null : indexProblem(index);
  if (wrongIndex !== null) errors.index = wrongIndex;
  return errors;
}

/** A profile without the white space that came along with pasting. */
export const tidyProfile = (draft: RegistryProfile): RegistryProfile => ({
  ...draft,
  name: draft.name.trim(),
  url: draft.url.trim(),
  index: draft.index.trim(),
  allowPlainHttp: draft.allowPlainHttp && isPlainHttp(draft.url),
});

/** What a person sets for a registry, without what was found out about it. */
export const profileOf = (registry: Registry): RegistryProfile => ({
  name: registry.name,
  colour: registry.colour,
  url: registry.url,
  index: registry.index,
  family: registry.family,
  production: registry.production,
  allowPlainHttp: registry.allowPlainHttp,
  ...(registry.network === undefined ? {} : { network: registry.network }),
  ...(registry.groups === undefined ? {} : { groups: registry.groups }),
});

const MOST_NAME = 40;

/** `Orchid`, or the first of `Orchid 2`, `Orchid 3` … that is not among `taken`; cut so that it fits. */
export function freeName(wanted: string, taken: readonly string[]): string {
  for (let count = 1; ; count += 1) {
    const end = count === 1 ? '' : ` ${count}`;
    const name = `${wanted.slice(0, MOST_NAME - end.length)}${end}`;
    if (!taken.some((other) => other.toLowerCase() === name.toLowerCase())) return name;
  }
}

/** The first of the eight colours that no registry has; crimson again when all are taken. */
export const firstFreeColour = (registries: readonly Registry[]): Colour =>
  Colour.options.find((colour) => registries.every((registry) => registry.colour !== colour)) ?? 'crimson';

/** `Violet` for `violet`. */
export const colourName = (colour: Colour): string => colour.charAt(0).toUpperCase() + colour.slice(1);
