import { describe, expect, it } from 'vitest';
import { createPromptly } from '../../main/promptly.ts';

/** A disk whose answers take as many milliseconds as is asked for. */
const diskOf = () => {
  let time = 0;
  const now = (takes: number): string => {
    time += takes;
    return `at once, ${takes}`;
  };
  return createPromptly(
    now,
    async (takes: number) => `in the background, ${takes}`,
    () => time,
  );
};

describe('many small questions to a disk', () => {
  it('are answered at once as long as the disk is quick', () => {
    const disk = diskOf();
    expect([disk.ask(1), disk.ask(20)]).toEqual(['at once, 1', 'at once, 20']);
  });

  it('are asked in the background from the first slow answer on, however quick the disk is afterwards', async () => {
    const disk = diskOf();
    expect(disk.ask(400)).toBe('at once, 400');
    expect(disk.ask(1)).toBeInstanceOf(Promise);
    expect(await disk.ask(1)).toBe('in the background, 1');
  });

  it('leave other tasks a turn after a few milliseconds, and only then', async () => {
    const disk = diskOf();
    disk.ask(4);
    expect(disk.breathe()).toBeNull();
    disk.ask(6);
    let hadTurn = false;
    setImmediate(() => {
      hadTurn = true;
    });
    await disk.breathe();
    expect(hadTurn).toBe(true);
    disk.ask(1);
    expect(disk.breathe()).toBeNull();
  });
});
