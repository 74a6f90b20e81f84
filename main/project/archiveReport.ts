import type { IncludedFile } from '../../shared/project.ts';
import { byteOrder } from '../byteOrder.ts';
import { checkArchive } from './archiveChecks.ts';
import { manifestInArchive } from './archiveManifest.ts';
import { shownInOrder } from './readme.ts';
import { archiveSource, type ReadyArchive } from './readyArchive.ts';
import { checkContents, type Draft, type ReportInput, readyReport, understand } from './report.ts';
import type { Walked } from './walk.ts';

/** What a folder's walk would say: everything in the archive goes in, nothing stays out. */
const walkedOf = ({ byPath }: ReadyArchive): Walked => {
  const files = [...byPath.values()].sort((a, b) => byteOrder(a.path, b.path));
  return {
    included: files.map(({ path, bytes, executable }): IncludedFile => ({ path, bytes, executable })),
    leftOut: [],
    problems: [],
    stamps: new Map(files.map(({ path, sha256 }) => [path, sha256])),
  };
};

/** The draft of an archive that was packed before: the same checks as for a folder, and those of the archive itself. */
export const readArchiveDraft = async (input: ReportInput, archive: ReadyArchive): Promise<Draft> => {
  const source = archiveSource(archive);
  const understood = understand(manifestInArchive(archive));
  const walked = walkedOf(archive);
  const readme = shownInOrder(understood.manifest, [...archive.byPath.keys()]);
  const contents = await checkContents(source, understood, walked, readme);
  return {
    input,
    report: readyReport(input, understood, walked),
    checks: [...checkArchive(archive), ...understood.checks, ...contents, ...(input.notes ?? [])],
    walked,
    root: null,
    source,
    readme,
  };
};
