import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { denyNetwork, denyPermissions, stayOnPage } from '../../../main/electron/links.ts';

describe('a window', () => {
  function open() {
    const asked = { policy: '' };
    let openWindow: (details: { url: string }) => unknown = () => undefined;
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: typeof openWindow) => {
        openWindow = handler;
      },
      setWebRTCIPHandlingPolicy: (policy: string) => {
        asked.policy = policy;
      },
    });
    // Only these members of WebContents are used.
    stayOnPage(contents as unknown as WebContents);
    return { contents, asked, openWindow: (url: string) => openWindow({ url }) };
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

  it('opens no second window, for no address', () => {
    const { openWindow } = open();
    expect(openWindow('https://example.org/')).toEqual({ action: 'deny' });
    expect(openWindow('app://elba/')).toEqual({ action: 'deny' });
  });

  it('lets WebRTC send nothing past the web requests', () => {
    expect(open().asked.policy).toBe('disable_non_proxied_udp');
  });
});

describe('the network', () => {
  function deny(pageOrigin: string) {
    type Decide = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;
    let decide: Decide = () => undefined;
    let filter: readonly string[] = [];
    const session = {
      webRequest: {
        onBeforeRequest: (given: { urls: string[] }, listener: Decide) => {
          filter = given.urls;
          decide = listener;
        },
      },
    };
    // Only these members of Session are used.
    denyNetwork(session as unknown as Session, pageOrigin);
    const isCancelled = (url: string): boolean => {
      let cancelled = false;
      decide({ url }, ({ cancel }) => {
        cancelled = cancel === true;
      });
      return cancelled;
    };
    return { filter: () => filter, isCancelled };
  }

  it.each(['https://example.org/a', 'http://127.0.0.1:80/', 'ws://example.org/', 'wss://example.org/'])(
    'is closed to the built page (%s)',
    (url) => expect(deny('app://elba').isCancelled(url)).toBe(true),
  );

  it('is asked about for every address there is', () => {
    expect(deny('app://elba').filter()).toEqual(['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*']);
  });

  it('is open to the server of a page under development, and to no other', () => {
    const { isCancelled } = deny('http://localhost:5173');
    expect(isCancelled('http://localhost:5173/main.tsx')).toBe(false);
    expect(isCancelled('ws://localhost:5173/')).toBe(false);
    expect(isCancelled('http://localhost:5174/')).toBe(true);
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
