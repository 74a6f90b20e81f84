import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the web host was asked for on its command line. */
export interface WebArguments {
  /** 0 takes any free port. */
  readonly port: number;
  /** Absolute; null means the usual place. */
  readonly dataFolder: string | null;
  /** Whether the person's browser is to be opened. */
  readonly open: boolean;
  /** Absolute; the folder whose review is to be shown. */
  readonly folder: string | null;
}

export const USAGE = 'npm start -- --web [--port N] [--data DIR] [--no-open] [FOLDER]';

const options = {
  port: { type: 'string' },
  data: { type: 'string' },
  'no-open': { type: 'boolean' },
} as const;

/**
 * Reads the command line; relative folders are seen from `from`. `problem` is the sentence for an argument that is not known or
 * has no sense.
 */
export function parseWebArguments(
  args: readonly string[],
  from: string,
): { ok: true; value: WebArguments } | { ok: false; problem: string } {
  const problem = (text: string) => ({ ok: false, problem: `${text} The arguments are: ${USAGE}` }) as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const port = values.port === undefined ? 0 : Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      return problem(`--port takes a number from 0 to 65535, not ${values.port}.`);
    if (positionals.length > 1) return problem('Only one folder can be opened at a time.');
    const [folder] = positionals;
    return {
      ok: true,
      value: {
        port,
        dataFolder: values.data === undefined ? null : resolve(from, values.data),
        open: values['no-open'] !== true,
        folder: folder === undefined ? null : resolve(from, folder),
      },
    };
  } catch (thrown) {
    return problem(thrown instanceof Error ? `${thrown.message.replace(/\.?$/, '.')}` : 'The arguments make no sense.');
  }
}
