import * as z from 'zod';
import { Instant, PackageRef, VersionText } from './ids.ts';

/** What a requirement chooses; null where it is left with nothing. */
const Choice = VersionText.nullable();

/**
 * What becomes of a requirement where yanks are honoured. `left`: it chose a version and then has nothing. `older`, `newer`: it
 * chooses another one. `through`: it chooses the same one, which itself builds on something that changes. `regained`: it had nothing and
 * then has a version. `never`: nothing fits, before as after. `unchanged`: the same one, and nothing under it changes.
 */
export const Effect = z.enum(['left', 'older', 'newer', 'through', 'regained', 'never', 'unchanged']);
export type Effect = z.infer<typeof Effect>;

/**
 * Versions of one package that require another in the same way and fare alike, newest first: the first few of `count`. `on` is what
 * they require; where that is none of the packages asked about (`direct` is false), it builds on one. `before` and `after` are what
 * the Guide promises, `today` what the resolver of today's elba takes, which is the same before and after. `understoodAs` is
 * set where elba silently reads the requirement as something else.
 */
export const ImpactRow = z.object({
  package: PackageRef,
  versions: z.array(VersionText),
  count: z.number().int(),
  yanked: z.boolean(),
  on: PackageRef,
  direct: z.boolean(),
  requirement: z.string(),
  understoodAs: z.string().nullable(),
  before: Choice,
  after: Choice,
  today: Choice,
  effect: Effect,
});
export type ImpactRow = z.infer<typeof ImpactRow>;

/** How many packages, and how many of their versions. */
const Tally = z.object({ packages: z.number().int(), versions: z.number().int() });
export type Tally = z.infer<typeof Tally>;

/**
 * What yanking or unyanking some versions would do to everything else in the same index, read at `readAt`. `rows` are the worst
 * first, `more` further ones are left out. `direct` requires one of the packages asked about; the other tallies count the
 * direct and those further away together. `complete` is false where there was too much to follow to the end.
 */
export const Impact = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('known'),
    readAt: Instant,
    rows: z.array(ImpactRow),
    more: z.number().int(),
    direct: Tally,
    left: Tally,
    changed: Tally,
    complete: z.boolean(),
  }),
  /** Nobody can know: `reason` is a sentence. */
  z.object({ kind: z.literal('unknown'), reason: z.string() }),
]);
export type Impact = z.infer<typeof Impact>;
