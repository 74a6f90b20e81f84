import * as z from 'zod';
import { FileChange } from '../changes.ts';
import { PackageRef, RegistryId, VersionText } from '../ids.ts';
import { InspectedArchive, VersionsCompared } from '../inspect.ts';
import { call, none } from './call.ts';

const path = z.string().min(1).max(4096);
const packageOf = z.object({ registryId: RegistryId, package: PackageRef });
const oneVersion = packageOf.extend({ version: VersionText });
const twoVersions = packageOf.extend({ before: VersionText, after: VersionText });

/** The calls about what published archives hold. Each archive is downloaded once, and read without being unpacked. */
export const inspectCalls = {
  'inspect.open': call(oneVersion, InspectedArchive),
  /** Goes on with a drag that began in the window, with the published archive as its file. */
  'inspect.drag': call(oneVersion, none),
  'inspect.readText': call(
    oneVersion.extend({ path }),
    z.object({ text: z.string(), truncated: z.boolean(), binary: z.boolean() }),
  ),
  'inspect.compare': call(twoVersions, VersionsCompared),
  'inspect.fileChange': call(twoVersions.extend({ path }), FileChange),
} as const;
