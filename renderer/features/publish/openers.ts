import type { ProjectId } from '../../../shared/ids.ts';
import type { Client } from '../../bridge/client.ts';
import type { Opener } from './useIntakeRun.ts';

/** Opens a folder by its path, such as that of a recent project. */
export const byPath =
  (client: Client, path: string): Opener =>
  (run) => {
    run.onStep({ kind: 'checking' });
    return client.invoke('projects.open', { kind: 'path', path });
  };

/** Opens a folder that the report of a project suggested. */
export const bySuggestion =
  (client: Client, projectId: ProjectId, folder: string): Opener =>
  (run) => {
    run.onStep({ kind: 'checking' });
    return client.invoke('projects.open', { kind: 'suggestion', projectId, folder });
  };

/** Lets the host ask for a folder or an archive. `isAsking` is set meanwhile: the window behind the host's picker still takes keys. */
export const byChoice =
  (client: Client, what: 'folder' | 'archive', isAsking: { current: boolean }): Opener =>
  async () => {
    isAsking.current = true;
    try {
      return await client.invoke(what === 'folder' ? 'projects.choose' : 'projects.chooseArchive');
    } finally {
      isAsking.current = false;
    }
  };
