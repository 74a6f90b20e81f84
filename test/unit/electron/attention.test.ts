import { EventEmitter } from 'node:events';
import type { Notification } from 'electron';
import { describe, expect, it } from 'vitest';
import { createNotify, isSeen, seeJobs, showProgress, stayAwake } from '../../../main/electron/attention.ts';
import { idOf, publishJobOf } from '../../support/fakeStates.ts';

const uploading = (done: number) =>
  publishJobOf({
    state: 'running',
    steps: [{ id: 'upload', label: 'Upload', state: 'running', unit: 'bytes', done, total: 200 }],
  });

describe('the taskbar', () => {
  const shown = (jobs: Parameters<typeof showProgress>[1]): unknown[] => {
    const bars: unknown[] = [];
    showProgress({ setProgressBar: (...bar) => bars.push(bar) }, jobs);
    return bars;
  };

  it('shows how far the uploads are together', () => {
    expect(shown([uploading(50), { ...uploading(150), id: idOf.job('other') }])).toEqual([[0.5]]);
  });

  it('shows that something runs that counts no bytes, and nothing when all is over', () => {
    expect(shown([publishJobOf({ state: 'running', steps: [] })])).toEqual([[2, { mode: 'indeterminate' }]]);
    expect(shown([{ ...uploading(200), state: 'done' }])).toEqual([[-1]]);
  });
});

it('the computer stays awake from the first upload to the end of the last', () => {
  const calls: string[] = [];
  const follow = stayAwake({
    start: (kind) => calls.push(`start ${kind}`),
    stop: (id) => calls.push(`stop ${id}`) > 0,
  });
  follow([]);
  follow([uploading(1)]);
  follow([uploading(2)]);
  follow([{ ...uploading(200), state: 'done' }]);
  follow([]);
  expect(calls).toEqual(['start prevent-app-suspension', 'stop 1']);
});

it('jobs are known by what the program tells of them', () => {
  let changes = 0;
  const jobs = seeJobs(() => {
    changes += 1;
  });
  const job = uploading(1);
  jobs.hear('jobs.changed', job);
  jobs.hear('settings.changed', {});
  expect(jobs.list()).toEqual([job]);
  jobs.hear('jobs.removed', { jobId: job.id });
  expect(jobs.list()).toEqual([]);
  expect(changes).toBe(2);
});

const window = (isFocused: boolean, isVisible = true, isMinimized = false) => ({
  isFocused: () => isFocused,
  isVisible: () => isVisible,
  isMinimized: () => isMinimized,
});

it('a window is seen when it has the focus, and not when it is gone, hidden or minimized', () => {
  expect(isSeen(window(true))).toBe(true);
  for (const unseen of [undefined, window(false), window(true, false), window(true, true, true)])
    expect(isSeen(unseen)).toBe(false);
});

describe('a notification', () => {
  const notice = { jobId: idOf.job('job'), title: 'Published: a/b 1.0.0, Local', body: 'Local has confirmed it.' };
  function open(current: ReturnType<typeof window> | undefined) {
    const shown: { options: unknown; emitter: EventEmitter }[] = [];
    const clicked: unknown[] = [];
    const notify = createNotify({
      window: () => current,
      create: (options) => {
        const emitter = Object.assign(new EventEmitter(), { show: () => void shown.push({ options, emitter }) });
        // Only these two members of it are used.
        return emitter as unknown as Notification;
      },
      show: (what) => clicked.push(what),
    });
    return { notify, shown, clicked };
  }

  it('comes where nobody looks, and leads to the job', () => {
    const { notify, shown, clicked } = open(window(false));
    notify(notice);
    expect(shown.map(({ options }) => options)).toEqual([{ title: notice.title, body: notice.body }]);
    shown[0]?.emitter.emit('click');
    expect(clicked).toEqual([notice]);
  });

  it('does not come over a window that has the focus, nor where the system has none', () => {
    const { notify, shown } = open(window(true));
    notify(notice);
    expect(shown).toEqual([]);
    expect(() =>
      createNotify({ window: () => undefined, create: () => null, show: () => undefined })(notice),
    ).not.toThrow();
  });
});
