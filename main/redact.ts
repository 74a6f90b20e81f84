/** What stands in place of a token wherever text is shown, logged or written. */
export const REDACTED = '••••';

/** Knows every token in use and takes them out of text. A token that was added stays known until the program ends. */
export interface Redactor {
  add(token: string): void;
  redact(text: string): string;
}

/** Shorter tokens are taken out only where they stand as one: removing every `a` of a text would tell more than it hides. */
const SHORTEST_ANYWHERE = 4;

const NAMED_ENTITIES: Readonly<Record<string, readonly string[]>> = {
  '"': ['&quot;'],
  "'": ['&apos;'],
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
};
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\\0',
};

function percentForms(char: string): string[] {
  const bytes = [...Buffer.from(char, 'utf8')].map((byte) => byte.toString(16).padStart(2, '0'));
  const forms = ['%', '%25'].map((sign) => bytes.map((hex) => sign + hex).join(''));
  return forms.flatMap((form) => [form, form.toUpperCase()]);
}

function escapeForms(char: string): string[] {
  const units = Array.from({ length: char.length }, (_, at) => char.charCodeAt(at).toString(16));
  const json = units.map((hex) => `\\u${hex.padStart(4, '0')}`).join('');
  const point = (char.codePointAt(0) ?? 0).toString(16);
  const short = SHORT_ESCAPES[char];
  const once = [
    json,
    json.toUpperCase().replaceAll('\\U', '\\u'),
    `\\u{${point}}`,
    ...(short === undefined ? [] : [short]),
  ];
  // JSON that stands as a text in other JSON.
  return [...once, ...once.map((form) => JSON.stringify(form).slice(1, -1))];
}

function entityForms(char: string): string[] {
  const point = char.codePointAt(0) ?? 0;
  const hex = point.toString(16);
  return [`&#${point};`, `&#x${hex};`, `&#x${hex.toUpperCase()};`, ...(NAMED_ENTITIES[char] ?? [])];
}

/** All the ways in which one character can come back, the longest first so that `%` does not hide `%25`. */
function formsOf(char: string): string[] {
  const asSpace = char === ' ' ? ['+'] : char === '+' ? [' '] : [];
  const forms = new Set([char, ...percentForms(char), ...escapeForms(char), ...entityForms(char), ...asSpace]);
  return [...forms].sort((a, b) => b.length - a.length);
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

interface KnownToken {
  readonly whole: RegExp;
  readonly forms: readonly (readonly string[])[];
}

/** Shorter pieces of base64 stand in other words too. */
const SHORTEST_BASE64 = 8;

/**
 * The token within a longer text in base64: by how it begins, one of three, each without the letters at its ends that its
 * neighbours share. In both alphabets.
 */
function base64Forms(token: string): string[] {
  const bytes = Buffer.from(token, 'utf8');
  const pieces = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const long = pieces.filter((piece) => piece.length >= SHORTEST_BASE64);
  return long.flatMap((piece) => [piece, piece.replaceAll('+', '-').replaceAll('/', '_')]);
}

function know(token: string): KnownToken {
  const forms = [...token].map(formsOf);
  const whole = forms.map((some) => `(?:${some.map(escapeRegExp).join('|')})`).join('');
  const alternatives = [whole, ...new Set(base64Forms(token).map(escapeRegExp))];
  return { whole: new RegExp(alternatives.join('|'), 'g'), forms };
}

/** Where the text ends in the beginning of the token, as an answer does that was cut off; the text's length if it does not. */
function cutOffAt(text: string, forms: KnownToken['forms']): number {
  const longest = forms.reduce((sum, some) => sum + (some[0]?.length ?? 0), 0);
  for (let start = Math.max(0, text.length - longest); start < text.length; start += 1) {
    let at = start;
    let matched = 0;
    while (at < text.length && matched < forms.length) {
      const form = forms[matched]?.find((some) => text.startsWith(some, at));
      if (form === undefined) break;
      at += form.length;
      matched += 1;
    }
    if (at === text.length && matched >= SHORTEST_ANYWHERE) return start;
  }
  return text.length;
}

/** Places where a token stands whatever it is: the query that carries it, and the sentence in which a registry repeats it. */
function redactByPlace(text: string): string {
  return text
    .replace(/([?&](?:gh_access_)?token=)[^&\s"'<>#`]+/g, `$1${REDACTED}`)
    .replace(/(access token `)[^`]+(`)/g, `$1${REDACTED}$2`);
}

/**
 * Makes a redactor. It recognises a token raw, percent-encoded (once, twice, in part, in either case), form-encoded,
 * JSON-escaped (once or twice) and as HTML, in any mixture, in base64 whatever stands before it, and also the beginning of one at the end of a text that was cut off. A registry
 * repeats a token in its refusal (registry-api, "Errors"), so all text from outside goes through this before it is kept.
 */
export function createRedactor(): Redactor {
  const known = new Map<string, KnownToken>();
  const redactKnown = (text: string, token: KnownToken): string => {
    const clean = text.replace(token.whole, REDACTED);
    const cut = cutOffAt(clean, token.forms);
    return cut === clean.length ? clean : clean.slice(0, cut) + REDACTED;
  };
  return {
    add(token) {
      for (const form of [token, token.trim()]) {
        if (form.length >= SHORTEST_ANYWHERE && !known.has(form)) known.set(form, know(form));
      }
    },
    redact(text) {
      let clean = text;
      for (const token of known.values()) clean = redactKnown(clean, token);
      return redactByPlace(clean);
    },
  };
}

/** The same plain data with every string in it redacted; for what is written to disk or handed to the renderer. */
export function redactDeep<T>(value: T, redact: (text: string) => string): T {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return redact(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
  };
  // The walk keeps every shape and replaces strings by strings, so the type is unchanged.
  return walk(value) as T;
}
