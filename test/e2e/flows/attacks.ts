import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import type { OpenProgram } from '../../support/program.ts';
import { goTo } from './steps.ts';

/** A page of somebody else that tries what a page can, and says when it has tried everything. */
const attack = (target: string): string => `<!doctype html><title>elsewhere</title>
<iframe name="hole"></iframe><img src="${target}/"><script src="${target}/script.js"></script>
<form id="f" method="post" target="hole" enctype="text/plain" action="${target}/call/settings.set">
<input name='{"input":{"theme":"dark"},"x":"' value='"}'></form>
<script>(async () => {
  document.getElementById('f').submit();
  const body = '{"input":{"theme":"dark"}}';
  for (const mode of ['cors', 'no-cors']) for (const type of ['application/json', 'text/plain'])
    await fetch('${target}/call/settings.set', { method: 'POST', mode, credentials: 'include', headers: { 'content-type': type }, body }).catch(() => 0);
  const read = await fetch('${target}/call/app.snapshot', { method: 'POST', credentials: 'include', body: '{}' }).then((a) => a.text(), () => 'nothing');
  const heard = await new Promise((done) => {
    const stream = new EventSource('${target}/events', { withCredentials: true });
    stream.onopen = () => done('open');
    stream.onerror = () => done('refused');
  });
  document.title = 'tried: ' + read + ', ' + heard;
})();</script>`;

/** Pages of other origins, in the very browser that has the program's cookie, neither change nor read anything. */
export function describeAttacks(open: OpenProgram): void {
  for (const host of ['127.0.0.1', 'localhost'])
    test(`a page at another port of ${host} can neither change nor read anything`, async () => {
      const program = await open();
      const target = new URL(program.page.url()).origin;
      const server = createServer((_request, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end(attack(target)),
      );
      await new Promise<void>((done) => void server.listen(0, host, done));
      // It listens, so it has an address that is no pipe.
      const { port } = server.address() as AddressInfo;
      try {
        const page = await program.page.context().newPage();
        await page.goto(`http://${host}:${port}/`);
        await expect(page).toHaveTitle('tried: nothing, refused');
        await page.close();
        await goTo(program.page, 'Settings');
        await program.page.reload();
        await expect(program.page.getByRole('radio', { name: 'System', exact: true })).toBeChecked();
      } finally {
        server.close();
        server.closeAllConnections();
        await program.close();
      }
    });
}
