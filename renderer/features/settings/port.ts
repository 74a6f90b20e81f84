/** What is wrong with a port as a sentence; undefined for 0, which stands for any free one, and for 1 to 65535. */
export function checkPort(text: string): string | undefined {
  if (!/^\d{1,5}$/.test(text)) return 'A port is a whole number. Write one from 1 to 65535, or 0 for a free one.';
  if (Number(text) > 65535) return 'Ports end at 65535. Write a smaller one, or 0 for a free one.';
  return undefined;
}
