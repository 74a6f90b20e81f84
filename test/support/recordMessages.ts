import type { Page } from '@playwright/test';
import type { Program } from './program.ts';

/** Everything that main tells the page from now on, as text, and everything that the page writes to its console. */
export interface Messages {
  /** So far. */
  all(): Promise<string[]>;
}

async function recordWeb(page: Page, heard: string[]): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  cdp.on('Network.eventSourceMessageReceived', ({ data }) => heard.push(data));
  page.on('response', (response) => {
    // A page that is closed has no bodies any more.
    if (response.url().includes('/call/'))
      response.text().then(
        (text) => heard.push(text),
        () => undefined,
      );
  });
}

/** Listens as the page itself does: to the stream and the answers of the web host, to the preload of the window. */
export async function recordMessages({ host, page }: Program): Promise<Messages> {
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  if (host === 'web') await recordWeb(page, heard);
  else
    await page.evaluate(
      'window.heardByTest = []; window.elba.on((name, payload) => heardByTest.push(JSON.stringify([name, payload])))',
    );
  return {
    all: async () => {
      const told = host === 'web' ? [] : await page.evaluate<string[]>('window.heardByTest');
      // What a page asks for at its start says everything once more.
      const snapshot =
        host === 'web' ? '' : await page.evaluate<string>("elba.invoke('app.snapshot').then(JSON.stringify)");
      return [...heard, ...told, snapshot];
    },
  };
}
