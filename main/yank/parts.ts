import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import type { Client } from '../api/client.ts';
import type { OneAtATime } from '../api/oneAtATime.ts';
import type { LookInIndex } from '../api/seeVersion.ts';
import type { Jobs } from '../jobs.ts';
import type { Journal } from '../journal.ts';
import type { Pause } from '../pause.ts';

/** What yanking takes. Everything comes in from outside, so that tests bring their own. */
export interface YankingParts {
  readonly journal: Journal;
  readonly jobs: Pick<Jobs, 'start'>;
  readonly oneAtATime: OneAtATime;
  /** Throws `not_found` for a registry that is no longer in the list. */
  clientFor(registryId: RegistryId): Client;
  registryOf(registryId: RegistryId): Registry;
  readonly lookInIndex: LookInIndex;
  /**
   * The spelling that a package was published with. Under any other, the reference registry can answer 200 and leave its index as
   * it was (registry-api, "Spelling").
   */
  publishedSpelling(registryId: RegistryId, ref: PackageRef): Promise<PackageRef> | PackageRef;
  /** Whether there is an index that can tell who requires a package; where there is none, a yank wants the name typed. */
  canKnowDependents?(registryId: RegistryId, ref: PackageRef): Promise<boolean>;
  /** Hears that versions of a package may be in another state there. */
  catalogChanged?(registryId: RegistryId, ref: PackageRef): void;
  now(): string;
  readonly pause: Pause;
  /** Milliseconds before each look for what became of a yank without a clear answer. */
  readonly waits: readonly number[];
  /** Aborted when the program ends: searches stop and are taken up again at the next start. */
  readonly closing?: AbortSignal;
  report?(thrown: unknown): void;
}

export const YANK_WAITS: readonly number[] = [0, 1000, 3000, 6000];
