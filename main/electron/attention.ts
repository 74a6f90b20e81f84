import type { BrowserWindow, Notification, NotificationConstructorOptions, PowerSaveBlocker } from 'electron';
import { events } from '../../shared/contract.ts';
import { Job } from '../../shared/job.ts';
import type { EventListener } from '../appEvents.ts';
import { type Notice, uploadProgress, writesUnderWay } from '../jobNotice.ts';

/** The jobs as they are now, kept by the events of the program. */
export interface JobsSeen {
  list(): readonly Job[];
  hear: EventListener;
}

/** Keeps the list; `changed` is called after each change. */
export function seeJobs(changed: () => void): JobsSeen {
  const all = new Map<string, Job>();
  return {
    list: () => [...all.values()],
    hear(name, payload) {
      if (name === 'jobs.changed') {
        const job = Job.parse(payload);
        all.set(job.id, job);
      } else if (name === 'jobs.removed') all.delete(events['jobs.removed'].parse(payload).jobId);
      else return;
      changed();
    },
  };
}

/** Shows on the taskbar or dock how far the uploads are. Where something runs that counts no bytes, that it runs. */
export function showProgress(window: Pick<BrowserWindow, 'setProgressBar'> | undefined, jobs: readonly Job[]): void {
  const progress = uploadProgress(jobs);
  if (progress !== null) window?.setProgressBar(progress);
  else if (writesUnderWay(jobs).length > 0) window?.setProgressBar(2, { mode: 'indeterminate' });
  else window?.setProgressBar(-1);
}

/** Keeps the computer awake as long as something is being sent. Answers the function to call after each change of the jobs. */
export function stayAwake(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>): (jobs: readonly Job[]) => void {
  let id: number | null = null;
  return (jobs) => {
    const isSending = writesUnderWay(jobs).length > 0;
    if (isSending) id ??= blocker.start('prevent-app-suspension');
    else if (id !== null) {
      blocker.stop(id);
      id = null;
    }
  };
}

type SeenWindow = Pick<BrowserWindow, 'isFocused' | 'isVisible' | 'isMinimized'>;

/** Whether the person has the window before their eyes. */
export const isSeen = (window: SeenWindow | undefined): boolean =>
  window?.isVisible() === true && window.isFocused() && !window.isMinimized();

export interface NotifyParts {
  readonly window: () => SeenWindow | undefined;
  /** Null where the system shows none. */
  readonly create: (options: NotificationConstructorOptions) => Pick<Notification, 'on' | 'show'> | null;
  /** The person clicked on it. */
  show(notice: Notice): void;
}

/** Tells of a job's end where the person does not see it. */
export function createNotify({ window, create, show }: NotifyParts): (notice: Notice) => void {
  const shown = new Set<Pick<Notification, 'on' | 'show'>>();
  return (notice) => {
    if (isSeen(window())) return;
    const notification = create({ title: notice.title, body: notice.body });
    if (notification === null) return;
    // What nobody holds is collected, and its click with it.
    shown.add(notification);
    const drop = (): void => void shown.delete(notification);
    notification.on('close', drop);
    notification.on('failed', drop);
    notification.on('click', () => {
      drop();
      show(notice);
    });
    notification.show();
  };
}
