/** Names that people write for a license, and a name of it that is short enough for a registry; both are plain text to it. */
const families: ReadonlyArray<readonly [pattern: RegExp, name: (found: RegExpExecArray) => string]> = [
  [
    /^(?:gnu )?(a|l)?gpl[- ]?v?(\d(?:\.\d)?)(-only|-or-later|\+)?$/,
    ([, kind = '', version = '', later = '']) => gnu(kind, version, later),
  ],
  [/^bsd-(\d)-clause$/, ([, clauses = '']) => `BSD${clauses}`],
  [/^(?:the )?mit(?: license)?$/, () => 'MIT'],
  [/^apache(?: license)?,?(?: version)?[ -]?(?:v\.?)?(?:2|2\.0)$/, () => 'Apache-2.0'],
  [/^(?:mozilla public license|mpl),?[ -]?v?2\.0$/, () => 'MPL-2.0'],
  [/^(?:the )?unlicense$/, () => 'Unlicense'],
  [/^(?:the )?isc(?: license)?$/, () => 'ISC'],
  [/^cc0[- ]1\.0(?:-universal)?$/, () => 'CC0-1.0'],
];

const gnu = (kind: string, version: string, later: string): string => {
  const whole = version.includes('.') ? version : `${version}.0`;
  return `${kind.toUpperCase()}GPLv${whole}${later === '-or-later' || later === '+' ? '+' : ''}`;
};

/** A name of at most ten bytes for the same license, in the form that packages use; null where none is known. */
export const shortLicense = (license: string): string | null => {
  const text = license.trim().toLowerCase();
  for (const [pattern, name] of families) {
    const found = pattern.exec(text);
    if (found !== null) return name(found);
  }
  return null;
};
