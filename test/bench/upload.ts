import { execFile, fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ArchiveBody } from '../../main/api/body.ts';
import { createSend } from '../../main/api/transport.ts';
import { directly } from '../../main/api/way.ts';
import { sealArchive } from '../../main/archive/seal.ts';
import { pause } from '../../main/pause.ts';
import { type Asked, type BenchPart, type Figure, ratioFigure, skippedFigure, valueFigure } from './figure.ts';
import { compared, hasProgram } from './measure.ts';

const send = createSend(directly);
const megabyte = 1e6;

const startSink = async (): Promise<{ url: URL; stop: () => void }> => {
  const child = fork(new URL('./sinkProgram.ts', import.meta.url));
  const [port] = await once(child, 'message');
  return { url: new URL(`http://127.0.0.1:${port}/publish`), stop: () => child.disconnect() };
};

/** As publishing sees an archive that was prepared a while ago: hashed once, its seal known. */
const makeBody = async (folder: string, bytes: number): Promise<ArchiveBody> => {
  const content = randomBytes(bytes);
  const file = join(folder, 'archive.tar.gz');
  await writeFile(file, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  for (;;) {
    const seal = await sealArchive(file, sha256);
    if (seal !== null) return { file, bytes, sha256, seal };
    // A file of the last tenth of a second gets no seal.
    await pause(50);
  }
};

const milliseconds = (url: URL) => async (body: ArchiveBody) => {
  const start = performance.now();
  const { status } = await send({ method: 'PUT', url, body });
  if (status !== 200) throw new Error(`The upload was answered ${status}.`);
  return performance.now() - start;
};

/** What curl itself takes for its time, its start not counted. */
const curlMilliseconds = async (url: URL, { file }: ArchiveBody): Promise<number> => {
  const args = ['-s', '-T', file, '-H', 'Expect:', '-o', '/dev/null', '-w', '%{time_total}', url.href];
  return Number((await promisify(execFile)('curl', args)).stdout) * 1000;
};

const besideCurl = async (asked: Asked, url: URL, body: ArchiveBody, runs: number): Promise<Figure> => {
  if (!hasProgram('curl')) return skippedFigure(asked, 'There is no curl here.');
  const ours = milliseconds(url);
  const took = await compared(
    runs,
    () => ours(body),
    () => curlMilliseconds(url, body),
  );
  const rate = (ms: number): number => body.bytes / megabyte / (ms / 1000);
  const reference = { name: 'curl -T', value: rate(took.theirs) };
  return ratioFigure(asked, { value: rate(took.ours), reference, ratio: 1 / took.ratio });
};

/** The most memory that the whole program had more than before, while the body went out. */
const memoryWhileSending = async (url: URL, body: ArchiveBody): Promise<number> => {
  const before = process.memoryUsage.rss();
  let most = before;
  const onProgress = (): void => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  await send({ method: 'PUT', url, body, onProgress });
  return (most - before) / megabyte;
};

/** Uploading: throughput beside curl to the same server, of an archive with a seal and of one without, and memory. */
export const upload: BenchPart = async ({ size, runs, log }) => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-upload-'));
  const sink = await startSink();
  try {
    const body = await makeBody(folder, size === 'full' ? 30e6 : 1e6);
    const { seal: _, ...unsealed } = body;
    // Single uploads take about 15 ms, so many are needed for a steady median.
    const many = size === 'full' ? runs * 6 : runs;
    log(`Sending ${body.bytes / megabyte} MB, and curl beside it, ${many} times each way`);
    const asked = { unit: 'MB/s', limit: 0.9, better: 'higher' } as const;
    const sealed = await besideCurl({ ...asked, name: 'upload of the reviewed archive' }, sink.url, body, many);
    const hashed = await besideCurl(
      { ...asked, name: 'the same, hashed on its way out', limit: 0.4 },
      sink.url,
      unsealed,
      many,
    );
    const memory = await memoryWhileSending(sink.url, body);
    return [
      sealed,
      hashed,
      valueFigure({ name: 'memory while it goes out', unit: 'MB', limit: 8, better: 'lower' }, memory),
    ];
  } finally {
    sink.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
