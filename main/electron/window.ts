import { BrowserWindow, type NativeTheme, type Screen } from 'electron';
import type { DocumentStore } from '../host.ts';
import { LOCKED_PAGE } from './lockedPage.ts';
import type { Page } from './page.ts';
import { type Placement, placeWindow, readPlacement, SMALLEST } from './placement.ts';

/** The design's ground and text, for the moments before the page has painted and for the system's own window buttons. */
const COLOURS = {
  light: { ground: '#ffffff', text: '#1b1c20' },
  dark: { ground: '#1f2023', text: '#ececef' },
} as const;

/** The height of the design's toolbar, which is also the region that drags the window. */
const BAR_HEIGHT = 52;

/** A window that is being moved is written down when it has come to rest. */
const REST_MS = 400;

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

const placementOf = (window: BrowserWindow): Placement => ({
  v: 1,
  ...window.getNormalBounds(),
  isMaximized: window.isMaximized(),
  isFullScreen: window.isFullScreen(),
});

/** Writes down where the window is left. Where that cannot be written the next one opens where windows usually do. */
function rememberPlacement(window: BrowserWindow, keep: (placement: Placement) => void): void {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    if (!window.isDestroyed() && !window.isMinimized()) keep(placementOf(window));
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, REST_MS);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('close', save);
  window.once('closed', () => clearTimeout(timer));
}

export interface WindowParts {
  readonly page: Page;
  /** The file of the built preload. */
  readonly preload: string;
  readonly theme: NativeTheme;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>;
  /** Where the window's place is kept. */
  readonly memory: Pick<DocumentStore, 'read' | 'write'>;
  /** What has to be there before the window is shown, so that its first picture is the one that stays. */
  readonly ready: Promise<unknown>;
}

function placeFor({ screen, memory }: WindowParts) {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return placeWindow(
    readPlacement(memory.read()),
    [primary, ...others].map((display) => display.workArea),
  );
}

/** Opens the window on its page. It stays hidden until the first picture is drawn, in the theme's ground colour. */
export function openWindow(parts: WindowParts): BrowserWindow {
  const { page, preload, theme, memory } = parts;
  const place = placeFor(parts);
  const window = new BrowserWindow({
    width: place.width,
    height: place.height,
    ...(place.at ?? {}),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    backgroundColor: coloursOf(theme).ground,
    ...titleBar(theme),
    webPreferences: {
      preload,
      ...LOCKED_PAGE,
    },
  });
  const drawn = new Promise<void>((done) => window.once('ready-to-show', done));
  void Promise.all([drawn, parts.ready]).then(() => {
    if (window.isDestroyed()) return;
    if (place.isMaximized) window.maximize();
    if (place.isFullScreen) window.setFullScreen(true);
    window.show();
  });
  followTheme(window, theme);
  rememberPlacement(window, (placement) => keepPlacement(memory, placement));
  void window.loadURL(page.url);
  return window;
}

function keepPlacement(memory: WindowParts['memory'], placement: Placement): void {
  try {
    memory.write(placement);
  } catch {
    // The place of a window is not worth a word.
  }
}
