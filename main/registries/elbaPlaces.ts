import { dirname, join } from 'node:path';
import type { AppInfo } from '../../shared/snapshot.ts';

/** What decides where elba keeps its files. */
export interface ElbaAround {
  readonly platform: AppInfo['platform'];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** Folders in which elba may have been run, absolute. */
  readonly projects: readonly string[];
}

/** The files that elba reads, absolute; `configs` in its own order, the nearest first. */
export interface ElbaPlaces {
  readonly configs: readonly string[];
  readonly logins: string;
}

const given = (value: string | undefined, otherwise: string): string =>
  value === undefined || value === '' ? otherwise : value;

function platformConfig({ platform, env, homeFolder }: ElbaAround): string {
  if (platform === 'mac') return join(homeFolder, 'Library', 'Preferences', 'elba', 'config');
  if (platform === 'win') {
    return join(given(env.LOCALAPPDATA, join(homeFolder, 'AppData', 'Local')), 'elba', 'config', 'config');
  }
  return join(given(env.XDG_CONFIG_HOME, join(homeFolder, '.config')), 'elba', 'config');
}

function dataFolder({ platform, env, homeFolder }: ElbaAround): string {
  if (platform === 'mac') return join(homeFolder, 'Library', 'Application Support', 'elba');
  if (platform === 'win') return join(given(env.APPDATA, join(homeFolder, 'AppData', 'Roaming')), 'elba');
  return join(given(env.XDG_DATA_HOME, join(homeFolder, '.local', 'share')), 'elba');
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

/** Where elba looks (registry-api, "What an elba user already has on disk"): projects and what is above them, then the person’s own. */
export function elbaPlaces(around: ElbaAround): ElbaPlaces {
  const inProjects = around.projects.flatMap(ancestors).map((folder) => join(folder, '.elba', 'config'));
  const own = [platformConfig(around), join(around.homeFolder, '.elba', 'config')];
  return {
    configs: [...new Set([...inProjects.filter((file) => !own.includes(file)), ...own])],
    logins: join(dataFolder(around), 'logins.toml'),
  };
}
