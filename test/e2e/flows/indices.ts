import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { formatIndexConfig } from '../../../main/elba/indexConfig.ts';
import { indexLine } from '../../support/indexFolder.ts';
import { commitGitIndex, type IndexFiles, tarIndex } from '../../support/indexPlaces.ts';
import type { OpenProgram } from '../../support/program.ts';
import { expectNoBarriers } from './pages.ts';
import { goTo, openPackage } from './steps.ts';
import { withProgram } from './withProgram.ts';

const filesOf = (...names: string[]): IndexFiles => ({
  'index.toml': formatIndexConfig(null),
  ...Object.fromEntries(names.map((name) => [name, `${JSON.stringify(indexLine(name, '1.0.0'))}\n`])),
});

async function addIndex(page: Page, name: string, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Add registry…' }).first().click();
  await page.getByRole('textbox', { name: 'Registry or index address' }).fill(address);
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Look again' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: `Add ${name}`, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

async function choose(page: Page, registry: string): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: /Registry/ })
    .click();
  await page.getByRole('option', { name: registry, exact: true }).click();
}

const options = (page: Page) => page.getByRole('listbox', { name: 'Packages' }).getByRole('option');

/** Registries that are read from a git repository and from an archive on a server. */
export function describeIndices(open: OpenProgram): void {
  test('a git index and a tar index are listed, read again when they changed, and shown while they are away', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'elba-indices-'));
    const repository = join(folder, 'index.git');
    await commitGitIndex(repository, filesOf('alice/pretty', 'alice/plain'));
    const server = createServer((_, response) => void response.end(tarIndex(filesOf('bob/lens'))));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // The port is that of a server which listens.
    const { port } = server.address() as AddressInfo;
    await withProgram(open, async (program) => {
      await addIndex(program.page, 'Packed', `index+tar+http://127.0.0.1:${port}/index.tar.gz`);
      await goTo(program.page, 'Packages');
      await expect(options(program.page)).toHaveText([/bob\/lens/]);
      await addIndex(program.page, 'Gitted', `index+git+${pathToFileURL(repository)}`);
      await goTo(program.page, 'Packages');
      await choose(program.page, 'Gitted');
      await expect(options(program.page)).toHaveCount(2);
      await commitGitIndex(repository, filesOf('alice/pretty', 'alice/plain', 'alice/queue'));
      await program.page.getByRole('button', { name: 'Read again' }).click();
      await expect(options(program.page)).toHaveCount(3);
      await expect(
        (await openPackage(program.page, 'alice/queue')).getByRole('row', { name: /1\.0\.0/ }),
      ).toBeVisible();

      await rm(repository, { recursive: true });
      await program.restart();
      await goTo(program.page, 'Packages');
      await choose(program.page, 'Gitted');
      await expect(options(program.page)).toHaveCount(3);
      await expect(program.page.getByText(/There is no git repository at/).first()).toBeVisible();
      await expectNoBarriers(program.page, 'Packages');
    });
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
}
