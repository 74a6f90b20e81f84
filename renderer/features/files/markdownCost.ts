/** Deeper than anybody writes, and far above where setting it becomes slow or runs out of stack. */
const MOST_LEVELS = 40;
/** Blanks before a line; lists inside lists are set off by two to four each. */
const MOST_BLANKS = 200;
/** Setting a block takes the square of its marks at worst: 800 of them, nested, took 0.14 s. */
const MOST_COST = 2_500_000;

const MARKERS = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))+/;

function isDeep(line: string): boolean {
  if (line.length - line.trimStart().length > MOST_BLANKS) return true;
  const [markers = ''] = MARKERS.exec(line.slice(0, 4096)) ?? [];
  return (markers.match(/[>*+-]|\d[.)]/g)?.length ?? 0) > MOST_LEVELS;
}

const costOf = (block: string): number => (block.match(/[*_[]/g)?.length ?? 0) ** 2;

/** Whether a text is made so that some thousand characters of Markdown would hold up the window: quotes, lists or emphasis, nested without end. */
export const isTooCostly = (text: string): boolean =>
  text.split('\n').some(isDeep) || text.split(/\n[ \t]*\n/).reduce((sum, block) => sum + costOf(block), 0) > MOST_COST;
