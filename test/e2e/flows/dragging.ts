import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from '@playwright/test';
import type { WindowProgram } from '../../support/program.ts';
import { makeProject } from '../../support/sampleProject.ts';
import { announced, chooseTarget, expectReview, openPackage, publish, startLocalRegistry } from './steps.ts';
import { withProgram } from './withProgram.ts';

const NAME = 'alice/pretty';

/** Keeps what the window would hand to the system; the system's own drag cannot be driven from here. */
const keepDrags = ({ app }: WindowProgram): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => {
    const kept = globalThis as unknown as { dragged: string[] };
    kept.dragged = [];
    for (const { webContents } of BrowserWindow.getAllWindows())
      webContents.startDrag = ({ file, icon }) =>
        void kept.dragged.push(typeof icon !== 'string' && icon.isEmpty() ? 'no icon' : file);
  });

async function dragged({ app }: WindowProgram, nth: number): Promise<{ name: string; sha256: string }> {
  const files = () => app.evaluate(() => (globalThis as unknown as { dragged: string[] }).dragged);
  await expect.poll(async () => (await files()).length).toBe(nth + 1);
  const file = (await files())[nth] ?? '';
  return {
    name: basename(file),
    sha256: createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  };
}

/** Archives leave the window by dragging, before and after they are published, and are the same bytes. */
export function describeDragging(open: (folder?: string) => Promise<WindowProgram>): void {
  test('the reviewed archive and the published one can be dragged out, and are the same', async () => {
    const project = await makeProject(NAME, '0.1.0');
    let window: WindowProgram | null = null;
    const opening = async (folder?: string) => {
      window = await open(folder);
      return window;
    };
    await withProgram(opening, async ({ page, drop }) => {
      if (window === null) throw new Error('There is no window.');
      await keepDrags(window);
      const registry = await startLocalRegistry(page);
      await drop(project.folder);
      await expectReview(page, NAME, '0.1.0');
      await page.getByRole('img', { name: 'Drag the archive to a folder' }).dispatchEvent('dragstart');
      const reviewed = await dragged(window, 0);
      expect(reviewed.name).toBe('alice_pretty-0.1.0.tar.gz');

      await chooseTarget(page, registry);
      await publish(page, '0.1.0', registry);
      await expect(announced(page, 'status', /published/i)).toBeVisible();
      await openPackage(page, NAME);
      await page.getByRole('tab', { name: 'Archive' }).click();
      await page.getByRole('img', { name: 'Drag the archive of 0.1.0 to a folder' }).dispatchEvent('dragstart');
      expect(await dragged(window, 1)).toEqual(reviewed);
    });
    await project.remove();
  });
}
