/** Parts of a token that say it: long enough to stand in nothing else. */
const PART = 8;

const escaped = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The three ways in which a text can stand within a longer one in base64, without the letters that its neighbours share. */
function base64Forms(token: string): string[] {
  const bytes = Buffer.from(token);
  const pieces = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  return pieces.flatMap((piece) => [piece, piece.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** A token in every encoding that is looked for: as a whole, and its beginning and its end alone, as an answer that was cut off has it. */
export function canaryForms(token: string): string[] {
  const percent = encodeURIComponent(token);
  const lower = percent.replace(/%../g, (code) => code.toLowerCase());
  const wholes = [
    token,
    percent,
    lower,
    encodeURIComponent(percent),
    new URLSearchParams({ t: token }).toString().slice(2),
    JSON.stringify(token).slice(1, -1),
    JSON.stringify(JSON.stringify(token)).slice(3, -3),
    escaped(token),
    ...base64Forms(token),
  ];
  const parts = wholes.flatMap((form) => [form.slice(0, PART), form.slice(-PART)]);
  return [...new Set([...wholes, ...parts])];
}
