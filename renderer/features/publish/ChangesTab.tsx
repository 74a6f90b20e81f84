import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { PublishChanges } from '../../../shared/changes.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatCount, formatNoun } from '../../components/format.ts';
import { RegistryName } from '../../components/RegistryName.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { FileChangePane } from './FileChangePane.tsx';
import { type ChangedRow, type ChangesBase, rowsOf } from './useChanges.ts';

type Compared = Extract<PublishChanges, { kind: 'compared' }>;

const WORDS: Record<ChangedRow['kind'], string> = { A: 'Added', M: 'Modified', D: 'Removed' };
/** So many files are listed; the numbers above the list count all of them. */
const MOST_ROWS = 1000;

const countOf = (rows: readonly ChangedRow[], kind: ChangedRow['kind']): number =>
  rows.filter((row) => row.kind === kind).length;

/** What is to be known of the published archive, and what of elba.toml differs in meaning. */
function Notes({ changes }: { readonly changes: Compared }) {
  const { findings, moreFindings, manifest } = changes;
  const sentences = moreFindings === 0 ? findings : [...findings, `And ${formatCount(moreFindings)} more like these.`];
  return (
    <>
      {sentences.length === 0 ? null : (
        <div className="pad">
          <Callout tone="warn" title="The published archive is not as it should be">
            {sentences.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Callout>
        </div>
      )}
      {manifest === null || manifest.length === 0 ? null : (
        <ul className="small chmanifest" aria-label="What elba.toml says differently">
          {manifest.map((one) => (
            <li key={`${one.part} ${one.name}`}>
              <span className="med">{one.name}</span> {one.before === null ? 'new' : <del>{one.before}</del>}
              {one.after === null ? ' removed' : <ins> {one.after}</ins>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Files(props: {
  readonly report: ProjectReport;
  readonly base: ChangesBase;
  readonly rows: readonly ChangedRow[];
}) {
  const { rows, base } = props;
  const [path, setPath] = useState<string | null>(null);
  const shown = rows.slice(0, MOST_ROWS);
  const active = rows.find((row) => row.path === path) ?? rows[0];
  if (active === undefined) return null;
  return (
    <div className="changes">
      <div className="chlist">
        <div className="small t2 chfrom">
          <span className="row">
            Since {base.version} on <RegistryName registry={base.registry} />
          </span>
          <span>
            {countOf(rows, 'A')} added, {countOf(rows, 'M')} modified, {countOf(rows, 'D')} removed
          </span>
        </div>
        <ListBox
          selectionBehavior="replace"
          aria-label="Changed files"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[active.path]}
          onSelectionChange={(keys) => {
            const [first] = keys;
            if (keys !== 'all' && first !== undefined) setPath(String(first));
          }}
        >
          {shown.map((row) => (
            <ListBoxItem
              key={row.path}
              id={row.path}
              textValue={`${row.path}, ${WORDS[row.kind]}`}
              className={row.path === active.path ? 'chg on' : 'chg'}
            >
              <span className={`k k-${row.kind}`} title={WORDS[row.kind]} aria-hidden="true">
                {row.kind}
              </span>
              <span className="ell" title={row.path}>
                <bdi>{row.path}</bdi>
              </span>
              <span className="vh">{WORDS[row.kind]}</span>
            </ListBoxItem>
          ))}
        </ListBox>
        {rows.length > MOST_ROWS ? (
          <p className="small t2 chfrom">{formatNoun(rows.length - MOST_ROWS, 'more file')} not listed.</p>
        ) : null}
      </div>
      <FileChangePane report={props.report} registryId={base.registry.id} row={active} />
    </div>
  );
}

/** What differs from the version that was published last. */
export function ChangesTab(props: {
  readonly report: ProjectReport;
  readonly base: ChangesBase | null;
  readonly changes: UseQueryResult<PublishChanges>;
}) {
  const { base, changes } = props;
  if (base === null)
    return (
      <EmptyState title="Nothing to compare with">
        No registry that could be asked has a version of this package yet.
      </EmptyState>
    );
  if (changes.isError)
    return (
      <div className="pad">
        <ErrorNote
          error={errorOf(changes.error)}
          actions={
            <Button size="sm" onPress={() => void changes.refetch()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  if (changes.data === undefined) return <Skeleton label={`Comparing with ${base.version} on ${base.registry.name}`} />;
  if (changes.data.kind === 'first')
    return <EmptyState title={`${base.registry.name} has no version of this package`} />;
  const rows = rowsOf(changes.data);
  return (
    <>
      <Notes changes={changes.data} />
      {rows.length === 0 ? (
        <EmptyState title={`Nothing differs from ${base.version}`}>
          All {formatNoun(changes.data.same, 'file')} are the same as on {base.registry.name}.
        </EmptyState>
      ) : (
        <Files report={props.report} base={base} rows={rows} />
      )}
    </>
  );
}
