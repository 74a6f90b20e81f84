import type { DocumentStore } from '../../main/host.ts';

/** A document without a disk: what was written is read back, what was set aside is remembered. */
export interface MemoryDocument extends DocumentStore {
  readonly aside: { content: unknown; reason: string }[];
}

export function memoryDocument(content?: unknown): MemoryDocument {
  let current: unknown = content === undefined ? undefined : structuredClone(content);
  const aside: MemoryDocument['aside'] = [];
  return {
    aside,
    read: () => (current === undefined ? undefined : structuredClone(current)),
    write: (value) => {
      current = JSON.parse(JSON.stringify(value));
    },
    setAside: (reason) => {
      aside.push({ content: current, reason });
      current = undefined;
    },
  };
}
