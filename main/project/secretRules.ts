import type { rules } from '@secretlint/secretlint-rule-preset-recommend';

/** Where something secret stands in a text, by UTF-16 offsets; `rule` is the name that the rules have for it. */
export type SecretSpan = { readonly rule: string; readonly start: number; readonly end: number };

type Rule = (typeof rules)[number];
type Context = Parameters<Rule['create']>[0];
type Source = Parameters<NonNullable<ReturnType<Rule['create']>['file']>>[0];
type Report = Parameters<Context['report']>[0];

/**
 * Loaded with the first text, because nobody waits for them when the program starts. Comments in a file cannot switch a rule off: whoever
 * publishes decides, and sees what they decide on.
 */
const loadScanners = async (): Promise<Rule[]> => {
  const preset = await import('@secretlint/secretlint-rule-preset-recommend');
  return preset.rules.filter((rule) => rule.meta.type === 'scanner');
};
let scanners: Promise<Rule[]> | null = null;

const urlStart = /^[a-z+:]{1,20}:\/\//i;
const keyStart = /^-----BEGIN[^\n-]{0,40}-----/;

/** What a person may see of a secret: the scheme of an address, the first line of a key. */
const afterVisible = (text: string, start: number): number => {
  const beginning = text.slice(start, start + 64);
  return start + (urlStart.exec(beginning) ?? keyStart.exec(beginning) ?? [''])[0].length;
};

/**
 * Finds the span of what a rule reports. Its range has the right length, but begins where the whole match does, which can be a key
 * before the secret; so the secret that it names is looked for from there.
 */
const spanOf = (text: string, { message, range }: Report): SecretSpan => {
  const rule = message.messageId;
  // This one means the whole file.
  if (rule === 'PrivateKeyJSON') return { rule, start: text.indexOf('"private_key"') + 13, end: text.length };
  const data: unknown = message.data;
  const named: readonly unknown[] = typeof data === 'object' && data !== null ? Object.values(data) : [];
  const length = range[1] - range[0];
  const secret = named.find((value) => typeof value === 'string' && value.length === length) ?? '';
  const found = typeof secret === 'string' && secret !== '' ? text.indexOf(secret, range[0]) : -1;
  if (found === -1) return { rule, start: range[0], end: range[1] };
  return { rule, start: afterVisible(text, found), end: found + length };
};

/** Of the endings that rules ask for the other is `.p12`, for which one would open the file itself, wherever the program stands. */
const endingOf = (path: string): string => (path.toLowerCase().endsWith('.json') ? '.json' : '');

/**
 * Runs the rules of secretlint's recommended set over a text, which must not begin with a byte order mark; `pause` is waited for
 * between two of them. The rules are called here and not by secretlint's core, because that keeps a mark of every file and rule
 * for ever and searches all of them each time: after 2500 files it takes 80 ms for one.
 */
export const findSecrets = async (path: string, text: string, pause: () => Promise<void>): Promise<SecretSpan[]> => {
  const spans: SecretSpan[] = [];
  const context: Context = {
    sharedOptions: {},
    // No message is needed, and those of the rules repeat the secret.
    createTranslator: () => (messageId, data) => ({ message: '', messageId: String(messageId), data }),
    report: (report) => void spans.push(spanOf(text, report)),
    ignore: () => undefined,
  };
  // The scanners read these three alone, which the test of every one of them shows.
  const source = { content: text, filePath: path, ext: endingOf(path) } as Source;
  scanners ??= loadScanners();
  for (const rule of await scanners) {
    await rule.create(context, {}).file?.(source);
    await pause();
  }
  return spans;
};
