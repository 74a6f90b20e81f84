import * as z from 'zod';
import type { RegistryId, TokenId } from '../../shared/ids.ts';
import { LockAfter, StorageWay } from '../../shared/tokens.ts';
import type { DocumentStore } from '../host.ts';
import { rowFromVersion1, VaultRow } from './vaultRows.ts';

/**
 * The vault's file, version 2. Unknown keys, rows and headers are kept as they are. The passphrase's header stands there twice,
 * under two names, because one flipped bit in it would cost every token.
 */
const VaultFile = z.looseObject({
  v: z.literal(2),
  way: StorageWay.optional().catch(undefined),
  lockAfterMinutes: LockAfter.optional().catch(undefined),
  passphrase: z.unknown().optional(),
  passphraseCopy: z.unknown().optional(),
  active: z.record(z.string(), z.string()).catch({}),
  tokens: z.array(z.unknown()),
});
export type VaultContent = z.infer<typeof VaultFile>;

/** Both copies of what a passphrase is checked by. */
export const headersOf = ({ passphrase, passphraseCopy }: VaultContent): unknown[] => [passphrase, passphraseCopy];

/** The same content with another header, or without one. */
export function withHeader(content: VaultContent, header: Record<string, unknown> | null): VaultContent {
  const { passphrase: _, passphraseCopy: _copy, ...others } = content;
  return header === null ? others : { ...others, passphrase: header, passphraseCopy: header };
}

const FileOfVersion1 = z.object({ v: z.literal(1), tokens: z.record(z.string(), z.unknown()) });

const EMPTY: VaultContent = { v: 2, active: {}, tokens: [] };

/** The content of the vault's file. `put` writes the whole; in memory nothing changes where that throws. */
export interface VaultFileStore {
  get(): VaultContent;
  put(next: VaultContent): void;
  /** Moves the file to a dated name, so that what it holds is kept where the next `put` would leave it out. */
  keepAside(reason: string): void;
}

function understand(document: DocumentStore, content: unknown): VaultContent {
  if (content === undefined) return EMPTY;
  const file = VaultFile.safeParse(content);
  if (file.success) return file.data;
  const first = FileOfVersion1.safeParse(content);
  if (first.success) {
    const tokens = Object.entries(first.data.tokens).map(([registryId, row]) => rowFromVersion1(registryId, row));
    return { ...EMPTY, tokens };
  }
  document.setAside('it is not a token file of this version');
  return EMPTY;
}

/** Reads the vault's file, of this version or the first. Content of another form is set aside as a whole, never wiped. */
export function openVaultFile(document: DocumentStore): VaultFileStore {
  let content = understand(document, document.read());
  return {
    get: () => content,
    put: (next) => {
      document.write(next);
      content = next;
    },
    keepAside: (reason) => document.setAside(reason),
  };
}

/** A row that is not understood, by its place in the file; `registryId` is what it says, if it does. */
export interface DamagedRow {
  readonly at: number;
  readonly registryId: string | null;
}

const Whose = z.object({ registryId: z.string() });

/** The rows that are understood, the first of each id, and the others. */
export function rowsOf({ tokens }: VaultContent): { good: VaultRow[]; damaged: DamagedRow[] } {
  const good = new Map<TokenId, VaultRow>();
  const damaged: DamagedRow[] = [];
  for (const [at, value] of tokens.entries()) {
    const row = VaultRow.safeParse(value);
    if (row.success && !good.has(row.data.id)) good.set(row.data.id, row.data);
    else damaged.push({ at, registryId: Whose.safeParse(value).data?.registryId ?? null });
  }
  return { good: [...good.values()], damaged };
}

/** The same content with a row added, or put in the place of the one with its id. */
export function withRow(content: VaultContent, row: VaultRow): VaultContent {
  let placed = false;
  const tokens = content.tokens.map((value) => {
    if (placed || VaultRow.safeParse(value).data?.id !== row.id) return value;
    placed = true;
    return row;
  });
  return { ...content, tokens: placed ? tokens : [...tokens, row] };
}

/** The same content without the rows of these ids, and without the damaged ones at these places. */
export const withoutRows = (
  content: VaultContent,
  ids: ReadonlySet<string>,
  damagedAt: ReadonlySet<number> = new Set(),
): VaultContent => ({
  ...content,
  tokens: content.tokens.filter((value, at) => {
    const id = VaultRow.safeParse(value).data?.id;
    return !damagedAt.has(at) && (id === undefined || !ids.has(id));
  }),
});

/** The same content with another token in use for a registry, or none noted. */
export function withActive(content: VaultContent, registryId: RegistryId, tokenId: TokenId | null): VaultContent {
  const { [registryId]: _, ...others } = content.active;
  return { ...content, active: tokenId === null ? others : { ...others, [registryId]: tokenId } };
}
