import type { ReactNode } from 'react';
import type { Colour } from '../../shared/registry.ts';
import { Swatch } from './Swatch.tsx';

/** A registry as it is always shown: colour and name together. */
export function RegistryName(props: {
  readonly registry: { readonly name: string; readonly colour: Colour };
  readonly children?: ReactNode;
}) {
  return (
    <span className="regname">
      <Swatch colour={props.registry.colour} />
      <span className="ell" title={props.registry.name}>
        {props.registry.name}
      </span>
      {props.children}
    </span>
  );
}
