import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseIndexResolution } from '../elba/resolution.ts';
import { failure } from '../failure.ts';

/** What a person's address stands for: the URL of a registry, or an index by its resolution. */
export type Understood =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'index'; readonly index: string };

const refuse = (message: string) => failure('invalid_input', message);

const HOW =
  'Write the https address of a registry, an index such as index+git+https://…, or the whole path of an index folder.';

function indexOf(text: string): Understood {
  const parsed = parseIndexResolution(text);
  if (!parsed.ok) throw refuse(`This index is not in a form that elba takes: ${parsed.reason}.`);
  if (parsed.resolution.kind === 'dir' && !isAbsolute(parsed.resolution.path)) {
    throw refuse('The folder of the index is a relative path, which elba does not find. Write it from the root.');
  }
  return { kind: 'index', index: text };
}

function folderOf(path: string): Understood {
  // A dropped index.toml stands for the folder it lies in.
  const folder = resolve(path).replace(/[\\/]index\.toml$/i, '');
  return { kind: 'index', index: `index+dir+${folder}` };
}

function urlOf(text: string): Understood {
  const url = URL.parse(text);
  if (url?.protocol === 'file:' && url.hostname === '') return folderOf(fileURLToPath(url));
  if (url === null || url.hostname === '') throw refuse(`This is not an address. ${HOW}`);
  if (url.protocol === 'git:' || url.protocol === 'ssh:' || /\.git\/?$/.test(url.pathname)) {
    return { kind: 'index', index: `index+git+${text}` };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse(`This is not an address. ${HOW}`);
  if (/\.(tar\.gz|tgz|tar)$/i.test(url.pathname)) return { kind: 'index', index: `index+tar+${text}` };
  if (url.username !== '' || url.password !== '') {
    throw refuse('The address holds a user name or a password. Leave them out; a token is saved separately.');
  }
  // Somebody copied the address of a route: the registry is what comes before it.
  const path = url.pathname.replace(/\/api\/v1(\/.*)?$/, '').replace(/\/+$/, '');
  return { kind: 'url', url: `${url.origin}${path}` };
}

/**
 * Understands what a person typed, pasted or dropped: an index resolution with or without `index+` before it, a folder (`~/…` too)
 * or its `index.toml`, the address of a git repository or of a packed index, the URL of a registry with or without its scheme.
 * Throws `invalid_input` for anything else.
 */
export function understandAddress(text: string, homeFolder: string = homedir()): Understood {
  const written = text.trim().replace(/^["'](.+)["']$/, '$1');
  if (/^index\+/.test(written)) return indexOf(written);
  if (/^(git|tar|dir)\+/.test(written)) return indexOf(`index+${written}`);
  if (/^~(?=[/\\]|$)/.test(written)) return folderOf(join(homeFolder, written.slice(1)));
  if (isAbsolute(written)) return folderOf(written);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(written)) return urlOf(written);
  if (/^(localhost|[\w-]+(\.[\w-]+)+|\[[\da-f:]+\])(:\d+)?(\/|$)/i.test(written)) {
    const scheme = /^(localhost|127\.|\[::1\])/i.test(written) ? 'http' : 'https';
    return urlOf(`${scheme}://${written}`);
  }
  throw refuse(`“${written.slice(0, 80)}” is not an address. ${HOW}`);
}
