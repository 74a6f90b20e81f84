/** A TOML table, as data that nothing is known of yet. */
export type TomlTable = Readonly<Record<string, unknown>>;

export const isTable = (value: unknown): value is TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** A key's value; inherited properties such as `constructor` are none. */
export const entryOf = (table: TomlTable, key: string): unknown => (Object.hasOwn(table, key) ? table[key] : undefined);

/** What a value is, for sentences: `a number`, `a list`. */
export const kindOf = (value: unknown): string => {
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'true or false';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  if (Array.isArray(value)) return 'a list';
  return value instanceof Date ? 'a date' : 'a table';
};

export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
