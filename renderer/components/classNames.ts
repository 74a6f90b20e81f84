/** Joins class names; what is false or empty is left out. */
export const classNames = (...names: ReadonlyArray<string | false | null | undefined>): string =>
  names.filter((name) => typeof name === 'string' && name !== '').join(' ');
