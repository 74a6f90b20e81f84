import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { Fragment, useId, useState } from 'react';
import type { ActivityEntry } from '../../../shared/job.ts';
import { keys } from '../../bridge/keys.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useRegistry } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatInstant, formatTimeExact } from '../../components/format.ts';
import { RegistryName } from '../../components/RegistryName.tsx';
import { copyText, useContextMenu } from '../shell/ContextMenu.tsx';
import { ActivityDetails } from './ActivityDetails.tsx';
import { durationText, groupByDay } from './activityRows.ts';
import { OutcomeText } from './OutcomeText.tsx';

const ACTIONS = { publish: 'Publish', yank: 'Yank', unyank: 'Unyank', test_token: 'Test token' } as const;
const COLUMNS = 6;

function Where({ entry }: { readonly entry: ActivityEntry }) {
  const registry = useRegistry(entry.registryId);
  if (registry !== undefined) return <RegistryName registry={registry} />;
  return (
    <span className="ell" title={`${entry.registryName}, removed from the list`}>
      {entry.registryName}
    </span>
  );
}

function What({ entry }: { readonly entry: ActivityEntry }) {
  const { package: ref, version } = entry;
  if (ref === undefined) return <span className="t3">–</span>;
  return (
    <span title={`${ref.group}/${ref.name} ${version ?? ''}`}>
      <span className="t2">{ref.group}/</span>
      {ref.name} <span className="mono t2">{version}</span>
    </span>
  );
}

function useLook(entry: ActivityEntry) {
  const queries = useQueryClient();
  const look = useCall('activity.look');
  return {
    error: look.error === null ? null : errorOf(look.error),
    isLooking: look.isPending,
    look: () =>
      look.mutate(
        { entryId: entry.id },
        { onSuccess: () => void queries.invalidateQueries({ queryKey: keys.activity() }) },
      ),
  };
}

function Row({ entry }: { readonly entry: ActivityEntry }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const openMenu = useContextMenu();
  const { look, isLooking, error } = useLook(entry);
  const name =
    entry.package === undefined
      ? entry.registryName
      : `${entry.package.group}/${entry.package.name} ${entry.version ?? ''}`;
  return (
    <>
      <tr
        className={isOpen ? 'sel' : undefined}
        onContextMenu={(event) =>
          openMenu(event, [
            { id: 'details', label: isOpen ? 'Hide details' : 'Show details', run: () => setOpen(!isOpen) },
            ...(entry.outcome?.kind === 'unknown' ? [{ id: 'look', label: 'Look now', run: look }] : []),
            null,
            { id: 'request', label: 'Copy request', run: () => copyText(entry.request) },
            ...(entry.sha256 === undefined
              ? []
              : [{ id: 'sha256', label: 'Copy sha256', run: () => copyText(entry.sha256 ?? '') }]),
          ])
        }
      >
        <td className="t2">
          <button
            type="button"
            className="actopen"
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            aria-label={`${formatTimeExact(entry.startedAt)}, details of ${ACTIONS[entry.action].toLowerCase()} ${name.trim()}`}
            title={formatInstant(entry.startedAt)}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? (
              <ChevronDown className="i xs" aria-hidden="true" />
            ) : (
              <ChevronRight className="i xs" aria-hidden="true" />
            )}
            {formatTimeExact(entry.startedAt)}
          </button>
        </td>
        <td>
          <Where entry={entry} />
        </td>
        <td className="t2">{ACTIONS[entry.action]}</td>
        <td>
          <What entry={entry} />
        </td>
        <td>
          <span className="row">
            <OutcomeText entry={entry} />
            {entry.outcome?.kind === 'unknown' && (
              <Button
                size="sm"
                className="push"
                isBusy={isLooking}
                onPress={look}
                aria-label={`Look now at ${name.trim()}`}
              >
                Look now
              </Button>
            )}
          </span>
        </td>
        <td className="num t2">{entry.endedAt === undefined ? '' : durationText(entry.startedAt, entry.endedAt)}</td>
      </tr>
      {(isOpen || error !== null) && (
        <tr className="exp" id={id}>
          <td colSpan={COLUMNS}>
            <div className="expin">
              {error !== null && <ErrorNote error={error} registryName={entry.registryName} />}
              {isOpen && <ActivityDetails entry={entry} />}
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

/** The entries under the days they began on; each row opens its details below it. */
export function ActivityTable({ entries }: { readonly entries: readonly ActivityEntry[] }) {
  return (
    <table className="tbl act" aria-label="Activity">
      <colgroup>
        <col className="actc1" />
        <col className="actc2" />
        <col className="actc3" />
        <col />
        <col className="actc5" />
        <col className="actc6" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Registry</th>
          <th scope="col">Action</th>
          <th scope="col">Package</th>
          <th scope="col">Outcome</th>
          <th scope="col" className="num">
            Duration
          </th>
        </tr>
      </thead>
      <tbody>
        {groupByDay(entries, new Date()).map((day) => (
          <Fragment key={day.label}>
            <tr className="day">
              <th scope="rowgroup" colSpan={COLUMNS}>
                {day.label}
              </th>
            </tr>
            {day.entries.map((entry) => (
              <Row key={entry.id} entry={entry} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
