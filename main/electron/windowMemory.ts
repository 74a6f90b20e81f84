import { readFileSync } from 'node:fs';
import { openDocument } from '../document.ts';
import type { DocumentStore } from '../host.ts';

/**
 * Where the window's place is kept. It is read before the data folder is this program's own, and then leaves everything in it as it
 * is: a file that cannot be read is as good as none, and nothing is written until `isOwn`.
 */
export function openWindowMemory(file: string, isOwn: () => boolean): Pick<DocumentStore, 'read' | 'write'> {
  const document = openDocument(file);
  return {
    read() {
      try {
        const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
        return content;
      } catch {
        return undefined;
      }
    },
    write(placement) {
      if (isOwn()) document.write(placement);
    },
  };
}
