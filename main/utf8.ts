const decoder = new TextDecoder('utf-8', { fatal: true });

/** The beginning of a file as text; a `binary` one has none. */
export type ReadText = { readonly text: string; readonly truncated: boolean; readonly binary: boolean };

/** Whether the bytes are UTF-8 from the first to the last; a character that is cut off at the end is not. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** How many bytes of a cut-off character stand at the end, or null where the bytes are no text. */
function brokenTail(bytes: Buffer, truncated: boolean): number | null {
  if (bytes.includes(0)) return null;
  const tails = truncated ? [0, 1, 2, 3] : [0];
  return tails.find((cut) => isUtf8(bytes.subarray(0, bytes.length - cut))) ?? null;
}

/** The beginning of a file that has `size` bytes, as text. A character that is cut off at the end is left out. */
export function readableText(bytes: Buffer, size: number): ReadText {
  const truncated = size > bytes.length;
  const tail = brokenTail(bytes, truncated);
  if (tail === null) return { text: '', truncated, binary: true };
  return { text: bytes.toString('utf8', 0, bytes.length - tail), truncated, binary: false };
}
