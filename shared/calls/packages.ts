import * as z from 'zod';
import {
  CatalogState,
  DependentsPage,
  DownloadGraph,
  PackageDetails,
  PackageFilter,
  PackagePage,
  PackageReadme,
  PackageRow,
  ProblemPage,
} from '../catalog.ts';
import { PackageRef, VersionText } from '../ids.ts';
import { call, registry } from './call.ts';

const packageOf = registry.extend({ package: PackageRef });
const part = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) };

/** The calls about what a registry holds. */
export const packageCalls = {
  /** Searches by name and group, and where they are known by description and keywords; an empty text finds all. */
  'packages.query': call(registry.extend({ text: z.string().max(200), filter: PackageFilter, ...part }), PackagePage),
  'packages.summaries': call(registry.extend({ packages: z.array(PackageRef).max(100) }), z.array(PackageRow)),
  'packages.details': call(packageOf.extend({ refresh: z.boolean() }), PackageDetails),
  /** Null where that version has none, or the registry shows none. */
  'packages.readme': call(packageOf.extend({ version: VersionText }), PackageReadme.nullable()),
  'packages.dependents': call(packageOf.extend(part), DependentsPage),
  /** Null where the registry counts no downloads. */
  'packages.downloadGraph': call(packageOf, DownloadGraph.nullable()),
  'catalog.state': call(registry, CatalogState),
  /** Begins to read the sources anew and answers at once; what becomes of it is told by `catalog.stateChanged`. */
  'catalog.refresh': call(registry, CatalogState),
  /** Stops a reading that is under way; what was read before stays. */
  'catalog.stop': call(registry, CatalogState),
  'catalog.problems': call(registry.extend(part), ProblemPage),
} as const;
