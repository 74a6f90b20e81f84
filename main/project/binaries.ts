/** So many bytes of a file are enough to tell. */
export const headBytes = 1024;

const mach = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);

const startsWith = (head: Buffer, signature: string): boolean =>
  head.toString('latin1', 0, signature.length) === signature;

/** `MZ` alone begins texts as well; a program has the place of its second header at 60. */
const isWindowsProgram = (head: Buffer): boolean => {
  if (!startsWith(head, 'MZ') || head.length < 64) return false;
  const next = head.readUInt32LE(60);
  return next + 4 <= head.length
    ? head.toString('latin1', next, next + 4) === 'PE\0\0'
    : head.subarray(2, 64).includes(0);
};

/** Names the kind of program by its first bytes, for a sentence (`a program for Linux`), or gives null. */
export const programKind = (head: Buffer): string | null => {
  if (startsWith(head, '\x7fELF')) return 'a program or library for Linux and its kin';
  if (isWindowsProgram(head)) return 'a program or library for Windows';
  if (startsWith(head, '!<arch>\n')) return 'a library of compiled code';
  if (startsWith(head, '\0asm')) return 'a WebAssembly program';
  if (head.length < 8) return null;
  const magic = head.readUInt32BE(0);
  if (mach.has(magic)) return 'a program or library for macOS';
  // Java's classes share this beginning; after it they have their version, from 45 up, where macOS counts its few parts.
  if (magic !== 0xcafebabe) return null;
  return head.readUInt32BE(4) < 45 ? 'a program or library for macOS' : 'a compiled Java class';
};
