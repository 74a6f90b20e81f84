// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave rows out of the document and keep its layout.
import { Ban, LoaderCircle } from 'lucide-react';
import { memo, useEffect } from 'react';
import type { VersionRow as Version } from '../../../shared/catalog.ts';
import { formatCount, formatInstant } from '../../components/format.ts';
import type { GridActions } from './useGridKeys.ts';
import { publishedText } from './versionRows.ts';
import type { VisibleLoader } from './visibleLoader.ts';

interface RowProps {
  readonly row: Version;
  readonly index: number;
  readonly top: number;
  readonly isLatest: boolean;
  readonly isBusy: boolean;
  /** The list left something out that the registry can be asked for. */
  readonly isPartial: boolean;
  /** It was not asked yet, or has not answered. */
  readonly isPending: boolean;
  /** What was noted when it was yanked from here. */
  readonly note: string | undefined;
  readonly isSelected: boolean;
  readonly loader: VisibleLoader<string>;
  readonly onToggle: (row: Version) => void;
  readonly actions: GridActions;
}

/** A bar stands for what is still being read, a dash for what the registry does not say. */
const Missing = ({ pending }: { readonly pending: boolean }) =>
  pending ? <span className="sk" aria-hidden="true" /> : <span className="t3">–</span>;

/** The box that chooses the row; with Shift it chooses all from the last one on. */
function SelectCell({ version, isSelected, actions }: { version: string } & Pick<RowProps, 'isSelected' | 'actions'>) {
  return (
    <div role="gridcell" tabIndex={-1}>
      <input
        type="checkbox"
        className="ck"
        tabIndex={-1}
        aria-label={`Select ${version}`}
        checked={isSelected}
        onChange={({ nativeEvent }) => {
          if (nativeEvent instanceof MouseEvent && nativeEvent.shiftKey) actions.extend(version, version);
          else actions.toggle(version);
        }}
      />
    </div>
  );
}

/** The pointer's way into the archive. Hidden from assistive technology, where Enter in the row does the same. */
function InspectMark({ version, actions }: { readonly version: string } & Pick<RowProps, 'actions'>) {
  return (
    <span
      className="link small vinspect"
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        actions.inspect(version);
      }}
    >
      Inspect
    </span>
  );
}

function VersionCell({ row, isLatest, note, actions }: Pick<RowProps, 'row' | 'isLatest' | 'note' | 'actions'>) {
  const marks = [isLatest ? 'Latest' : '', row.prerelease ? 'Pre-release' : ''].filter(Boolean).join(', ');
  const look = row.yanked === true ? 'mono struck ell' : `mono ell${row.prerelease ? '' : ' med'}`;
  return (
    <div role="rowheader" tabIndex={-1} aria-label={row.version} aria-description={marks === '' ? undefined : marks}>
      <span className="row">
        <span className={look} title={row.version}>
          {row.version}
        </span>
        {isLatest && <span className="badge">Latest</span>}
        {row.prerelease && <span className="small t3 ell vpre">pre-release</span>}
        {row.yanked === true && note !== undefined && (
          <span className="small t3 ell vnote" title={`Your note: ${note}`}>
            {note}
          </span>
        )}
        <InspectMark version={row.version} actions={actions} />
      </span>
    </div>
  );
}

function StateCell({ row, isBusy, isPending, onToggle }: Pick<RowProps, 'row' | 'isBusy' | 'isPending' | 'onToggle'>) {
  if (row.yanked === null)
    return (
      <span className="st t2 small">
        {isPending ? (
          <>
            <LoaderCircle className="i s spin" aria-hidden="true" />
            <span className="ytxt">Checking…</span>
          </>
        ) : (
          'Not known'
        )}
      </span>
    );
  return (
    <>
      {isBusy && (
        <span className="st t2 small">
          <LoaderCircle className="i s spin" aria-hidden="true" />
          <span className="ytxt">{row.yanked ? 'Unyanking…' : 'Yanking…'}</span>
        </span>
      )}
      {!isBusy && row.yanked && (
        <span className="st t2 small" title="Yanked">
          <Ban className="i s" aria-hidden="true" />
          <span className="ytxt">Yanked</span>
        </span>
      )}
      <button
        type="button"
        role="switch"
        tabIndex={-1}
        className="toggle sm"
        aria-checked={!row.yanked}
        aria-label={`${row.version} is available`}
        aria-busy={isBusy}
        aria-disabled={isBusy}
        onClick={() => {
          if (!isBusy) onToggle(row);
        }}
      />
    </>
  );
}

function depsTitle(row: Version): string | undefined {
  if (row.dependencies === null || row.dependencies.length === 0) return undefined;
  return row.dependencies.map((one) => `${one.name} ${one.requirement}`).join('\n');
}

/** One version: its name, what is known of it, and the switch `{version} is available`. */
export const VersionRow = memo(function VersionRow(props: RowProps) {
  const { row, index, top, isLatest, isPartial, isPending, isSelected, loader } = props;
  const { version } = row;
  useEffect(() => {
    if (!isPartial) return;
    loader.enter(version, version);
    return () => loader.leave(version);
  }, [loader, version, isPartial]);
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-row={index}
      className={isSelected ? 'vrow sel' : 'vrow'}
      style={{ top }}
    >
      <SelectCell version={version} isSelected={isSelected} actions={props.actions} />
      <VersionCell row={row} isLatest={isLatest} note={props.note} actions={props.actions} />
      <div role="gridcell" tabIndex={-1} className="t2">
        {row.publishedAt === null ? (
          <Missing pending={isPending} />
        ) : (
          <time dateTime={row.publishedAt} title={formatInstant(row.publishedAt)}>
            {publishedText(row.publishedAt, new Date())}
          </time>
        )}
      </div>
      <div role="gridcell" tabIndex={-1} className="num t2">
        {row.downloads === null ? <Missing pending={isPending} /> : formatCount(row.downloads)}
      </div>
      <div role="gridcell" tabIndex={-1} className="num t2 vdeps" title={depsTitle(row)}>
        {row.dependencies === null ? <Missing pending={isPending} /> : row.dependencies.length}
      </div>
      <div role="gridcell" tabIndex={-1}>
        <span className="row vstate">
          <StateCell row={row} isBusy={props.isBusy} isPending={isPending} onToggle={props.onToggle} />
        </span>
      </div>
    </div>
  );
});
