import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import * as z from 'zod';
import { failure } from '../failure.ts';

const Lock = z.object({ instance: z.string(), port: z.number().int() });

/** Keeps two programs from writing to the same folder. */
export type FolderLock = {
  /** Names this opening, so that it can be told from another program on the same port. */
  readonly instance: string;
  /** Says on which port the holder can be asked whether it is still there. */
  setPort(port: number): Promise<void>;
  release(): Promise<void>;
};

/** Where a running registry says which one it is. */
export const instancePath = '/instance';

const askMs = 1000;

/** Whether the registry that wrote the lock still runs: process numbers are used again, a random name is not. */
const answers = ({ instance, port }: z.infer<typeof Lock>): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: instancePath, timeout: askMs, agent: false }, (response) => {
      let said = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        said = (said + piece).slice(0, 200);
      });
      response.on('end', () => resolve(said === instance)).on('error', () => resolve(false));
    });
    request.on('timeout', () => request.destroy()).on('error', () => resolve(false));
  });

const readLock = async (file: string): Promise<z.infer<typeof Lock> | null> => {
  try {
    return Lock.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
};

/** Takes the lock `file`. Throws `busy` while another running registry holds it; one that was killed holds nothing. */
export const lockFolder = async (file: string): Promise<FolderLock> => {
  const held = await readLock(file);
  if (held !== null && held.port > 0 && (await answers(held))) {
    throw failure(
      'busy',
      `Another copy of this program runs the local registry of this folder, on port ${held.port}. Use that one, or stop it.`,
    );
  }
  const instance = randomUUID();
  const write = (port: number): Promise<void> => writeFile(file, JSON.stringify({ instance, port }), { mode: 0o600 });
  await write(0);
  return { instance, setPort: write, release: () => rm(file, { force: true }) };
};
