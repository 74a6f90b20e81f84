import type { Page } from '@playwright/test';

/** Finds what can be pressed or typed into and cannot be brought into view, is covered, or is wider than the page. */
const SCRIPT = `(() => {
  const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [role="switch"], [role="option"], [role="tab"], [role="treeitem"]')];
  const isDrawn = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: false }) &&
    one.closest('[hidden], [aria-hidden="true"], [inert]') === null && one.type !== 'file' &&
    !one.matches('.vh, .vh *') && one.getBoundingClientRect().width > 1;
  const lost = [];
  for (const one of controls.filter(isDrawn)) {
    one.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const box = one.getBoundingClientRect();
    const label = one.labels?.[0];
    const isThere = [0.15, 0.5, 0.85].some((part) => {
      const seen = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
      return seen !== null && (one.contains(seen) || seen.contains(one) || label?.contains(seen) === true);
    });
    if (!isThere) lost.push(one.outerHTML.slice(0, 160) + ' at ' + [box.left, box.top, box.width, box.height].map(Math.round));
  }
  const wide = document.documentElement.scrollWidth - innerWidth;
  const scrolls = getComputedStyle(document.body).overflowX === 'auto';
  return wide > 0 && !scrolls ? [...lost, 'The page is ' + wide + ' px wider than its window.'] : lost;
})()`;

/** One line for each control that a person cannot get at in the page as it is now. */
export const findLostControls = (page: Page): Promise<string[]> => page.evaluate<string[]>(SCRIPT);
