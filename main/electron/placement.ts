import * as z from 'zod';

/** A rectangle on the screen, in the system's device-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a window was left: its bounds when it is neither maximized nor full screen, and which of the two it was. */
export const Placement = z.object({
  v: z.literal(1),
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  isMaximized: z.boolean(),
  isFullScreen: z.boolean(),
});
export type Placement = z.infer<typeof Placement>;

export const SMALLEST = { width: 900, height: 600 } as const;
const USUAL = { width: 1180, height: 760 } as const;

/** As much of the bar at the window's top has to lie on a display for the window to be moved by it. */
const GRIP = { width: 160, height: 24 } as const;

export interface PlacedWindow {
  readonly width: number;
  readonly height: number;
  /** Absent: in the middle of the primary display. */
  readonly at: { readonly x: number; readonly y: number } | null;
  readonly isMaximized: boolean;
  readonly isFullScreen: boolean;
}

const overlap = (start: number, length: number, from: number, span: number): number =>
  Math.min(start + length, from + span) - Math.max(start, from);

/** Whether enough of the window's top edge is on this display to take hold of it. */
const canBeHeld = (window: Rectangle, area: Rectangle): boolean =>
  overlap(window.x, window.width, area.x, area.width) >= GRIP.width &&
  window.y >= area.y &&
  window.y + GRIP.height <= area.y + area.height;

/** A length that is not smaller than the smallest and, where there is room for that, not larger than the display. */
const within = (length: number, smallest: number, room: number): number => Math.max(smallest, Math.min(length, room));

/**
 * Where a window is opened: where it was left, unless no display shows that place any more. `workAreas` are those of the displays
 * that are there now, the primary one first.
 */
export function placeWindow(remembered: Placement | null, workAreas: readonly Rectangle[]): PlacedWindow {
  const size = remembered ?? USUAL;
  const known = remembered === null ? undefined : workAreas.find((area) => canBeHeld(remembered, area));
  const room = known ?? workAreas[0];
  return {
    width: within(size.width, SMALLEST.width, room?.width ?? size.width),
    height: within(size.height, SMALLEST.height, room?.height ?? size.height),
    at: remembered === null || known === undefined ? null : { x: remembered.x, y: remembered.y },
    isMaximized: remembered?.isMaximized ?? false,
    isFullScreen: remembered?.isFullScreen ?? false,
  };
}

/** What a document holds of a placement; null where it holds none, or something else. */
export function readPlacement(content: unknown): Placement | null {
  const placement = Placement.safeParse(content);
  return placement.success ? placement.data : null;
}
