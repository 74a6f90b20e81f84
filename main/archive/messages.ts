import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { Sha256 } from '../../shared/ids.ts';
import type { IncludedFile } from '../../shared/project.ts';
import { failure } from '../failure.ts';

/**
 * The files of an archive in columns: thousands of small objects would hold up the thread that sends them for a tenth of a second.
 * `paths` are joined by NUL, which no name can have.
 */
export const FileColumns = z.object({
  paths: z.string(),
  bytes: z.instanceof(Float64Array),
  executable: z.instanceof(Uint8Array),
});
export type FileColumns = z.infer<typeof FileColumns>;

const separator = '\0';

export const toColumns = (files: readonly IncludedFile[]): FileColumns => ({
  paths: files.map(({ path }) => path).join(separator),
  bytes: Float64Array.from(files, (file) => file.bytes),
  executable: Uint8Array.from(files, (file) => Number(file.executable)),
});

/** Throws `invalid_input` where the columns are not of one length, as when a name has a NUL. */
export const fromColumns = ({ paths, bytes, executable }: FileColumns): IncludedFile[] => {
  const names = bytes.length === 0 ? [] : paths.split(separator);
  if (names.length !== bytes.length || names.length !== executable.length)
    throw failure('invalid_input', 'The list of files for the archive has a name that no file can have.');
  return names.map((path, i) => ({ path, bytes: bytes[i] ?? 0, executable: executable[i] === 1 }));
};

/** What the packer asks of its worker. */
export const WorkerRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pack'),
    id: z.number().int(),
    folder: z.string().min(1),
    files: FileColumns,
    first: z.array(z.string()).optional(),
    outFile: z.string().min(1),
    partFile: z.string().min(1),
  }),
  z.object({ kind: z.literal('abort'), id: z.number().int() }),
]);
export type WorkerRequest = z.infer<typeof WorkerRequest>;

/** What the worker answers: progress any number of times, then one of the other two. */
export const WorkerAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), id: z.number().int(), done: z.number(), total: z.number() }),
  z.object({
    kind: z.literal('packed'),
    id: z.number().int(),
    archive: z.object({ sha256: Sha256, bytes: z.number(), unpackedBytes: z.number(), fileCount: z.number().int() }),
  }),
  z.object({ kind: z.literal('failed'), id: z.number().int(), error: AppError }),
]);
export type WorkerAnswer = z.infer<typeof WorkerAnswer>;
