import type { SecretSpan } from './secretRules.ts';

/**
 * A file that its name gives away: as a whole (`start` to `end` is then what its shown line must hide), or by single places in it. A
 * sample of settings is `warning`, because it is meant to be published and only may have kept a real value.
 */
export type SecretFile =
  | {
      readonly kind: 'whole';
      readonly severity: 'error' | 'warning';
      readonly span: SecretSpan;
      readonly words: string;
    }
  | { readonly kind: 'places'; readonly spans: readonly SecretSpan[] };

const noPlaces: SecretFile = { kind: 'places', spans: [] };

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase();

/** Every `secret` group of a pattern with the flags g, m and d. */
const placesOf = (rule: string, text: string, pattern: RegExp): SecretFile => ({
  kind: 'places',
  spans: [...text.matchAll(pattern)].flatMap(({ indices }) => {
    const [start, end] = indices?.groups?.secret ?? [];
    return start === undefined || end === undefined ? [] : [{ rule, start, end }];
  }),
});

const assignment = /^[ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*(?<secret>\S[^\r\n]*)/dm;

/** An environment file with nothing but comments in it is harmless, but nobody meant to publish it either. */
const environment = (name: string, text: string): SecretFile => {
  const [start = 0, end = 0] = assignment.exec(text)?.indices?.groups?.secret ?? [];
  const isSample = /\.(?:example|sample|template|dist|defaults?)$/.test(name);
  return {
    kind: 'whole',
    severity: end === 0 || isSample ? 'warning' : 'error',
    span: { rule: isSample ? 'env-sample' : 'env', start, end },
    words: isSample ? 'looks like a sample of secret settings' : 'looks like a secret',
  };
};

const keyHeader = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|^PuTTY-User-Key-File-\d/m;

const privateKey = (text: string): SecretFile => {
  const found = keyHeader.exec(text);
  if (found === null) return noPlaces;
  const span = { rule: 'private-key', start: found.index + found[0].length, end: text.length };
  return { kind: 'whole', severity: 'error', span, words: 'is a private key' };
};

const keyStore = (size: number): SecretFile => {
  const span = { rule: 'key-store', start: 0, end: size };
  return { kind: 'whole', severity: 'error', span, words: 'is a store of private keys' };
};

/** Whether a file is looked at although it is binary. */
export const isKeyStore = (path: string): boolean => /\.(?:p12|pfx|jks|keystore)$/.test(nameOf(path));

/** What the name of a file, together with its text, gives away. A file of this name without anything secret in it gives no places. */
export const lookAtName = (path: string, text: string): SecretFile => {
  const name = nameOf(path);
  if (/^\.env(?:\.|rc$|$)/.test(name)) return environment(name, text);
  if (isKeyStore(path)) return text === '' ? noPlaces : keyStore(text.length);
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$|\.(?:pem|key|ppk)$/.test(name)) return privateKey(text);
  if (name === '.npmrc') {
    return placesOf('npmrc', text, /(?:_authToken|_auth|_password)[ \t]*=[ \t]*(?<secret>(?!\$\{)[^\s;#][^\r\n]*)/dgm);
  }
  if (/^[._]netrc$/.test(name)) return placesOf('netrc', text, /\bpassword\s+(?<secret>\S+)/dgm);
  if (name === '.pypirc') return placesOf('pypirc', text, /^[ \t]*password[ \t]*[:=][ \t]*(?<secret>\S[^\r\n]*)/dgm);
  if (name === 'logins.toml') return placesOf('elba-logins', text, /=[ \t]*["'](?<secret>[^"'\r\n]+)["']/dgm);
  return noPlaces;
};
