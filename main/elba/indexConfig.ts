import { parse, stringify } from 'smol-toml';
import * as z from 'zod';

const httpUrl = z.url({ protocol: /^https?$/ });

const schema = z.object({
  index: z.object({
    secure: z.boolean(),
    registry: httpUrl.optional(),
    backend: httpUrl.optional(),
    dependencies: z.record(z.string(), z.string()),
  }),
});

/** `registry` is the URL that the index names, under `registry` or the reference's older `backend`; null where it names none. */
export type IndexConfig = {
  readonly secure: boolean;
  readonly registry: string | null;
  readonly dependencies: Readonly<Record<string, string>>;
};

const whyRefused = (issue: z.core.$ZodIssue | undefined): string => {
  const path = issue?.path.join('.') ?? '';
  if (path === 'index') return 'index.toml has no [index]';
  if (path === 'index.dependencies')
    return 'index.toml has no [index.dependencies]; it may be empty, but elba drops an index without it';
  if (path === 'index.secure') return 'index.toml does not say whether it is secure; elba drops an index without it';
  return `index.toml: ${path} is not as elba takes it`;
};

/**
 * Reads `index.toml` as strictly as elba: `[index]` with `secure` and `[index.dependencies]`, and a registry that is an http(s)
 * URL. elba drops an index without a word where one is missing, so `reason` says which, as a sentence without its full stop.
 */
export const parseIndexConfig = (text: string): { ok: true; config: IndexConfig } | { ok: false; reason: string } => {
  let table: unknown;
  try {
    table = parse(text);
  } catch {
    return { ok: false, reason: 'index.toml is not TOML' };
  }
  const read = schema.safeParse(table);
  if (!read.success) return { ok: false, reason: whyRefused(read.error.issues[0]) };
  const { secure, registry, backend, dependencies } = read.data.index;
  return { ok: true, config: { secure, registry: registry ?? backend ?? null, dependencies } };
};

/** Writes the `index.toml` of a plain index that names its registry. */
export const formatIndexConfig = (registryUrl: string | null): string =>
  stringify({ index: { secure: false, ...(registryUrl === null ? {} : { registry: registryUrl }), dependencies: {} } });
