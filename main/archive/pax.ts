/** What a pax header can say that matters for listing. */
export type PaxFields = { readonly path?: string; readonly linkpath?: string; readonly size?: number };

/**
 * Reads the records `LENGTH KEY=VALUE\n` of a pax header by their lengths, so that a value can hold a line end. Null where a length is
 * wrong: readers then differ in what they make of it.
 */
export const parsePax = (body: Buffer): PaxFields | null => {
  let fields: PaxFields = {};
  let at = 0;
  while (at < body.length) {
    const space = body.indexOf(0x20, at);
    const digits = space === -1 ? '' : body.toString('latin1', at, space);
    if (!/^[1-9][0-9]{0,8}$/.test(digits)) return null;
    const end = at + Number(digits);
    if (end > body.length || end <= space + 1 || body[end - 1] !== 0x0a) return null;
    const record = body.toString('utf8', space + 1, end - 1);
    const equals = record.indexOf('=');
    if (equals < 1) return null;
    const next = withField(fields, record.slice(0, equals), record.slice(equals + 1));
    if (next === null) return null;
    fields = next;
    at = end;
  }
  return fields;
};

const withField = (fields: PaxFields, key: string, value: string): PaxFields | null => {
  switch (key) {
    case 'path':
      return { ...fields, path: value };
    case 'linkpath':
      return { ...fields, linkpath: value };
    case 'size':
      return /^[0-9]{1,15}$/.test(value) ? { ...fields, size: Number(value) } : null;
    default:
      return fields;
  }
};
