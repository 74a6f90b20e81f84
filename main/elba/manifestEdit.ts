import { parse } from 'smol-toml';
import { type EditPlan, refuse } from './editPlan.ts';
import { planDependency } from './manifestEditDependency.ts';
import { appendToArray, elementsOf } from './tomlArray.ts';
import { changeAt, isSameValue, renamed, valueAt } from './tomlChange.ts';
import { insertKey } from './tomlInsert.ts';
import { quoteLike, writeKey } from './tomlQuote.ts';
import { scanToml, type TomlPath, type TomlSpot } from './tomlScan.ts';
import { applySplices, type Splice } from './tomlSplice.ts';
import { isSamePath, partFor, scanDocument, type TomlDocument } from './tomlSpots.ts';
import { isTable, kindOf } from './tomlValue.ts';

/** The keys of `[package]` whose value is one text. */
export type PackageTextKey = 'name' | 'version' | 'description' | 'homepage' | 'repository' | 'readme' | 'license';

/**
 * One change to a manifest.
 *
 * `exclude` adds a pattern to the end of `[package]`'s list, which is made where it is not there. `rename_key` renames a key: `section`
 * is the path of its table, such as `['package']`, `['targets', 'test', 0]` (the first `[[targets.test]]`), `['dependencies', 'g/n']`
 * or `[]` for a section's own name. `set_dependency` makes a plain constraint of a package that is named in `[dependencies]`, whatever
 * it is now. `set_value` sets a text of `[package]`.
 */
export type ManifestEdit =
  | { readonly kind: 'exclude'; readonly pattern: string }
  | { readonly kind: 'rename_key'; readonly section: TomlPath; readonly key: string; readonly to: string }
  | { readonly kind: 'set_dependency'; readonly name: string; readonly constraint: string }
  | { readonly kind: 'set_value'; readonly key: PackageTextKey; readonly value: string };

/** `reason` is a sentence without its full stop. */
export type EditedManifest =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

const parseToml = (text: string): unknown => {
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
};

const keySpot = ({ spots }: TomlDocument, path: TomlPath): TomlSpot | undefined =>
  spots.find((spot) => spot.kind === 'key' && isSamePath(spot.path, path));

/** How strings in `[package]` are quoted: like its first one. */
const packageSample = ({ text, spots }: TomlDocument): string | undefined => {
  const isText = ({ kind, path, valueStart }: TomlSpot): boolean =>
    kind === 'key' && path[0] === 'package' && /["']/.test(text[valueStart] ?? '');
  const spot = spots.find(isText);
  return spot === undefined ? undefined : text.slice(spot.valueStart, spot.valueEnd);
};

const notWritable = 'The text has half a character in it, which TOML cannot hold';
const noPackage = 'There is no [package] in elba.toml to put it in';

const inPackage = (document: TomlDocument, parsed: unknown, key: string, value: string, meant: unknown): EditPlan => {
  const splice = insertKey(document, ['package'], key, value);
  if (splice === null) return refuse(noPackage);
  return { ok: true, splices: [splice], expected: changeAt(parsed, ['package', key], () => meant) };
};

/** A pattern that a later line takes back with `!` has to stand after that line. */
const isInForce = (patterns: readonly unknown[], pattern: string): boolean => {
  const at = patterns.lastIndexOf(pattern);
  return at !== -1 && !patterns.slice(at + 1).some((other) => typeof other === 'string' && other.startsWith('!'));
};

const planExclude = (document: TomlDocument, parsed: unknown, pattern: string): EditPlan => {
  const path = ['package', 'exclude'];
  const before = valueAt(parsed, path);
  if (before !== undefined && !Array.isArray(before)) {
    return refuse(`exclude in [package] is ${kindOf(before)} and not a list`);
  }
  const patterns: readonly unknown[] = before ?? [];
  if (isInForce(patterns, pattern)) return refuse(`exclude has "${pattern}" already`);
  if (patterns.some((item) => typeof item !== 'string')) return refuse('exclude has something else than texts in it');
  const spot = keySpot(document, path);
  const last = spot === undefined ? undefined : elementsOf(document, spot).at(-1);
  const sample = last === undefined ? packageSample(document) : document.text.slice(last.valueStart, last.valueEnd);
  const item = quoteLike(pattern, sample);
  if (item === null) return refuse(notWritable);
  if (spot === undefined) return inPackage(document, parsed, 'exclude', `[${item}]`, [pattern]);
  const splices = appendToArray(document, spot, item);
  return { ok: true, splices, expected: changeAt(parsed, path, () => [...patterns, pattern]) };
};

const planValue = (document: TomlDocument, parsed: unknown, key: PackageTextKey, value: string): EditPlan => {
  const spot = keySpot(document, ['package', key]);
  const old = spot === undefined ? undefined : document.text.slice(spot.valueStart, spot.valueEnd);
  const written = quoteLike(value, old !== undefined && /^["']/.test(old) ? old : packageSample(document));
  if (written === null) return refuse(notWritable);
  if (spot === undefined) return inPackage(document, parsed, key, written, value);
  const splices = [{ start: spot.valueStart, end: spot.valueEnd, text: written }];
  return { ok: true, splices, expected: changeAt(parsed, ['package', key], () => value) };
};

const planRename = (document: TomlDocument, parsed: unknown, section: TomlPath, key: string, to: string): EditPlan => {
  const table = valueAt(parsed, section);
  if (!isTable(table) || !Object.hasOwn(table, key)) return refuse(`There is no "${key}" there any more`);
  if (Object.hasOwn(table, to)) return refuse(`"${to}" is there already, so one of the two has to go`);
  const splices: Splice[] = [];
  for (const spot of document.spots) {
    const part = partFor(document.text, spot, [...section, key]);
    if (part === null) continue;
    const written = writeKey(to, document.text.slice(part.start, part.end));
    if (written === null) return refuse(notWritable);
    splices.push({ ...part, text: written });
  }
  return { ok: true, splices, expected: changeAt(parsed, section, () => renamed(table, key, to)) };
};

const plan = (document: TomlDocument, parsed: unknown, edit: ManifestEdit): EditPlan => {
  switch (edit.kind) {
    case 'exclude':
      return planExclude(document, parsed, edit.pattern);
    case 'rename_key':
      return planRename(document, parsed, edit.section, edit.key, edit.to);
    case 'set_dependency':
      return planDependency(document, parsed, edit.name, edit.constraint);
    case 'set_value':
      return planValue(document, parsed, edit.key, edit.value);
  }
};

/** A document that had no newline at its end is left without one, also where its last lines went. */
const keepEnd = (before: string, after: string): string =>
  before.endsWith('\n') ? after : after.replace(/\r?\n$/, '');

/**
 * Applies one change to the text of `elba.toml` and leaves everything else as it is, byte for byte: comments, blank lines, line ends,
 * indentation, quotes. The result is parsed and compared with what was meant, so a layout that this cannot handle is refused, never
 * damaged. It writes nothing that elba's TOML 0.5 could not read.
 */
export const editManifest = (text: string, edit: ManifestEdit): EditedManifest => {
  const parsed = parseToml(text);
  if (parsed === null) return refuse('elba.toml is not valid TOML, which has to be mended first');
  const planned = plan(scanDocument(text), parsed, edit);
  if (!planned.ok) return planned;
  const after = keepEnd(text, applySplices(text, planned.splices));
  const isNewer = scanToml(after).newer.length > scanToml(text).newer.length;
  if (isNewer || !isSameValue(parseToml(after), planned.expected)) {
    return refuse('elba.toml is written in a way that this change does not fit into, so it has to be made by hand');
  }
  return { ok: true, text: after };
};
