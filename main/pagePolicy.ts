/**
 * The one inline style on the page: react-aria-components puts it into the head with the first thing that can be pressed, so
 * that a double tap does not zoom. Character for character as its `usePress` writes it; the policy allows it by this hash.
 */
export const PRESSABLE_STYLE_SHA256 = '38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=';

/** How the page reaches main: by requests to its own origin, or by the preload alone. */
export type PageConnection = 'own-origin' | 'preload';

/** The Content-Security-Policy of the page, the same in both hosts but for `connect-src`. Everything not named is refused. */
export function contentSecurityPolicy(connection: PageConnection): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'sha256-${PRESSABLE_STYLE_SHA256}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connection === 'own-origin' ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** The headers that go with every answer to the page, whichever host gives it. */
export function pageHeaders(connection: PageConnection): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(connection),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
  };
}
