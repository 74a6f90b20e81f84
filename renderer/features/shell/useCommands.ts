import { useCallback, useEffect } from 'react';
import type { Command, ShellRequest } from '../../../shared/shell.ts';
import { useEvent } from '../../bridge/queries.ts';
import { useInfo, useJobs } from '../../bridge/useAppState.ts';
import { useIntake } from '../publish/intake.ts';
import { placeOf } from './JobStrips.tsx';
import { navigate, type Route } from './router.ts';
import { isModalOpen, useShortcut } from './shortcuts.ts';
import { useShowLog } from './useShowLog.ts';

/** Runs a command; false where this page has nothing to do for it. */
export type RunCommand = (command: Command) => boolean;

function goTo(route: Route): boolean {
  navigate(route);
  return true;
}

function focusSearch(): boolean {
  const search = document.querySelector<HTMLInputElement>('input[data-search]');
  search?.focus();
  search?.select();
  return search !== null;
}

/** What runs each command on this page. `openPalette` shows the list of them. */
export function useRunCommand(openPalette: () => void): RunCommand {
  const { choose } = useIntake();
  const showLog = useShowLog();
  return useCallback(
    (command) => {
      switch (command) {
        case 'publish':
        case 'packages':
        case 'activity':
        case 'settings':
        case 'help':
        case 'addRegistry':
          return goTo({ page: command });
        case 'find':
          return focusSearch();
        case 'chooseFolder':
          choose('folder');
          return true;
        case 'palette':
          openPalette();
          return true;
        case 'showLog':
          showLog();
          return true;
      }
    },
    [choose, openPalette, showLog],
  );
}

/** F1, and ⌘? on a Mac: the key that the platform has for help. */
function useHelpKey(run: RunCommand): void {
  const { platform } = useInfo();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isHelp = platform === 'mac' ? event.metaKey && event.key === '?' : event.key === 'F1';
      if (!isHelp || event.defaultPrevented || isModalOpen()) return;
      event.preventDefault();
      run('help');
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [platform, run]);
}

/** Hears the keys of all commands. */
export function useCommandKeys(run: RunCommand): void {
  useShortcut(
    '1',
    useCallback(() => run('publish'), [run]),
  );
  useShortcut(
    '2',
    useCallback(() => run('packages'), [run]),
  );
  useShortcut(
    '3',
    useCallback(() => run('activity'), [run]),
  );
  useShortcut(
    ',',
    useCallback(() => run('settings'), [run]),
  );
  useShortcut(
    'o',
    useCallback(() => run('chooseFolder'), [run]),
  );
  useShortcut(
    'f',
    useCallback(() => run('find'), [run]),
  );
  useShortcut(
    'k',
    useCallback(() => run('palette'), [run]),
  );
  useHelpKey(run);
}

/** Does what the window's menu and the system's notifications ask for. A question that is open is answered first. */
export function useShellRequests(run: RunCommand): void {
  const jobs = useJobs();
  useEvent(
    'shell.requested',
    useCallback(
      (wanted: ShellRequest) => {
        if (isModalOpen()) return;
        if (wanted.kind === 'command') return void run(wanted.command);
        const job = jobs.find(({ id }) => id === wanted.jobId);
        const place = job === undefined ? null : placeOf(job);
        navigate(place ?? { page: 'activity' });
      },
      [jobs, run],
    ),
  );
}
