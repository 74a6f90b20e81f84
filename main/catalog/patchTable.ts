import type { LineJudge } from '../elba/lineJudge.ts';
import type { IndexReader } from './indexReader.ts';
import type { IndexTable } from './indexTable.ts';
import { addFile } from './readIndex.ts';
import { buildTable } from './tableBuilder.ts';

/** A table in which one package is as its file says now: changed, new, or gone. All others are taken over. */
export async function patchTable(
  before: IndexTable,
  reader: IndexReader,
  key: string,
  judge: LineJudge,
): Promise<IndexTable> {
  const builder = buildTable(before, judge);
  const kept = Map.groupBy(before.findings, ({ file }) => file);
  for (const [at, some] of before.keys.entries()) if (some !== key) builder.copy(at, kept.get(some) ?? []);
  await reader.files(
    [key],
    { isKnown: () => false, take: (_, stamp, content) => addFile(builder, judge, key, stamp, content) },
    new AbortController().signal,
  );
  const isPackage = new Set(before.keys);
  const general = before.findings.filter(({ file }) => !isPackage.has(file));
  return builder.finish({ findings: general, aliases: before.aliases });
}
