import type { LineJudge } from '../elba/lineJudge.ts';
import { type IndexFinding, parsePackage } from './indexPackage.ts';
import type { FileContent, IndexNames, IndexReader } from './indexReader.ts';
import { findPackage, type IndexTable } from './indexTable.ts';
import { buildTable, type TableBuilder } from './tableBuilder.ts';
import { stampAt } from './tableRead.ts';

export interface ReadingHooks {
  /** Told the names as soon as they are known and nothing better is there to show. */
  onNames(table: IndexTable): void;
  onProgress(done: number, total: number): void;
  /** About how much memory what does not repeat may take, in bytes; more is not read. */
  readonly mostBytes?: number;
}

const MOST_VERSIONS = 4_000_000;
/** What repeats in an index is kept once: a million versions need a tenth of this. */
const MOST_TEXT_BYTES = 192 * 1024 * 1024;

/** Stops the reading of files where the table would not fit into memory; the rest is named and not read. */
class TooMuch extends Error {}

const findingsByFile = (table: IndexTable | null): ReadonlyMap<string, IndexFinding[]> =>
  Map.groupBy(table?.findings ?? [], ({ file }) => file);

/** Puts the content of one file into a table. */
export function addFile(
  builder: TableBuilder,
  judge: LineJudge,
  key: string,
  stamp: Uint8Array,
  content: FileContent,
): void {
  const [group = '', name = ''] = key.split('/');
  const ref = { group, name };
  const read =
    'problem' in content
      ? { ref, lines: [], findings: [{ file: key, text: content.problem }] }
      : parsePackage(key, ref, content, judge);
  builder.add(key, stamp, read);
}

const namesTable = ({ keys, findings, config }: IndexNames, judge: LineJudge): IndexTable => {
  const builder = buildTable(null, judge);
  for (const key of keys) builder.name(key, key);
  return builder.finish({ findings, aliases: config?.dependencies ?? {} });
};

/** Whether a reading found exactly what was known before. */
function isSame(before: IndexTable | null, names: IndexNames, copied: number, added: number): before is IndexTable {
  if (before === null || added > 0 || copied !== before.keys.length || copied !== names.keys.length) return false;
  const general = before.findings.filter(({ file }) => findPackage(before, file) === -1);
  const sameFindings = JSON.stringify(general) === JSON.stringify(names.findings);
  return sameFindings && JSON.stringify(before.aliases) === JSON.stringify(names.config?.dependencies ?? {});
}

/**
 * Reads an index into a table. A file that did not change since `before` is not read again; where nothing did, `before` itself comes
 * back. Throws what the reader throws.
 */
export async function readIndex(
  reader: IndexReader,
  before: IndexTable | null,
  judge: LineJudge,
  hooks: ReadingHooks,
  signal: AbortSignal,
): Promise<IndexTable> {
  const names = await reader.names(signal);
  if (before === null) hooks.onNames(namesTable(names, judge));
  const builder = buildTable(before, judge);
  const kept = findingsByFile(before);
  let [copied, added] = [0, 0];
  const progress = (): void => hooks.onProgress(copied + added, names.keys.length);
  const isKnown = (key: string, stamp: Uint8Array): boolean => {
    const at = before === null ? -1 : findPackage(before, key);
    if (before === null || at === -1 || Buffer.compare(stampAt(before, at), stamp) !== 0) return false;
    builder.copy(at, kept.get(key) ?? []);
    copied += 1;
    progress();
    return true;
  };
  const take = (key: string, stamp: Uint8Array, content: FileContent): void => {
    if (builder.versions > MOST_VERSIONS || builder.textBytes > (hooks.mostBytes ?? MOST_TEXT_BYTES))
      throw new TooMuch();
    addFile(builder, judge, key, stamp, content);
    added += 1;
    progress();
  };
  const more: IndexFinding[] = [];
  try {
    await reader.files(names.keys, { isKnown, take }, signal);
  } catch (thrown) {
    if (!(thrown instanceof TooMuch)) throw thrown;
    const text = `This index is larger than fits into memory here. Of ${(names.keys.length - builder.packages).toLocaleString('en')} packages only the names are shown.`;
    more.push({ file: '', text });
    for (const key of names.keys) if (!builder.has(key)) builder.name(key, key);
  }
  if (isSame(before, names, copied, added) && more.length === 0) return before;
  return builder.finish({ findings: [...names.findings, ...more], aliases: names.config?.dependencies ?? {} });
}
