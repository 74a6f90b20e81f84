type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same properties without those that are undefined, for components that tell "not given" from "undefined". */
export function given<T extends object>(properties: T): Given<T> {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  // What is left of T's own entries: the type says the same, entry by entry.
  return Object.fromEntries(entries) as Given<T>;
}
