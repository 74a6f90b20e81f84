/**
 * Chosen rows of a list, by key. `anchor` is where a range begins, `base` what was chosen beside that range; a range that is
 * drawn anew from the same anchor takes the place of the old one.
 */
export interface Selection {
  readonly chosen: ReadonlySet<string>;
  readonly anchor: string | null;
  readonly base: ReadonlySet<string>;
}

export const NOTHING: Selection = { chosen: new Set(), anchor: null, base: new Set() };

/** Exactly these rows. */
export const chooseOnly = (keys: Iterable<string>): Selection => {
  const chosen = new Set(keys);
  return { chosen, anchor: null, base: chosen };
};

/** One row in or out; the next range begins there. */
export function toggle(selection: Selection, key: string): Selection {
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(key)) chosen.add(key);
  return { chosen, anchor: key, base: new Set(chosen) };
}

/** The rows from the anchor to `key`, in the order of `keys`, beside what was chosen before. Without an anchor it begins at `from`. */
export function extendTo(selection: Selection, keys: readonly string[], key: string, from: string): Selection {
  const anchor = selection.anchor !== null && keys.includes(selection.anchor) ? selection.anchor : from;
  const [start, end] = [keys.indexOf(anchor), keys.indexOf(key)].sort((a, b) => a - b);
  if (start === undefined || end === undefined || start < 0) return selection;
  const base = selection.anchor === anchor ? selection.base : selection.chosen;
  return { chosen: new Set([...base, ...keys.slice(start, end + 1)]), anchor, base };
}

/** Leaves out rows that are not in the list any more, so that nothing is acted on that is not seen. */
export function keepOnly(selection: Selection, keys: readonly string[]): Selection {
  const there = new Set(keys);
  const chosen = [...selection.chosen].filter((key) => there.has(key));
  return chosen.length === selection.chosen.size ? selection : chooseOnly(chosen);
}
