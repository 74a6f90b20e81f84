import type { PickedVersions, VersionRule } from '../../shared/calls/yank.ts';
import { parseConstraint, satisfies } from '../elba/constraint.ts';
import { compareVersions, isVersion } from '../elba/version.ts';

/** `1`, `1.2` and `1.2.0` alike as three components; null where that is no version. */
function wholeVersion(text: string): string | null {
  const trimmed = text.trim();
  const missing = 3 - trimmed.split('.').length;
  const whole = /^\d+(\.\d+)*$/.test(trimmed) && missing > 0 ? `${trimmed}${'.0'.repeat(missing)}` : trimmed;
  return isVersion(whole) ? whole : null;
}

/**
 * Those of some versions that a rule means, in their order: all below a version by SemVer, pre-releases included, or those that
 * a constraint takes as elba reads it, with what it silently makes of it.
 */
export function pickVersions(versions: readonly string[], rule: VersionRule): PickedVersions {
  if (rule.kind === 'before') {
    const limit = wholeVersion(rule.version);
    if (limit === null) return { kind: 'refused', reason: `"${rule.version.trim()}" is not a version` };
    const before = versions.filter((version) => isVersion(version) && compareVersions(version, limit) < 0);
    return { kind: 'picked', versions: before, understoodAs: `before ${limit}`, misread: null };
  }
  const parsed = parseConstraint(rule.constraint);
  if (!parsed.ok) return { kind: 'refused', reason: parsed.reason };
  const { constraint, understoodAs, misread } = parsed;
  const within = versions.filter((version) => satisfies(constraint, version));
  return { kind: 'picked', versions: within, understoodAs, misread };
}
