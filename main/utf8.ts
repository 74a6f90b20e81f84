const decoder = new TextDecoder('utf-8', { fatal: true });

/** Whether the bytes are UTF-8 from the first to the last; a character that is cut off at the end is not. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
