/**
 * Writes a text as a TOML string on one line: in single quotes where the sample (a string as it is written elsewhere) has them and
 * the text allows it, else in double quotes with escapes that TOML 0.5 knows. A text with half a surrogate pair gives null.
 */
export const quoteLike = (value: string, sample: string | undefined): string | null => {
  if (!value.isWellFormed()) return null;
  if (sample?.startsWith("'") && !/['\p{Cc}]/u.test(value)) return `'${value}'`;
  return JSON.stringify(value).replaceAll('\u007F', '\\u007F');
};

/** Writes a key: bare where that is allowed and the sample is bare, else in quotes like it. */
export const writeKey = (key: string, sample: string | undefined): string | null => {
  const bare = /^[A-Za-z0-9_-]+$/.test(key);
  return bare && !/^["']/.test(sample ?? '') ? key : quoteLike(key, sample);
};
