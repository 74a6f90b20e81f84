import type { PackageRef, ProjectId, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { Check, PreparingArchive } from '../../shared/project.ts';
import type { Registry } from '../../shared/registry.ts';
import type { Client } from '../api/client.ts';
import type { OneAtATime } from '../api/oneAtATime.ts';
import type { LookInIndex } from '../api/seeVersion.ts';
import type { PackedArchive, PackInput } from '../archive/pack.ts';
import type { Seal } from '../archive/seal.ts';
import type { Jobs } from '../jobs.ts';
import type { Journal } from '../journal.ts';
import type { Pause } from '../pause.ts';
import type { PublishProjects } from './archives.ts';

/** How long to look for a version, in milliseconds before each look: after which kind of end of a write. */
export interface Patience {
  /** The registry accepted it. */
  readonly accepted: readonly number[];
  /** All of it may have arrived. */
  readonly unclear: readonly number[];
  /** Not all of it left. */
  readonly partial: readonly number[];
  /** A person asks to look again. */
  readonly again: readonly number[];
}

export const PATIENCE: Patience = {
  accepted: [0, 500, 1500, 3000],
  unclear: [0, 1000, 2000, 4000, 8000, 15_000],
  partial: [0, 1000],
  again: [0, 1000, 2000],
};

/** What publishing takes. Everything comes in from outside, so that tests bring their own. */
export interface PublishingParts {
  readonly projects: PublishProjects;
  readonly packer: { pack(input: PackInput): Promise<PackedArchive> };
  /** Reads an archive once and answers what its bytes are known by from then on; see `main/archive/seal.ts`. */
  sealArchive?(file: string, sha256: string): Promise<Seal | null>;
  /** Hears how far an archive is that is being built, some twenty times a second at most. */
  preparing?(progress: PreparingArchive): void;
  readonly journal: Journal;
  readonly jobs: Pick<Jobs, 'start'>;
  readonly oneAtATime: OneAtATime;
  /** Throws `not_found` for a registry that is no longer in the list. */
  clientFor(registryId: RegistryId): Client;
  registryOf(registryId: RegistryId): Registry;
  readonly lookInIndex: LookInIndex;
  /** Hears what a registry said of its token. */
  tokenTested?(registryId: RegistryId, result: 'accepted' | 'rejected'): void;
  /** Hears that a package has another version there. */
  catalogChanged?(registryId: RegistryId, ref: PackageRef): void;
  /** The error that keeps an archive from going to some registries, as far as it can be known before; null where there is none. */
  targetError?(projectId: ProjectId, registryIds: readonly RegistryId[], sha256: Sha256): Promise<Check | null>;
  /** Whether a rejection of one registry leaves the others to be tried; they are unless told. */
  goesOnAfterRejection?(): boolean;
  /** Where archives are built, absolute. */
  readonly archiveFolder: string;
  now(): string;
  readonly pause: Pause;
  readonly patience: Patience;
  /** Aborted when the program ends: searches stop and are taken up again at the next start. */
  readonly closing?: AbortSignal;
  /** Takes what was thrown and is no `Failure`, for the host's log. */
  report?(thrown: unknown): void;
}
