import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { denyPermissions, stayOnPage } from '../../../main/electron/links.ts';

describe('a window', () => {
  function open() {
    const outside: string[] = [];
    let openWindow: (details: { url: string }) => unknown = () => undefined;
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: typeof openWindow) => {
        openWindow = handler;
      },
    });
    // Only these members of WebContents are used.
    stayOnPage(contents as unknown as WebContents, (url) => outside.push(url));
    return { contents, outside, openWindow: (url: string) => openWindow({ url }) };
  }

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('refuses %s', (name) => {
    let prevented = false;
    open().contents.emit(name, {
      preventDefault: () => {
        prevented = true;
      },
    });
    expect(prevented).toBe(true);
  });

  it('opens no second window and hands the address out', () => {
    const { openWindow, outside } = open();
    expect(openWindow('https://example.org/')).toEqual({ action: 'deny' });
    expect(outside).toEqual(['https://example.org/']);
  });
});

describe('a permission', () => {
  function deny() {
    type Request = (contents: null, permission: string, decide: (granted: boolean) => void) => void;
    type Check = (contents: null, permission: string, origin: string) => boolean;
    const handlers: { request?: Request; check?: Check; device?: () => boolean } = {};
    const session = {
      setPermissionRequestHandler: (request: Request) => {
        handlers.request = request;
      },
      setPermissionCheckHandler: (check: Check) => {
        handlers.check = check;
      },
      setDevicePermissionHandler: (device: () => boolean) => {
        handlers.device = device;
      },
    };
    // Only these members of Session are used.
    denyPermissions(session as unknown as Session, 'app://elba');
    const asked = (permission: string): boolean => {
      let granted = true;
      handlers.request?.(null, permission, (answer) => {
        granted = answer;
      });
      return granted;
    };
    return { asked, handlers };
  }

  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'unknown'])(
    'for %s is refused, asked for or looked up',
    (permission) => {
      const { asked, handlers } = deny();
      expect(asked(permission)).toBe(false);
      expect(handlers.check?.(null, permission, 'app://elba/')).toBe(false);
      expect(handlers.device?.()).toBe(false);
    },
  );

  it('to copy is the only one, and the page has it alone', () => {
    const { asked, handlers } = deny();
    expect(asked('clipboard-sanitized-write')).toBe(true);
    expect(handlers.check?.(null, 'clipboard-sanitized-write', 'app://elba/')).toBe(true);
    expect(handlers.check?.(null, 'clipboard-sanitized-write', 'https://example.org/')).toBe(false);
  });
});
