import type { Finding } from '../../shared/look.ts';
import type { IndexHead } from './indexHead.ts';
import { hostOf } from './profileForm.ts';

const seconds = (milliseconds: number): string => `${Math.max(0.1, milliseconds / 1000).toFixed(1)} s`;

/** What reading the head of an index showed. */
export function indexWords(index: string, head: IndexHead, milliseconds: number): Finding {
  const names =
    head.registry === null
      ? 'It names no registry, so publishing needs its URL below.'
      : `It names the registry ${head.registry}.`;
  const text = `${index}, read in ${seconds(milliseconds)}. ${names}`;
  return { id: 'index', state: head.registry === null ? 'open' : 'good', title: 'Index', text };
}

/** Which routes answered. */
export function familyWords(family: 'documented' | 'packages' | null): Finding {
  switch (family) {
    case 'packages':
      return { id: 'family', state: 'good', title: 'Packages routes', text: '/api/v1/packages answered.' };
    case 'documented':
      return {
        id: 'family',
        state: 'good',
        title: 'Documented routes',
        text: 'It has no routes for reading; versions are read from the index.',
      };
    case null:
      return {
        id: 'family',
        state: 'open',
        title: 'API style not told yet',
        text: 'It answers, and nothing that it said tells which routes it has. Choose them below if you know.',
      };
  }
}

/** How many packages it lists; null where it does not count them. */
export function readsWords(packages: number | null): Finding {
  const text =
    packages === null
      ? 'It lists its packages and versions itself.'
      : `It lists its packages and versions itself: ${packages.toLocaleString('en')} packages.`;
  return { id: 'reads', state: 'good', title: 'Readable', text };
}

/** Whether the index is this registry's own. */
export function belongWords(named: string, same: boolean): Finding {
  if (same) {
    return {
      id: 'belong',
      state: 'good',
      title: 'Index and registry belong together',
      text: `The index names ${named}.`,
    };
  }
  const text = `The index names ${named}, so elba publishes there. Check which of the two is meant.`;
  return { id: 'belong', state: 'bad', title: 'The index names another registry', text };
}

function span(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

/** How the clocks differ. */
export function clockWords(skewMs: number): Finding {
  const which = skewMs > 0 ? 'behind' : 'ahead of';
  const text = `This computer is ${span(Math.abs(skewMs))} ${which} the registry. Certificates and times in the log are judged by it.`;
  return { id: 'clock', state: 'bad', title: 'The clocks differ', text };
}

/** Where a token could come from; `url` is empty where nobody knows whom it is for. */
export function tokenWords(hasToken: boolean, url: string): Finding {
  if (hasToken) {
    const text = 'elba has one for this index in logins.toml.';
    return { id: 'token', state: 'open', title: 'No token yet', text };
  }
  const text =
    url === ''
      ? 'Without the registry’s URL there is nobody to send one to.'
      : `Browsing ${hostOf(url)} works without; publishing and yanking need one.`;
  return { id: 'token', state: 'open', title: 'No token yet', text };
}
