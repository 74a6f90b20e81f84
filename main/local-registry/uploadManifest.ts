import { parse } from 'smol-toml';
import * as z from 'zod';
import type { PackageRef } from '../../shared/ids.ts';
import { parseConstraint } from '../elba/constraint.ts';
import { parsePackageName } from '../elba/packageName.ts';
import { isVersion } from '../elba/version.ts';
import { type Answer, internalError, refused } from './answers.ts';

const Local = z.object({ path: z.string() });
const Git = z.object({ git: z.string() });

/** As much as the reference registry reads: unknown keys and sections are taken, and dropped in silence. */
const Manifest = z.object({
  package: z.object({
    name: z.string(),
    version: z.string(),
    authors: z.array(z.string()),
    description: z.string().optional(),
    homepage: z.string().optional(),
    repository: z.string().optional(),
    license: z.string().optional(),
    readme: z.string().optional(),
    keywords: z.array(z.string()).optional(),
  }),
  dependencies: z.record(z.string(), z.union([z.string(), Local, Git])).optional(),
});
type Manifest = z.infer<typeof Manifest>;

/** What a manifest says of a package, once it was accepted. */
export type UploadManifest = {
  readonly ref: PackageRef;
  readonly version: string;
  readonly description: string | null;
  readonly homepage: string | null;
  readonly repository: string | null;
  readonly license: string | null;
  readonly keywords: readonly string[];
  readonly readme: string | null;
  readonly dependencies: readonly { readonly name: string; readonly req: string }[];
};

export type ReadManifest =
  | { readonly ok: true; readonly manifest: UploadManifest }
  | { readonly ok: false; readonly answer: Answer };

const bad = (answer: Answer): ReadManifest => ({ ok: false, answer });
const invalid = (description: string): Answer => refused('invalid_manifest', description);

const longestDescription = 244;
const longestLicense = 10;
const mostKeywords = 5;

const fieldProblem = ({ package: { description, license, keywords } }: Manifest): Answer | null => {
  if (description !== undefined && Buffer.byteLength(description) > longestDescription)
    return invalid(`Description is longer than ${longestDescription} bytes`);
  if (license !== undefined && Buffer.byteLength(license) > longestLicense)
    return invalid(`License is longer than ${longestLicense} bytes`);
  if (keywords === undefined) return null;
  if (keywords.length > mostKeywords) return invalid(`There are more than ${mostKeywords} keywords`);
  if (keywords.includes('')) return invalid('A keyword is empty');
  return keywords.some((keyword) => /\s/u.test(keyword)) ? invalid('A keyword has white space in it') : null;
};

/** A path that could leave the package makes the reference registry fail. */
const leavesPackage = (path: string): boolean => path.startsWith('/') || path.split(/[/\\]/).includes('..');

const parseToml = (text: string): unknown => {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
};

const isText = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** Null where the bytes are not UTF-8, which the reference registry answers with 500. */
export const decodeText = (bytes: Uint8Array): string | null =>
  isText(bytes) ? new TextDecoder().decode(bytes) : null;

/** Every dependency whose name or constraint nobody can read makes the reference registry fail before it looks at the others. */
const isReadable = ([name, value]: [string, unknown]): boolean =>
  parsePackageName(name).ok && (typeof value !== 'string' || parseConstraint(value).ok);

const checkFields = (manifest: Manifest): ReadManifest => {
  const { package: told, dependencies = {} } = manifest;
  const name = parsePackageName(told.name);
  if (!name.ok || !isVersion(told.version)) return bad(internalError);
  if (told.readme !== undefined && leavesPackage(told.readme)) return bad(internalError);
  const entries = Object.entries(dependencies);
  if (!entries.every(isReadable)) return bad(internalError);
  const problem = fieldProblem(manifest);
  if (problem !== null) return bad(problem);
  const plain: { name: string; req: string }[] = [];
  for (const [dependency, req] of entries) {
    if (typeof req !== 'string')
      return bad(
        invalid(`Dependency \`${dependency}\` has to be a version constraint, not a path or a git repository`),
      );
    plain.push({ name: dependency, req });
  }
  const { description = null, homepage = null, repository = null, license = null, readme = null } = told;
  const keywords = told.keywords ?? [];
  return {
    ok: true,
    manifest: {
      ref: name.ref,
      version: told.version,
      description,
      homepage,
      repository,
      license,
      keywords,
      readme,
      dependencies: plain,
    },
  };
};

/**
 * Reads elba.toml as the reference registry does. What it answers with 500 (broken TOML, missing keys, an unreadable name, version or
 * constraint, a dependency on an explicit index, a `readme` outside the package) is 500 here too; limits that it checks are
 * `invalid_manifest`.
 */
export const readUploadManifest = (bytes: Uint8Array): ReadManifest => {
  const text = decodeText(bytes);
  const read = Manifest.safeParse(text === null ? undefined : parseToml(text));
  return read.success ? checkFields(read.data) : bad(internalError);
};
