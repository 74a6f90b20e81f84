import type { Colour } from '../../shared/registry.ts';
import { classNames } from './classNames.ts';

/** The registry's colour as a small square. Decoration: the name always stands beside it. */
export function Swatch({ colour, size }: { readonly colour: Colour; readonly size?: 'md' | 'lg' }) {
  return <span className={classNames('sw', size, colour)} aria-hidden="true" />;
}
