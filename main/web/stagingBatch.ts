import * as z from 'zod';
import type { StagingId } from '../../shared/ids.ts';
import { failure } from '../failure.ts';
import { type ByteReader, createByteReader } from './byteReader.ts';

/** What the host needs of the application's staging area. Paths are checked there; a bad one throws `invalid_input`. */
export interface StagingArea {
  begin(): Promise<StagingId>;
  /** Writes one file under its relative path, streaming. */
  write(id: StagingId, path: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Notes a folder whose content was not brought along, such as `target`. */
  folder(id: StagingId, path: string): Promise<void>;
  drop(id: StagingId): Promise<void>;
}

const Header = z.object({
  files: z.array(z.object({ path: z.string(), bytes: z.number().int().min(0) })),
  folders: z.array(z.string()),
});

/** The list of names in front of a batch. A sender that has more files than fit makes more batches. */
const MOST_HEADER_BYTES = 4 * 1024 * 1024;

function parseHeader(bytes: Buffer): z.infer<typeof Header> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    value = undefined;
  }
  const header = Header.safeParse(value);
  if (!header.success) throw failure('invalid_input', 'The list of files in front of the upload could not be read.');
  return header.data;
}

async function receive(id: StagingId, reader: ByteReader, area: StagingArea): Promise<void> {
  const headerBytes = (await reader.exactly(4)).readUInt32BE();
  if (headerBytes > MOST_HEADER_BYTES)
    throw failure(
      'invalid_input',
      'The list of files in front of the upload is too long. Send the folder in more batches.',
    );
  const { files, folders } = parseHeader(await reader.exactly(headerBytes));
  for (const path of folders) await area.folder(id, path);
  for (const { path, bytes } of files) await area.write(id, path, reader.pieces(bytes));
  if (!(await reader.ended()))
    throw failure('invalid_input', 'The upload holds more bytes than its list of files says.');
}

/**
 * Takes one batch of a folder that comes in through the browser and streams it into the staging area. A batch is the length of a
 * JSON header (4 bytes, big-endian), the header `{"files":[{"path","bytes"}],"folders":[…]}`, and the files' bytes one after
 * another. Throws `invalid_input` for a header out of form, for an upload that is cut off or goes on after its last file.
 */
export async function receiveBatch(id: StagingId, body: AsyncIterable<Uint8Array>, area: StagingArea): Promise<void> {
  const reader = createByteReader(body);
  try {
    await receive(id, reader, area);
  } catch (thrown) {
    await reader.drain().catch(() => undefined);
    throw thrown;
  }
}
