/** A stretch of a text that must not be seen, by UTF-16 offsets. */
export type Hidden = { readonly start: number; readonly end: number };

export const mask = '••••';

/** So much of a line is shown on each side, and so much more is looked at, so that no secret is cut in two at the edge. */
const around = 60;
const reach = 4096;
/** Shorter ones occur in other words by chance. */
const shortestRepeated = 4;

const hideSpans = (text: string, start: number, end: number, hidden: readonly Hidden[]): string => {
  let shown = '';
  let at = start;
  for (const span of [...hidden].sort((a, b) => a.start - b.start)) {
    if (span.end <= at || span.start >= end) continue;
    shown += text.slice(at, Math.max(at, span.start)) + mask;
    at = Math.min(span.end, end);
  }
  return shown + text.slice(at, end);
};

const hide = (text: string, start: number, end: number, hidden: readonly Hidden[]): string =>
  hidden.reduce(
    (shown, span) => {
      const isShort = span.end - span.start < shortestRepeated || span.end - span.start > reach;
      return isShort ? shown : shown.replaceAll(text.slice(span.start, span.end), mask);
    },
    hideSpans(text, start, end, hidden),
  );

/**
 * The line of an offset with everything hidden in it masked, also where a secret stands in it a second time; some 60 characters before
 * and after the offset's own mask. What a secret looks like, and how long it is, cannot be told from it.
 */
export const maskLine = (text: string, at: number, hidden: readonly Hidden[]): string => {
  const lineStart = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  const lineEnd = newline === -1 ? text.length : newline;
  const own = hidden.find((span) => span.start <= at && at < span.end);
  const before = hide(text, Math.max(lineStart, at - reach), at, hidden);
  const behind = hide(text, at, Math.min(lineEnd, Math.max(at, own?.end ?? at) + reach), hidden);
  const [left, right] = [before.slice(-around), behind.slice(0, around + mask.length)];
  const isCut = { left: left.length < before.length || at - reach > lineStart, right: right.length < behind.length };
  return `${isCut.left ? '…' : ''}${left}${right}${isCut.right ? '…' : ''}`.replace(/\p{Cc}/gu, ' ').trim();
};
