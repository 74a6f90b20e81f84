import * as z from 'zod';
import { AppError } from './errors.ts';
import { EntryId, Instant, JobId, PackageRef, ProjectId, RegistryId, Sha256, VersionText } from './ids.ts';

export const StepState = z.enum(['waiting', 'running', 'done', 'failed', 'cancelled', 'unknown']);
export type StepState = z.infer<typeof StepState>;

/** One step of a job. `done` and `total` are bytes or items, as `unit` says. */
export const Step = z.object({
  id: z.string(),
  label: z.string(),
  state: StepState,
  done: z.number().optional(),
  total: z.number().optional(),
  unit: z.enum(['bytes', 'items']).optional(),
  detail: z.string().optional(),
});
export type Step = z.infer<typeof Step>;

/** Something that was seen while an outcome was looked up, and what it proves. */
export const Evidence = z.object({
  at: Instant,
  kind: z.enum(['sent', 'metadata', 'versions', 'index', 'download']),
  seen: z.string(),
  proves: z.string(),
});
export type Evidence = z.infer<typeof Evidence>;

const turned = {
  confirmed: z.enum(['answer', 'looked']),
  evidence: z.array(Evidence),
  /** Set where the registry said that it was so before: nothing was changed, and there is nothing to take back. */
  already: z.literal(true).optional(),
};

/**
 * What became of one write. `published`/`yanked`/`unyanked`: the registry said so or it was seen there. `rejected`: the registry
 * refused, nothing was stored. `not_sent`: no byte left, or it was seen that nothing arrived. `unknown`: nobody can tell yet.
 */
export const Outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('published'), confirmed: z.enum(['answer', 'looked']), evidence: z.array(Evidence) }),
  z.object({ kind: z.literal('yanked'), ...turned }),
  z.object({ kind: z.literal('unyanked'), ...turned }),
  z.object({ kind: z.literal('rejected'), error: AppError, evidence: z.array(Evidence) }),
  z.object({ kind: z.literal('not_sent'), error: AppError, evidence: z.array(Evidence) }),
  z.object({ kind: z.literal('unknown'), error: AppError, evidence: z.array(Evidence) }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** One registry of a publish, or one version of a yank. Its steps are named by `stepIds`. */
export const Target = z.object({
  id: z.string(),
  registryId: RegistryId,
  version: VersionText,
  stepIds: z.array(z.string()),
  entryId: EntryId.optional(),
  outcome: Outcome.optional(),
});
export type Target = z.infer<typeof Target>;

export const LogLine = z.object({ at: Instant, registryId: RegistryId.optional(), text: z.string() });
export type LogLine = z.infer<typeof LogLine>;

const base = {
  id: JobId,
  title: z.string(),
  steps: z.array(Step),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  error: AppError.optional(),
  startedAt: Instant,
  endedAt: Instant.optional(),
  /** Grows with every change, so that a late event cannot put back an older state. */
  revision: z.number().int(),
};

/** Every long operation is one row of one list. A publish or a yank is `done` when each target has an outcome, whatever it is. */
export const Job = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('publish'),
    projectId: ProjectId,
    package: PackageRef,
    version: VersionText,
    archive: z.object({ sha256: Sha256, bytes: z.number(), fileCount: z.number().int() }),
    targets: z.array(Target),
    log: z.array(LogLine),
  }),
  z.object({
    ...base,
    kind: z.literal('yank'),
    package: PackageRef,
    yanked: z.boolean(),
    targets: z.array(Target),
    log: z.array(LogLine),
  }),
  z.object({ ...base, kind: z.literal('archive'), projectId: ProjectId }),
  z.object({ ...base, kind: z.literal('catalog'), registryId: RegistryId }),
]);
export type Job = z.infer<typeof Job>;
export type JobKind = Job['kind'];

/** A row of the journal as the Activity page shows it. `outcome` is absent while the write is under way. */
export const ActivityEntry = z.object({
  id: EntryId,
  action: z.enum(['publish', 'yank', 'unyank', 'test_token']),
  registryId: RegistryId,
  registryName: z.string(),
  package: PackageRef.optional(),
  version: VersionText.optional(),
  sha256: Sha256.optional(),
  bytes: z.number().optional(),
  request: z.string(),
  note: z.string().optional(),
  startedAt: Instant,
  endedAt: Instant.optional(),
  outcome: z
    .union([
      Outcome,
      z.object({ kind: z.literal('token_accepted') }),
      z.object({ kind: z.literal('token_rejected'), error: AppError }),
    ])
    .optional(),
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;
