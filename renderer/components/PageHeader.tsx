import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { LinkButton } from './LinkButton.tsx';

/** The bar at the top of a page: its one heading of level 1, a line below it, and actions at the right. */
export function PageHeader(props: {
  readonly title: ReactNode;
  readonly sub?: ReactNode;
  /** Stands before the title, such as a registry's colour. */
  readonly lead?: ReactNode;
  /** Where "back" leads, with the name of that page, such as "Back to Publish". */
  readonly back?: { readonly href: string; readonly label: string };
  /** Stands between the title and the right edge: pickers, a search box, buttons. */
  readonly children?: ReactNode;
}) {
  return (
    <header className={classNames('bar', props.back !== undefined && 'crumb')}>
      {props.back === undefined ? null : (
        <LinkButton variant="ghost" className="icon" href={props.back.href} aria-label={props.back.label}>
          <ChevronLeft className="i" />
        </LinkButton>
      )}
      {props.lead}
      {props.sub === undefined ? (
        <h1>{props.title}</h1>
      ) : (
        <div className="pkg grow">
          <h1>{props.title}</h1>
          <p className="sub ell">{props.sub}</p>
        </div>
      )}
      {props.children}
    </header>
  );
}
