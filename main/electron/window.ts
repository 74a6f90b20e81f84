import { BrowserWindow, type NativeTheme } from 'electron';
import type { Page } from './page.ts';

/** The design's ground and text, for the moments before the page has painted and for the system's own window buttons. */
const COLOURS = {
  light: { ground: '#ffffff', text: '#1b1c20' },
  dark: { ground: '#1f2023', text: '#ececef' },
} as const;

/** The height of the design's toolbar, which is also the region that drags the window. */
const BAR_HEIGHT = 52;

const coloursOf = (theme: NativeTheme) => (theme.shouldUseDarkColors ? COLOURS.dark : COLOURS.light);

const overlayOf = (theme: NativeTheme) => {
  const { ground, text } = coloursOf(theme);
  // One pixel less than the bar, so that its line is seen below the buttons.
  return { color: ground, symbolColor: text, height: BAR_HEIGHT - 1 };
};

const titleBar = (theme: NativeTheme) =>
  process.platform === 'darwin'
    ? ({ titleBarStyle: 'hiddenInset', trafficLightPosition: { x: 20, y: 19 } } as const)
    : ({ titleBarStyle: 'hidden', titleBarOverlay: overlayOf(theme) } as const);

/** Keeps the ground and the window buttons in the colours of the theme, whoever changes it. */
function followTheme(window: BrowserWindow, theme: NativeTheme): void {
  const repaint = (): void => {
    window.setBackgroundColor(coloursOf(theme).ground);
    if (process.platform !== 'darwin') window.setTitleBarOverlay(overlayOf(theme));
  };
  theme.on('updated', repaint);
  window.once('closed', () => theme.off('updated', repaint));
}

/** Opens the window on its page. It stays hidden until the first frame is drawn, in the theme's ground colour. */
export function openWindow(page: Page, preload: string, theme: NativeTheme): BrowserWindow {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor: coloursOf(theme).ground,
    ...titleBar(theme),
    // The design leaves no room for a menu bar: it comes with the Alt key, its shortcuts work without.
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  followTheme(window, theme);
  void window.loadURL(page.url);
  return window;
}
