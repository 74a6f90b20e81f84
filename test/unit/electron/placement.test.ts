import { describe, expect, it } from 'vitest';
import { type Placement, placeWindow, readPlacement } from '../../../main/electron/placement.ts';

const primary = { x: 0, y: 25, width: 1920, height: 1055 };
const right = { x: 1920, y: 0, width: 2560, height: 1440 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };

const at = (x: number, y: number, change: Partial<Placement> = {}): Placement => ({
  v: 1,
  x,
  y,
  width: 1000,
  height: 700,
  isMaximized: false,
  isFullScreen: false,
  ...change,
});

describe('a window', () => {
  it('opens in the middle of the primary display the first time', () => {
    expect(placeWindow(null, [primary])).toEqual({
      width: 1180,
      height: 760,
      at: null,
      isMaximized: false,
      isFullScreen: false,
    });
  });

  it.each([
    [100, 100],
    [2500, 200],
    [-1200, 10],
    [1800, 25],
  ])('opens again where it was left (%i, %i)', (x, y) => {
    expect(placeWindow(at(x, y), [primary, right, left])).toMatchObject({ width: 1000, height: 700, at: { x, y } });
  });

  it('keeps that it was maximized or full screen', () => {
    const left = at(100, 100, { isMaximized: true, isFullScreen: true });
    expect(placeWindow(left, [primary])).toMatchObject({ isMaximized: true, isFullScreen: true, at: { x: 100 } });
  });

  it.each([
    ['on a display that is gone', at(2500, 200)],
    ['above every display, where its bar cannot be reached', at(100, -400)],
    ['below every display', at(100, 1080)],
    ['with less of its bar in sight than can be taken hold of', at(1880, 100)],
  ])('that was left %s opens in the middle, at its size', (_where, left) => {
    expect(placeWindow(left, [primary])).toMatchObject({ width: 1000, height: 700, at: null });
  });

  it('is never larger than its display and never smaller than its smallest', () => {
    const large = at(2000, 10, { width: 4000, height: 3000 });
    expect(placeWindow(large, [primary, right])).toMatchObject({ width: 2560, height: 1440 });
    const small = at(100, 100, { width: 10, height: 10 });
    expect(placeWindow(small, [primary])).toMatchObject({ width: 900, height: 600 });
    expect(placeWindow(null, [{ x: 0, y: 0, width: 640, height: 480 }])).toMatchObject({ width: 900, height: 600 });
  });

  it('opens without any display, too', () => {
    expect(placeWindow(at(1, 1), [])).toMatchObject({ width: 1000, height: 700, at: null });
  });
});

it.each([[undefined], [null], [{}], [{ ...at(1, 1), v: 2 }], [{ ...at(1, 1), x: 0.5 }], [{ ...at(1, 1), width: -1 }]])(
  'a file that holds %j holds no place',
  (content) => expect(readPlacement(content)).toBeNull(),
);
