import { useRef } from 'react';
import type { ProjectReport } from '../../../shared/project.ts';
import type { Registry } from '../../../shared/registry.ts';
import { CopyButton } from '../../components/Copyable.tsx';
import { formatBytes, formatCount, formatHash } from '../../components/format.ts';
import { BuildProgress } from './BuildProgress.tsx';
import { CurlCommands } from './CurlCommands.tsx';
import { isChecking } from './reviewRules.ts';
import { SaveArchive } from './SaveArchive.tsx';
import type { Prepared } from './usePrepared.ts';

/** What stands in for size and hash while there is no archive. */
function waitingText(prepared: Prepared, hasErrors: boolean): string {
  if (prepared.kind === 'building') return 'being built…';
  if (prepared.kind === 'stopped') return 'not built';
  if (prepared.kind === 'failed') return 'could not be built';
  return hasErrors ? 'once the errors are fixed' : 'once the folder is checked';
}

/** The archive in figures: exactly this is sent to every target. */
export function WhatIsSent(props: {
  readonly report: ProjectReport;
  readonly prepared: Prepared;
  readonly targets: readonly Registry[];
  readonly hasErrors: boolean;
}) {
  const { report, prepared } = props;
  const waiting = waitingText(prepared, props.hasErrors && !isChecking(report));
  const heading = useRef<HTMLHeadingElement>(null);
  const archive = prepared.kind === 'ready' ? prepared.archive : null;
  return (
    <section aria-labelledby="sent-heading" className="sent">
      <div className="sec-h">
        <h2 id="sent-heading" ref={heading} tabIndex={-1}>
          What is sent
        </h2>
      </div>
      <dl className="kv">
        <dt>Files</dt>
        <dd>
          {formatCount(archive?.fileCount ?? report.fileCount)}, {formatBytes(archive?.unpackedBytes ?? report.bytes)}
        </dd>
        <dt>Archive</dt>
        <dd className={archive === null ? 't2' : undefined}>
          {archive === null ? waiting : formatBytes(archive.bytes)}
        </dd>
        <dt>sha256</dt>
        {archive === null ? (
          <dd className="t2">{waiting}</dd>
        ) : (
          <dd className="row copyable">
            <code title={archive.sha256}>{formatHash(archive.sha256, 'long')}</code>
            <CopyButton text={archive.sha256} what="sha256" kind="icon" />
          </dd>
        )}
        {archive === null ? null : <SaveArchive archive={archive} />}
        {archive === null ? null : <CurlCommands report={report} targets={props.targets} />}
      </dl>
      {prepared.kind === 'building' || prepared.kind === 'stopped' ? (
        <BuildProgress prepared={prepared} heading={heading} />
      ) : null}
    </section>
  );
}
