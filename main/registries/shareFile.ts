import * as z from 'zod';
import { type Registry, RegistryProfile } from '../../shared/registry.ts';
import type { SharedRegistry, ShareImported } from '../../shared/share.ts';
import { Failure, failure } from '../failure.ts';
import { sameAddress } from './look.ts';
import { cleanProfile } from './profileForm.ts';
import type { Registries } from './profiles.ts';

const FORMAT = 'elba-registry-manager/registries';
const VERSION = 1;

const ShareFile = z.object({
  format: z.literal(FORMAT),
  version: z.number().int(),
  registries: z.array(z.unknown()).max(1000),
});

/** Only what a person sets, key by key: whatever else is known of a registry stays here, its token first of all. */
const SharedProfile = RegistryProfile.strict();

export interface ShareFile {
  /** The list as a file for others: no token, no state, not the local registry. */
  export(): { readonly name: string; readonly text: string };
  /** What a file holds, without changing anything. Throws `invalid_input` for what is no such file, or of a newer version. */
  read(text: string): SharedRegistry[];
  /** Adds those at some places of a file. One that cannot be added does not keep the rest from it. */
  import(text: string, chosen: readonly number[]): ShareImported[];
}

function profilesIn(text: string): unknown[] {
  const refuse = (why: string) => failure('invalid_input', `This file can’t be used: ${why}. Nothing was added.`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw refuse('it is not JSON');
  }
  const file = ShareFile.safeParse(content);
  if (!file.success) throw refuse('it is not a list of registries that was saved here');
  if (file.data.version > VERSION) throw refuse('a newer version of the program wrote it');
  return file.data.registries;
}

const nameIn = (entry: unknown): string => {
  const name = z.object({ name: z.string() }).safeParse(entry).data?.name ?? '';
  return name
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 40);
};

/** The sender's consent to plain http is not the receiver's. */
function cleanShared(entry: unknown): RegistryProfile {
  const parsed = SharedProfile.safeParse(entry);
  if (!parsed.success)
    throw failure('invalid_input', 'It is damaged, or holds what a list of registries does not have.');
  return { ...cleanProfile(parsed.data), allowPlainHttp: false };
}

/** What a profile has in common with the one that is shared; every other key of a registry is left behind. */
function shared(registry: Registry): RegistryProfile {
  const keys = Object.keys(RegistryProfile.shape);
  const profile = Object.fromEntries(Object.entries(registry).filter(([key]) => keys.includes(key)));
  return RegistryProfile.parse({ ...profile, allowPlainHttp: false });
}

/** Makes the file of a list and reads it back. */
export function createShareFile(registries: Pick<Registries, 'list' | 'add'>): ShareFile {
  const read = (text: string): SharedRegistry[] =>
    profilesIn(text).map((entry, at) => {
      try {
        const profile = cleanShared(entry);
        const known = registries
          .list()
          .find(({ url, index }) => (profile.url === '' ? index === profile.index : sameAddress(url, profile.url)));
        return { at, name: profile.name, profile, ...(known === undefined ? {} : { known: known.id }) };
      } catch (thrown) {
        if (!(thrown instanceof Failure)) throw thrown;
        return { at, name: nameIn(entry), problem: thrown.error.message };
      }
    });
  return {
    read,
    export: () => {
      const list = registries.list().filter(({ embedded }) => !embedded);
      const content = { format: FORMAT, version: VERSION, registries: list.map(shared) };
      return { name: 'registries.json', text: `${JSON.stringify(content, null, 2)}\n` };
    },
    import: (text, chosen) => {
      const rows = read(text);
      return [...new Set(chosen)].map((at) => {
        const row = rows.find((one) => one.at === at);
        try {
          if (row?.profile === undefined)
            throw failure('invalid_input', row?.problem ?? 'This file has no such entry.');
          return { at, registry: registries.add(row.profile) };
        } catch (thrown) {
          if (!(thrown instanceof Failure)) throw thrown;
          return { at, error: thrown.error };
        }
      });
    },
  };
}
