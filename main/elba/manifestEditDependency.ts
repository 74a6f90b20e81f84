import { parseConstraint } from './constraint.ts';
import { type EditPlan, refuse } from './editPlan.ts';
import { parsePackageName, samePackage } from './packageName.ts';
import { changeAt, valueAt } from './tomlChange.ts';
import { insertKey } from './tomlInsert.ts';
import { quoteLike } from './tomlQuote.ts';
import type { TomlPath, TomlSpot } from './tomlScan.ts';
import { endOfLine, type Splice, startOfLine, startOfNextLine } from './tomlSplice.ts';
import { isPrefix, isSamePath, partFor, sectionsOf, type TomlDocument, type TomlSection } from './tomlSpots.ts';
import { isTable } from './tomlValue.ts';

const oddLayout = 'The dependency is written in a way that has to be changed by hand';

/** The key in `[dependencies]` that names a package: the same spelling if it is there, else the only one of the same package. */
const writtenName = (dependencies: unknown, name: string): string | null => {
  if (!isTable(dependencies)) return null;
  if (Object.hasOwn(dependencies, name)) return name;
  const wanted = parsePackageName(name);
  const same = Object.keys(dependencies).filter((key) => {
    const parsed = parsePackageName(key);
    return wanted.ok && parsed.ok && samePackage(wanted.ref, parsed.ref);
  });
  return same.length === 1 ? (same[0] ?? null) : null;
};

/** How constraints are quoted in this section: like its first one. */
const constraintSample = ({ text, spots }: TomlDocument): string | undefined => {
  const isText = ({ kind, path, valueStart }: TomlSpot): boolean =>
    kind === 'key' && path[0] === 'dependencies' && path.length === 2 && /["']/.test(text[valueStart] ?? '');
  const spot = spots.find(isText);
  return spot === undefined ? undefined : text.slice(spot.valueStart, spot.valueEnd);
};

/** Takes a line away; a comment at its end stays, on a line of its own. */
const removeLine = (text: string, spot: TomlSpot): Splice => {
  const start = startOfLine(text, spot.start);
  const behind = text.slice(spot.valueEnd, endOfLine(text, spot.valueEnd));
  if (behind.trim() === '') return { start, end: startOfNextLine(text, spot.valueEnd), text: '' };
  return { start: spot.start, end: spot.valueEnd + behind.indexOf('#'), text: '' };
};

/** `"g/n".git = …` and its kin: the first becomes the constraint, the others go. */
const planDotted = ({ text }: TomlDocument, keys: readonly TomlSpot[], path: TomlPath, value: string): Splice[] => {
  const [first, ...rest] = keys;
  const part = first === undefined ? null : partFor(text, first, path);
  if (first === undefined || part === null) return [];
  return [
    { start: part.end, end: first.end, text: '' },
    { start: first.valueStart, end: first.valueEnd, text: value },
    ...rest.map((spot) => removeLine(text, spot)),
  ];
};

const isBlank = (text: string, start: number): boolean => text.slice(start, endOfLine(text, start)).trim() === '';

/** Where lines go altogether from between two blank lines, or from the end, the blank one above goes as well. */
const blankAbove = (text: string, removed: readonly Splice[]): Splice[] => {
  const start = removed[0]?.start ?? 0;
  const isWhole = removed.every((splice, i) => i === 0 || splice.start === removed[i - 1]?.end);
  if (start < 2 || !isWhole || startOfLine(text, start) !== start) return [];
  const above = startOfLine(text, start - 1);
  return isBlank(text, above) && isBlank(text, removed.at(-1)?.end ?? start)
    ? [{ start: above, end: start, text: '' }]
    : [];
};

/** Without `[dependencies]` the sub-table's own lines become it. */
const intoOwnPlace = (text: string, section: TomlSection, header: TomlSpot, line: string): Splice[] => {
  const [first, ...rest] = section.keys;
  const plain = { start: header.start, end: header.end, text: '[dependencies]' };
  if (first === undefined) {
    const end = endOfLine(text, header.end);
    const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
    return [plain, { start: end, end, text: newline + line }];
  }
  return [
    plain,
    { start: first.start, end: first.valueEnd, text: line },
    ...rest.map((spot) => removeLine(text, spot)),
  ];
};

const planSubTable = (document: TomlDocument, path: TomlPath, section: TomlSection, value: string): Splice[] => {
  const { text } = document;
  const { header, keys } = section;
  const part = header === null ? null : partFor(text, header, path);
  if (header === null || part === null) return [];
  const key = text.slice(part.start, part.end);
  const inserted = insertKey(document, ['dependencies'], key, value);
  if (inserted === null) return intoOwnPlace(text, section, header, `${key} = ${value}`);
  const removed = [header, ...keys].map((spot) => removeLine(text, spot));
  return [inserted, ...blankAbove(text, removed), ...removed];
};

const planSplices = (document: TomlDocument, path: TomlPath, value: string): Splice[] | null => {
  const { spots, text } = document;
  const whole = spots.find((spot) => spot.kind === 'key' && isSamePath(spot.path, path));
  if (whole !== undefined) return [{ start: whole.valueStart, end: whole.valueEnd, text: value }];
  const sections = sectionsOf(document);
  const below = sections.filter(({ header }) => header !== null && isPrefix(path, header.path));
  const [section, ...others] = below;
  if (section !== undefined) return others.length > 0 ? null : planSubTable(document, path, section, value);
  const keys = sections.flatMap((each) => each.keys).filter((spot) => isPrefix(path, spot.path));
  const isPlain = (spot: TomlSpot): boolean => text.slice(startOfLine(text, spot.start), spot.start).trim() === '';
  return keys.length > 0 && keys.every(isPlain) ? planDotted(document, keys, path, value) : null;
};

/**
 * Makes a plain constraint of a dependency, whatever it is now: a table in braces, a sub-table `[dependencies."g/n"]` (which becomes
 * one line of `[dependencies]`), or dotted keys. Comments stay.
 */
export const planDependency = (document: TomlDocument, parsed: unknown, name: string, constraint: string): EditPlan => {
  const read = parseConstraint(constraint);
  if (!read.ok) return refuse(read.reason);
  const written = writtenName(valueAt(parsed, ['dependencies']), name);
  if (written === null) return refuse(`There is no ${name} in [dependencies] any more`);
  const path = ['dependencies', written];
  const value = quoteLike(constraint, constraintSample(document));
  const splices = value === null ? null : planSplices(document, path, value);
  if (splices === null) return refuse(oddLayout);
  return { ok: true, splices, expected: changeAt(parsed, path, () => constraint) };
};
