import { useState } from 'react';
import type { ActivityEntry } from '../../../shared/job.ts';
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
import { type ActivityFilter, filterActivity } from './activityRows.ts';
import { ExportButton, ExportError, useExport } from './ExportButton.tsx';
import { type ActivityLog, PAGE, useActivityLog } from './useActivityLog.ts';

const ALL: ActivityFilter = { text: '', registry: 'all', action: 'all', outcome: 'all' };

const ACTIONS = [
  { id: 'all', label: 'All actions' },
  { id: 'publish', label: 'Publish' },
  { id: 'yank', label: 'Yank' },
  { id: 'unyank', label: 'Unyank' },
  { id: 'test_token', label: 'Test token' },
] as const;

const OUTCOMES = [
  { id: 'all', label: 'All outcomes' },
  { id: 'done', label: 'Done' },
  { id: 'rejected', label: 'Rejected' },
  { id: 'not_sent', label: 'Not sent' },
  { id: 'unknown', label: 'Unknown' },
  { id: 'running', label: 'Under way' },
] as const;

/** The registries of the list, and those that only the log remembers. */
function useRegistryOptions(entries: readonly ActivityEntry[]) {
  const registries = useRegistries();
  const gone = new Map<string, string>();
  for (const entry of entries)
    if (registries.every((one) => one.id !== entry.registryId)) gone.set(entry.registryId, entry.registryName);
  return [
    { id: 'all', label: 'All registries' },
    ...registries.map(({ id, name, colour }) => ({ id: String(id), label: name, colour })),
    ...[...gone].map(([id, label]) => ({ id, label, note: 'Removed from the list' })),
  ];
}

function Filters(props: {
  readonly entries: readonly ActivityEntry[];
  readonly filter: ActivityFilter;
  readonly onChange: (filter: ActivityFilter) => void;
}) {
  const { filter, onChange } = props;
  const registries = useRegistryOptions(props.entries);
  return (
    <div className="row filters">
      <SearchField
        label="Filter"
        placeholder="Package, version or hash"
        width={240}
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
      />
      <Select
        label="Registry"
        hideLabel
        width={140}
        options={registries}
        value={filter.registry}
        onChange={(registry) => onChange({ ...filter, registry })}
      />
      <Select<ActivityFilter['action']>
        label="Action"
        hideLabel
        width={124}
        options={ACTIONS}
        value={filter.action}
        onChange={(action) => onChange({ ...filter, action })}
      />
      <Select<ActivityFilter['outcome']>
        label="Outcome"
        hideLabel
        width={136}
        options={OUTCOMES}
        value={filter.outcome}
        onChange={(outcome) => onChange({ ...filter, outcome })}
      />
      <span className="push small t3">Only on this computer</span>
    </div>
  );
}

function Foot({ log, found, isFiltered }: { log: ActivityLog; found: number; isFiltered: boolean }) {
  const rest = log.total - log.entries.length;
  return (
    <div className="row actfoot small t2">
      <span role="status">
        {isFiltered &&
          `${formatNoun(found, 'entry', 'entries')} found in the newest ${formatCount(log.entries.length)}.`}
        {!isFiltered && rest > 0 && `The newest ${formatCount(log.entries.length)} of ${formatCount(log.total)}.`}
      </span>
      {rest > 0 && (
        <Button size="sm" isBusy={log.isReading} onPress={log.readMore}>
          Show {formatCount(Math.min(PAGE, rest))} more
        </Button>
      )}
    </div>
  );
}

function Log({ log }: { readonly log: ActivityLog }) {
  const [filter, setFilter] = useState(ALL);
  const found = filterActivity(log.entries, filter);
  const isFiltered =
    filter.text.trim() !== '' || (['registry', 'action', 'outcome'] as const).some((key) => filter[key] !== 'all');
  return (
    <>
      <Filters entries={log.entries} filter={filter} onChange={setFilter} />
      {log.damaged > 0 && (
        <div className="pkbanner">
          <Callout tone="warn" title={`${formatNoun(log.damaged, 'line')} of the log could not be read`}>
            <p className="t2">
              Skipped here and kept in the file, whose writing was cut off or which was changed by hand.
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
        {found.length > 0 && <ActivityTable entries={found} />}
        {found.length === 0 && (
          <EmptyState
            title="No entry fits"
            action={
              <Button size="sm" onPress={() => setFilter(ALL)}>
                Clear filters
              </Button>
            }
          >
            Looked through the newest {formatNoun(log.entries.length, 'entry', 'entries')}.
          </EmptyState>
        )}
        <Foot log={log} found={found.length} isFiltered={isFiltered} />
      </div>
    </>
  );
}

/** The log of every publish, yank and token test, newest first, with what is known of each. */
export function ActivityPage() {
  useTitle('Activity');
  const log = useActivityLog();
  const exported = useExport();
  const isThere = log !== null && !('failed' in log) && log.total > 0;
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
      ) : log.total === 0 && log.damaged === 0 ? (
        <EmptyState title="Nothing has happened yet">
          Every publish, yank and token test is written down here, on this computer only.
        </EmptyState>
      ) : (
        <Log log={log} />
      )}
    </>
  );
}
