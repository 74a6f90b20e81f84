import { ExternalLink, GitBranch, House, Scale, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PackageDetails } from '../../../shared/catalog.ts';
import { useCall } from '../../bridge/queries.ts';
import { Copyable } from '../../components/Copyable.tsx';
import { formatNoun } from '../../components/format.ts';
import { Downloads } from './Downloads.tsx';
import { sourceLines, sourceSummary } from './packageSources.ts';
import { dependencyLine } from './versionRows.ts';

/** The address without what every address has, for the eye. */
const shortUrl = (url: URL): string => `${url.host}${url.pathname === '/' ? '' : url.pathname}`;

/** A link that the host opens outside; anything but https stays text. */
function OutsideLink({ url, glyph, what }: { readonly url: string; readonly glyph: ReactNode; readonly what: string }) {
  const openLink = useCall('app.openLink');
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || parsed.protocol !== 'https:')
    return (
      <span className="st pkfact" title={`${what}: ${url}`}>
        {glyph}
        <span className="ell">{url}</span>
      </span>
    );
  return (
    <a
      className="st pkfact"
      href={parsed.href}
      title={`${what}: ${parsed.href}`}
      target="_blank"
      rel="noreferrer"
      onClick={(event) => {
        event.preventDefault();
        openLink.mutate({ url: parsed.href });
      }}
    >
      {glyph}
      <span className="ell">{shortUrl(parsed)}</span>
      <ExternalLink className="i xs" aria-hidden="true" />
      <span className="vh"> opens in the browser</span>
    </a>
  );
}

function Facts({ details }: { readonly details: PackageDetails }) {
  const { license, owners, homepage, repository, keywords } = details;
  return (
    <div className="row small t2 wrap pkfacts">
      {license !== null && (
        <span className="st" title="License">
          <Scale className="i s" aria-hidden="true" />
          {license}
        </span>
      )}
      {owners.length > 0 && (
        <span className="st pkfact" title={`Owners: ${owners.join(', ')}`}>
          <Users className="i s" aria-hidden="true" />
          <span className="ell">{owners.length < 3 ? owners.join(', ') : formatNoun(owners.length, 'owner')}</span>
        </span>
      )}
      {repository !== null && (
        <OutsideLink url={repository} what="Repository" glyph={<GitBranch className="i s" aria-hidden="true" />} />
      )}
      {homepage !== null && homepage !== repository && (
        <OutsideLink url={homepage} what="Homepage" glyph={<House className="i s" aria-hidden="true" />} />
      )}
      {keywords.length > 0 && (
        <span className="ell" title="Keywords">
          {keywords.join(', ')}
        </span>
      )}
    </div>
  );
}

/** What a package is: its name, description, facts, and the line that makes a project depend on its latest version. */
export function PackageHead({ details, latest }: { readonly details: PackageDetails; readonly latest: string | null }) {
  const name = `${details.group}/${details.name}`;
  const lines = sourceLines(details, new Date());
  return (
    <div className="phead">
      <div className="row top">
        <div className="grow">
          <h2 className="pt" title={name}>
            <span className="t2">{details.group}/</span>
            {details.name}
          </h2>
          {details.description !== null && (
            <p className="t2 pkdesc" title={details.description}>
              {details.description}
            </p>
          )}
        </div>
        <Downloads details={details} />
      </div>
      <Facts details={details} />
      <div className="row small t2 pkdep">
        {latest !== null && (
          <>
            <span className="nowrap">In elba.toml</span>
            <Copyable text={dependencyLine(name, latest)} what="dependency line" />
          </>
        )}
        <span className="push t3 nw pkfrom" title={lines.join('\n')}>
          {sourceSummary(details)}
          <span className="vh">. {lines.join(' ')}</span>
        </span>
      </div>
    </div>
  );
}
