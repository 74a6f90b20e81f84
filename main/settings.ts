import * as z from 'zod';
import { Settings } from '../shared/settings.ts';
import type { DocumentStore } from './host.ts';

/** What a person set for the whole program. */
export interface SettingsStore {
  get(): Settings;
  /** Changes some of it, writes it and tells the whole. Throws `disk_failed`; nothing changes then. */
  set(change: { [K in keyof Settings]?: Settings[K] | undefined }): Settings;
}

const DEFAULTS: Settings = { theme: 'system', localRegistryPort: 0 };
const SettingsFile = Settings.extend({ v: z.literal(1) });

function read(document: DocumentStore): Settings {
  const content = document.read();
  if (content === undefined) return DEFAULTS;
  const file = SettingsFile.safeParse(content);
  if (!file.success) {
    document.setAside('it does not hold settings of this version');
    return DEFAULTS;
  }
  const { v: _, ...settings } = file.data;
  return settings;
}

/** Opens the settings; content of another form is set aside, and the defaults hold. */
export function createSettings(document: DocumentStore, emit: (settings: Settings) => void): SettingsStore {
  let current = read(document);
  return {
    get: () => current,
    set: (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const next: Settings = { ...current, ...given };
      document.write({ v: 1, ...next });
      current = next;
      emit(current);
      return current;
    },
  };
}
