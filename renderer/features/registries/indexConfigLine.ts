/** The line for `[indices]` of elba's configuration: `local = "index+dir+/…"`; a path with backslashes needs the other quotes. */
export const indexConfigLine = (index: string): string =>
  index.includes('\\') || index.includes('"') ? `local = '${index}'` : `local = "${index}"`;
