import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** The program that opens an address in the person's browser, by platform; null where nothing can be shown. */
function opener(platform: NodeJS.Platform, url: string): { command: string; args: string[] } | null {
  if (platform === 'darwin') return { command: 'open', args: [url] };
  // Not through cmd.exe, which would read `&` in an address as the end of a command.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  const shown = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  return shown === undefined ? null : { command: 'xdg-open', args: [url] };
}

function start(program: ReturnType<typeof opener>): Promise<boolean> {
  if (program === null) return Promise.resolve(false);
  const { command, args } = program;
  return new Promise((resolve) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

/** Shows a folder in the system's file manager and answers whether a program for that was found. */
export const openInFileManager = (folder: string, platform: NodeJS.Platform = process.platform): Promise<boolean> =>
  start(opener(platform, pathToFileURL(folder).href));

/**
 * Opens an http or https address in the person's browser and answers whether a program for that was found. What becomes of it
 * is not waited for.
 */
export const openInBrowser = (url: string, platform: NodeJS.Platform = process.platform): Promise<boolean> =>
  start(/^https?:\/\//.test(url) ? opener(platform, url) : null);
