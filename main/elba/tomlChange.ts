import type { TomlPath } from './tomlScan.ts';
import { entryOf, isTable } from './tomlValue.ts';

/** The value at a path of a parsed document; undefined where there is none. */
export const valueAt = (value: unknown, path: TomlPath): unknown =>
  path.reduce<unknown>((within, step) => {
    if (typeof step === 'string') return isTable(within) ? entryOf(within, step) : undefined;
    return Array.isArray(within) ? within[step] : undefined;
  }, value);

/** A copy of a parsed document in which the value at a path is what `change` makes of it; tables on the way must be there. */
export const changeAt = (value: unknown, path: TomlPath, change: (old: unknown) => unknown): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (typeof step === 'number') {
    return Array.isArray(value) ? value.map((item, i) => (i === step ? changeAt(item, rest, change) : item)) : value;
  }
  return isTable(value) ? { ...value, [step]: changeAt(entryOf(value, step), rest, change) } : value;
};

/** A copy of a table with one key under another name; anything else as it is. */
export const renamed = (table: unknown, key: string, to: string): unknown =>
  isTable(table) ? Object.fromEntries(Object.entries(table).map(([k, v]) => [k === key ? to : k, v])) : table;

/** Whether two parsed values mean the same; the order of keys does not count. */
export const isSameValue = (a: unknown, b: unknown): boolean => {
  if (Array.isArray(a) && Array.isArray(b)) {
    const others: readonly unknown[] = b;
    return a.length === others.length && a.every((item, i) => isSameValue(item, others[i]));
  }
  if (isTable(a) && isTable(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && isSameValue(entryOf(a, key), entryOf(b, key)))
    );
  }
  if (a instanceof Date && b instanceof Date) return a.toISOString() === b.toISOString();
  return Object.is(a, b);
};
