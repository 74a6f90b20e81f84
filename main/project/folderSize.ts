import { type Entry, type Looks, listFolder, type RawPath } from './entries.ts';

/** How many entries may still be looked at; shared by all folders of one walk, so that sizes never cost more than the walk. */
export type SizeBudget = { left: number };

/**
 * Adds up the sizes of the files in a folder that stays out, links not followed. Gives undefined where the budget does not
 * reach, or where a part cannot be read: no figure rather than a wrong one.
 */
export const folderSize = async (raw: RawPath, budget: SizeBudget, looks: Looks): Promise<number | undefined> => {
  const folders = [raw];
  let bytes = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries: Entry[] | null = await listFolder(folder).catch(() => null);
    if (entries === null) return undefined;
    budget.left -= entries.length;
    if (budget.left < 0) return undefined;
    for (const entry of entries) {
      if (entry.kind === 'folder') folders.push(entry.raw);
      if (entry.kind === 'file') bytes += (await looks.ask(entry.raw))?.size ?? 0;
    }
    await looks.breathe();
  }
  return bytes;
};
