import { parseIndexResolution } from '../elba/resolution.ts';

/** Parts of a host that say what it is and not whose. */
const GENERIC = new Set([
  'www',
  'elba',
  'registry',
  'registries',
  'packages',
  'index',
  'pkg',
  'git',
  'api',
  'download',
]);
const MOST = 40;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** `Orchid` for `elba.orchid.example`, the host itself where nothing of it is a name. */
function ofHost(hostname: string): string {
  if (/^[\d.]+$|^\[/.test(hostname)) return hostname;
  const labels = hostname.split('.');
  const own = labels.slice(0, Math.max(1, labels.length - 1)).filter((label) => !GENERIC.has(label));
  return capital(own.at(-1) ?? labels[0] ?? hostname);
}

/** A name to begin with for a registry: the alias that elba has for it, else something of its address or of its folder. */
export function suggestName(alias: string | null, address: string): string {
  if (alias !== null && alias.trim() !== '') return capital(alias.trim()).slice(0, MOST);
  const parsed = parseIndexResolution(address);
  if (parsed.ok && parsed.resolution.kind === 'dir') {
    const folders = parsed.resolution.path.split(/[\\/]/).filter((part) => part !== '');
    return capital(folders.at(-1) ?? 'Index').slice(0, MOST);
  }
  const url = URL.parse(parsed.ok && parsed.resolution.kind !== 'dir' ? parsed.resolution.url : address);
  return (url === null ? 'Registry' : ofHost(url.hostname)).slice(0, MOST);
}
