import { expect, type Locator, type Page } from '@playwright/test';

/** The names in this file are promises to tests and to assistive technology alike. */

export const goTo = (page: Page, place: 'Publish' | 'Packages' | 'Activity' | 'Settings'): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();

const registryLinks = (page: Page): Locator => page.getByRole('list', { name: 'Registries' }).getByRole('link');

/** Starts the registry on this computer from the first page and answers its name. */
export async function startLocalRegistry(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Start local registry' }).click();
  await expect(registryLinks(page)).toHaveCount(1);
  const name = await registryLinks(page).getAttribute('aria-label');
  if (name === null) throw new Error('The registry has no name.');
  await goTo(page, 'Publish');
  return name;
}

/** Adds a registry by its name and address; its page is open then. */
export async function addRegistryWithoutToken(page: Page, name: string, url: string): Promise<void> {
  await page.getByRole('button', { name: 'Add registry…' }).first().click();
  await page.getByRole('textbox', { name: 'Registry or index address' }).fill(url);
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await expect(page.getByRole('list', { name: 'What was found' })).toContainText('Reachable');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: `Add ${name}`, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

/** Adds a registry by its name and address and saves a token for it; its page is open then. */
export async function addRegistry(page: Page, name: string, url: string, token: string): Promise<void> {
  await addRegistryWithoutToken(page, name, url);
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Save token' }).click();
  await expect(page.getByRole('button', { name: 'Test token' })).toBeVisible();
}

export async function expectReview(page: Page, name: string, version: string): Promise<void> {
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText(name);
  await expect(heading).toContainText(version);
}

export const publishButton = (page: Page, version: string, registry: string): Locator =>
  page.getByRole('button', { name: `Publish ${version} to ${registry}` });

const target = (page: Page, registry: string): Locator =>
  page.getByRole('group', { name: 'Publish to' }).getByRole('checkbox', { name: `Publish to ${registry}` });

/** Chooses a registry that was never chosen for the project that is under review. */
export async function chooseTarget(page: Page, registry: string): Promise<void> {
  await expect(target(page, registry)).not.toBeChecked();
  await target(page, registry).press('Space');
}

/** Publishes to the chosen registry; a second review of the same project has it chosen by itself. */
export async function publish(page: Page, version: string, registry: string): Promise<void> {
  await expect(target(page, registry)).toBeChecked();
  await publishButton(page, version, registry).click();
}

/** The outcome as it is announced. */
export const announced = (page: Page, role: 'status' | 'alert', text: RegExp | string): Locator =>
  page.getByRole(role).filter({ hasText: text });

/** Opens a package in the list of what a registry holds. */
export async function openPackage(page: Page, name: string): Promise<Locator> {
  await goTo(page, 'Packages');
  const option = page.getByRole('listbox', { name: 'Packages' }).getByRole('option', { name: new RegExp(name) });
  await option.click();
  const grid = page.getByRole('grid', { name: `Versions of ${name}` });
  await expect(grid).toBeVisible();
  return grid;
}

/** Looks into the archive of the newest version of the package that is open, and goes back to its versions. */
export async function expectArchive(page: Page, file: string, text: string): Promise<void> {
  await page.getByRole('tab', { name: 'Archive' }).click();
  await page.getByRole('tree', { name: 'Files' }).getByRole('treeitem', { name: file }).click();
  await expect(page.getByRole('region', { name: `Text of ${file}` })).toContainText(text);
  await expect(page.getByText('as the index says')).toBeVisible();
  await page.getByRole('tab', { name: /^Versions/ }).click();
}

export const versionSwitch = (grid: Locator, version: string): Locator =>
  grid.getByRole('switch', { name: `${version} is available` });
