import { useState } from 'react';
import type { ActivityFilter } from '../../../shared/activity.ts';
import { errorOf } from '../../bridge/queries.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatCount, formatNoun } from '../../components/format.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { Select } from '../../components/Select.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { ActivityTable } from './ActivityTable.tsx';
import { ExportButton, ExportError, useExport } from './ExportButton.tsx';
import { type ActivityLog, PAGE, useActivityLog } from './useActivityLog.ts';

const EVERYTHING: ActivityFilter = { text: '', registryId: null, action: null, outcome: null };
/** Stands in a picker for a question that is left open. */
const ALL = 'all';
const LONGEST_TEXT = 1000;

const ACTIONS = [
  { id: ALL, label: 'All actions' },
  { id: 'publish', label: 'Publish' },
  { id: 'yank', label: 'Yank' },
  { id: 'unyank', label: 'Unyank' },
  { id: 'test_token', label: 'Test token' },
] as const;

const OUTCOMES = [
  { id: ALL, label: 'All outcomes' },
  { id: 'done', label: 'Done' },
  { id: 'rejected', label: 'Rejected' },
  { id: 'not_sent', label: 'Not sent' },
  { id: 'unknown', label: 'Unknown' },
  { id: 'running', label: 'Under way' },
] as const;

/** The registries of the list, and those that only the log remembers. */
function useRegistryOptions(known: ActivityLog['registries']) {
  const registries = useRegistries();
  const gone = known.filter(({ id }) => registries.every((one) => one.id !== id));
  return [
    { id: ALL, label: 'All registries' } as const,
    ...registries.map(({ id, name, colour }) => ({ id, label: name, colour })),
    ...gone.map(({ id, name }) => ({ id, label: name, note: 'Removed from the list' })),
  ];
}

function Filters(props: {
  readonly known: ActivityLog['registries'];
  readonly filter: ActivityFilter;
  readonly onChange: (filter: ActivityFilter) => void;
}) {
  const { filter, onChange } = props;
  const registries = useRegistryOptions(props.known);
  return (
    <div className="row filters">
      <SearchField
        label="Filter"
        placeholder="Package, version or hash"
        width={240}
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text: text.slice(0, LONGEST_TEXT) })}
      />
      <Select
        label="Registry"
        hideLabel
        width={140}
        options={registries}
        value={filter.registryId ?? ALL}
        onChange={(id) => onChange({ ...filter, registryId: id === ALL ? null : id })}
      />
      <Select
        label="Action"
        hideLabel
        width={124}
        options={ACTIONS}
        value={filter.action ?? ALL}
        onChange={(action) => onChange({ ...filter, action: action === ALL ? null : action })}
      />
      <Select
        label="Outcome"
        hideLabel
        width={136}
        options={OUTCOMES}
        value={filter.outcome ?? ALL}
        onChange={(outcome) => onChange({ ...filter, outcome: outcome === ALL ? null : outcome })}
      />
      <span className="push small t3">Only on this computer</span>
    </div>
  );
}

function Foot({ log, isFiltered }: { readonly log: ActivityLog; readonly isFiltered: boolean }) {
  const rest = log.total - log.entries.length;
  return (
    <div className="row actfoot small t2">
      <span role="status">
        {isFiltered &&
          `${formatCount(log.total)} of ${formatNoun(log.all, 'entry', 'entries')} ${log.total === 1 ? 'fits' : 'fit'}. `}
        {rest > 0 && `The newest ${formatCount(log.entries.length)} of ${formatCount(log.total)}.`}
      </span>
      {rest > 0 && (
        <Button size="sm" isBusy={log.isReading} onPress={log.readMore}>
          Show {formatCount(Math.min(PAGE, rest))} more
        </Button>
      )}
    </div>
  );
}

function Log(props: {
  readonly log: ActivityLog;
  readonly filter: ActivityFilter;
  readonly onFilter: (filter: ActivityFilter) => void;
}) {
  const { log, filter, onFilter } = props;
  const isFiltered =
    filter.text.trim() !== '' || [filter.registryId, filter.action, filter.outcome].some((one) => one !== null);
  return (
    <>
      <Filters known={log.registries} filter={filter} onChange={onFilter} />
      {log.damaged > 0 && (
        <div className="pkbanner">
          <Callout tone="warn" title={`${formatNoun(log.damaged, 'line')} of the log could not be read`}>
            <p className="t2">
              Skipped here and kept on the disk. The writing was cut off, or the file was changed by hand.
            </p>
          </Callout>
        </div>
      )}
      {log.error !== null && (
        <div className="pkbanner">
          <ErrorNote error={log.error} />
        </div>
      )}
      <div className="pane grow">
        {log.entries.length > 0 && <ActivityTable entries={log.entries} />}
        {log.entries.length === 0 && (
          <EmptyState
            title="No entry fits"
            action={
              <Button size="sm" onPress={() => onFilter(EVERYTHING)}>
                Clear filters
              </Button>
            }
          >
            Looked through all {formatNoun(log.all, 'entry', 'entries')}.
          </EmptyState>
        )}
        <Foot log={log} isFiltered={isFiltered} />
      </div>
    </>
  );
}

/** The log of every publish, yank and token test, newest first, with what is known of each. */
export function ActivityPage() {
  useTitle('Activity');
  const [filter, setFilter] = useState(EVERYTHING);
  const log = useActivityLog(filter);
  const exported = useExport();
  const isThere = log !== null && !('failed' in log) && log.all > 0;
  return (
    <>
      <PageHeader title="Activity">{isThere && <ExportButton {...exported} />}</PageHeader>
      <ExportError {...exported} />
      {log === null ? (
        <Skeleton label="Reading the log…" rows={5} />
      ) : 'failed' in log ? (
        <div className="body">
          <ErrorNote
            error={errorOf(log.failed)}
            actions={
              <Button size="sm" onPress={log.retry}>
                Try again
              </Button>
            }
          />
        </div>
      ) : log.all === 0 && log.damaged === 0 ? (
        <EmptyState title="Nothing has happened yet">
          Every publish, yank and token test is written down here, on this computer only.
        </EmptyState>
      ) : (
        <Log log={log} filter={filter} onFilter={setFilter} />
      )}
    </>
  );
}
