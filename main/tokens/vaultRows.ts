import * as z from 'zod';
import { Instant } from '../../shared/ids.ts';
import type { DocumentStore } from '../host.ts';

/** One sealed token on disk. `origin` stands there for showing; the one that counts is inside the ciphertext. */
export const VaultRow = z.object({
  sealed: z.base64().min(1),
  origin: z.string(),
  savedAt: Instant,
  test: z.enum(['untested', 'accepted', 'rejected']),
  testedAt: Instant.optional(),
});
export type VaultRow = z.infer<typeof VaultRow>;

const VaultFile = z.object({ v: z.literal(1), tokens: z.record(z.string(), z.unknown()) });

/** The rows of the vault's file by registry. A row that is not understood is kept as it is, and answers `damaged`. */
export interface VaultRows {
  get(registryId: string): VaultRow | 'damaged' | null;
  /** Writes the whole file with the row changed, or without it; in memory nothing changes when that throws. */
  put(registryId: string, row: VaultRow | null): void;
}

/** Reads the vault's file. Content that is not of this form is set aside as a whole, never wiped. */
export function openVaultRows(document: DocumentStore): VaultRows {
  const content = document.read();
  const file = VaultFile.safeParse(content);
  if (content !== undefined && !file.success) document.setAside('it is not a token file of this version');
  let rows = new Map<string, unknown>(Object.entries(file.data?.tokens ?? {}));
  return {
    get: (registryId) => {
      if (!rows.has(registryId)) return null;
      const row = VaultRow.safeParse(rows.get(registryId));
      return row.success ? row.data : 'damaged';
    },
    put: (registryId, row) => {
      const next = new Map(rows);
      if (row === null) next.delete(registryId);
      else next.set(registryId, row);
      document.write({ v: 1, tokens: Object.fromEntries(next) });
      rows = next;
    },
  };
}
