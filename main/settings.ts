import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { SETTINGS_DEFAULTS, Settings } from '../shared/settings.ts';
import type { DocumentStore } from './host.ts';

/** What a person set for the whole program. */
export interface SettingsStore {
  get(): Settings;
  /** Changes some of it, writes it and tells the whole. Throws `disk_failed`; nothing changes then. */
  set(change: { [K in keyof Settings]?: Settings[K] | undefined }): Settings;
}

const SettingsFile = z.looseObject({ v: z.literal(1) });

interface Read {
  readonly settings: Settings;
  /** What a later version wrote that this one does not know; it is kept. */
  readonly unknown: Readonly<Record<string, unknown>>;
}

/** What is absent was written before there was such a setting; what is damaged falls back, and the file is set aside. */
function readParts(document: DocumentStore, given: Record<string, unknown>): Read {
  const good: Record<string, unknown> = {};
  let damaged = false;
  for (const [key, schema] of Object.entries(Settings.shape)) {
    if (!(key in given)) continue;
    const part = schema.safeParse(given[key]);
    if (part.success) good[key] = part.data;
    if (!part.success || !isDeepStrictEqual(part.data, given[key])) damaged = true;
  }
  const unknown = Object.fromEntries(Object.entries(given).filter(([key]) => !(key in Settings.shape)));
  const settings = Settings.parse({ ...SETTINGS_DEFAULTS, ...good });
  if (damaged) {
    document.setAside('some of its settings are damaged; the others were taken over');
    document.write({ ...unknown, v: 1, ...settings });
  }
  return { settings, unknown };
}

function read(document: DocumentStore): Read {
  const nothing = { settings: SETTINGS_DEFAULTS, unknown: {} };
  const content = document.read();
  if (content === undefined) return nothing;
  const file = SettingsFile.safeParse(content);
  if (!file.success) {
    document.setAside('it does not hold settings of this version');
    return nothing;
  }
  const { v: _, ...given } = file.data;
  return readParts(document, given);
}

/** Opens the settings. Content of another form is set aside, and the defaults hold for all of it that could not be read. */
export function createSettings(document: DocumentStore, emit: (settings: Settings) => void): SettingsStore {
  const { settings, unknown } = read(document);
  let current = settings;
  return {
    get: () => current,
    set: (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const next: Settings = { ...current, ...given };
      document.write({ ...unknown, v: 1, ...next });
      current = next;
      emit(current);
      return current;
    },
  };
}
