import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../main/app.ts';
import { dispatch } from '../../main/dispatch.ts';
import { failure } from '../../main/failure.ts';
import { createStarting, openOnDataFolder } from '../../main/starting.ts';
import { testHost } from '../support/testHost.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starting-'));
});
afterEach(() => rm(folder, { recursive: true }));

const openApp = (dataFolder: string): Promise<App> =>
  openOnDataFolder(dataFolder, '1.2.0', () => testHost({ dataFolder }));

describe('a program that starts', () => {
  it('lets its page wait, answers it, hands on what it tells, and gives the folder back at the end', async () => {
    const heard: string[] = [];
    const app = createStarting({ open: () => openApp(folder), log: () => undefined });
    app.onEvent((name) => heard.push(name));
    expect(await dispatch(app, 'app.snapshot', undefined)).toMatchObject({ ok: true, value: { opened: null } });
    expect(await app.first).toBeNull();
    app.request({ kind: 'command', command: 'help' });
    expect(heard).toContain('shell.requested');
    expect(await readdir(folder)).toContain('in-use.lock');
    await app.close();
    expect(await readdir(folder)).not.toContain('in-use.lock');
  });

  it('tells of faults by an event and in the log', async () => {
    const faults: unknown[] = [];
    const app = createStarting({ open: () => openApp(folder), log: () => undefined });
    app.onEvent((name, payload) => name === 'app.fault' && faults.push(payload));
    await app.first;
    app.fault(new Error('a wheel came off'));
    expect(faults).toEqual([expect.objectContaining({ details: expect.stringContaining('a wheel came off') })]);
    await app.close();
  });
});

describe('a program that cannot start', () => {
  it('answers every call with the reason, and tries again only when the first picture is asked for', async () => {
    let tries = 0;
    const lines: string[] = [];
    const app = createStarting({
      open: async () => {
        tries += 1;
        if (tries < 3) throw failure('disk_failed', `Try ${tries} failed.`);
        return openApp(folder);
      },
      log: (line) => lines.push(line),
    });
    expect(await app.first).toMatchObject({ error: { message: 'Try 1 failed.' } });
    const failed = { ok: false, error: { code: 'disk_failed', message: 'Try 1 failed.' } };
    expect(await dispatch(app, 'projects.recent', undefined)).toEqual(failed);
    expect(await dispatch(app, 'app.snapshot', undefined)).toMatchObject({ error: { message: 'Try 2 failed.' } });
    app.fault(new Error('too early'));
    expect(lines.join()).toContain('too early');
    expect(await dispatch(app, 'app.snapshot', undefined)).toMatchObject({ ok: true });
    expect(await dispatch(app, 'projects.recent', undefined)).toEqual({ ok: true, value: [] });
    await app.close();
  });

  it('ends quietly', async () => {
    const app = createStarting({ open: () => Promise.reject(new Error('no')), log: () => undefined });
    expect(await app.first).toMatchObject({ error: { code: 'internal', message: 'The program could not start: no' } });
    await app.close();
  });
});

describe('a data folder', () => {
  it('of a newer version is left as it is', async () => {
    const text = '{"v":2,"writtenBy":"3.0.0","more":true}';
    await writeFile(join(folder, 'format.json'), text);
    await expect(openApp(folder)).rejects.toMatchObject({
      error: { code: 'data_too_new', message: expect.stringMatching(/version 3\.0\.0 .* this is 1\.2\.0\./) },
    });
    expect(await readdir(folder)).toEqual(['format.json']);
    expect(await readFile(join(folder, 'format.json'), 'utf8')).toBe(text);
  });

  it('is marked, and a mark that cannot be read is made anew', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'format.json'), '{"v":');
    const app = await openApp(folder);
    expect(JSON.parse(await readFile(join(folder, 'format.json'), 'utf8'))).toEqual({ v: 1, writtenBy: '1.2.0' });
    await app.close();
  });

  it('on a disk that is full, or that cannot be written to, is named with what to do', async (context) => {
    const mount = (...args: string[]) => spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
    const disk = join(folder, 'disk');
    await mkdir(disk);
    if (process.platform !== 'linux' || !mount('-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk))
      return context.skip('A small disk can be mounted by root on Linux alone.');
    try {
      await writeFile(join(disk, 'full'), Buffer.alloc(16 * 1024)).catch(() => undefined);
      await expect(openApp(disk)).rejects.toMatchObject({
        error: {
          code: 'disk_failed',
          message: expect.stringMatching(/^There is no room left on the disk .*try again\.$/),
        },
      });
      expect(await readdir(disk)).toEqual(['full']);
      expect(mount('-o', 'remount,ro', disk)).toBe(true);
      await expect(openApp(disk)).rejects.toMatchObject({
        error: { code: 'disk_failed', message: expect.stringMatching(/can't be written to\. .*--data\.$/) },
      });
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  it('that cannot be made is named with what to do', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openApp(join(folder, 'file', 'data'))).rejects.toMatchObject({
      error: { code: 'disk_failed', message: expect.stringMatching(/^The data folder .*can't be used: .*--data\.$/) },
    });
  });
});
