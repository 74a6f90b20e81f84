import { CircleAlert, CircleCheck, CircleSlash, LoaderCircle } from 'lucide-react';
import type { LocalRegistryState } from '../../../shared/registry.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useLocalRegistry } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { Copyable } from '../../components/Copyable.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatBytes, formatNoun } from '../../components/format.ts';
import { StatusText } from '../../components/StatusText.tsx';
import { indexConfigLine } from './indexConfigLine.ts';
import { LocalUsers } from './LocalUsers.tsx';

function StateLine({ local }: { readonly local: LocalRegistryState }) {
  switch (local.state) {
    case 'running':
      return (
        <StatusText tone="ok" glyph={<CircleCheck className="i s" aria-hidden="true" />}>
          Running{local.url === undefined ? '' : ` at ${local.url}`}
        </StatusText>
      );
    case 'starting':
    case 'stopping':
      return (
        <StatusText glyph={<LoaderCircle className="i s spin" aria-hidden="true" />}>
          {local.state === 'starting' ? 'Starting…' : 'Stopping…'}
        </StatusText>
      );
    case 'failed':
      return (
        <StatusText tone="err" glyph={<CircleAlert className="i s" aria-hidden="true" />}>
          Could not be started
        </StatusText>
      );
    case 'stopped':
      return (
        <StatusText tone="quiet" glyph={<CircleSlash className="i s" aria-hidden="true" />}>
          Stopped
        </StatusText>
      );
  }
}

function Power({ local }: { readonly local: LocalRegistryState }) {
  const start = useCall('localRegistry.start');
  const stop = useCall('localRegistry.stop');
  const isOn = local.state === 'running' || local.state === 'stopping';
  const press = isOn ? stop : start;
  const isBusy = press.isPending || local.state === 'starting' || local.state === 'stopping';
  const thrown = press.error === null ? null : errorOf(press.error);
  const error = local.state === 'failed' ? (local.error ?? thrown) : thrown;
  return (
    <div>
      <div className="row stline">
        <span role="status" className="row grow">
          <StateLine local={local} />
        </span>
        <Button isBusy={isBusy} onPress={() => press.mutate(undefined)}>
          {isOn ? 'Stop local registry' : 'Start local registry'}
        </Button>
      </div>
      {error !== null && error !== undefined && <ErrorNote error={error} />}
    </div>
  );
}

/** The registry inside this program: on or off, who publishes there, and what elba needs to use it. */
export function LocalRegistryPanel() {
  const local = useLocalRegistry();
  return (
    <div className="form">
      <span className="lab">State</span>
      <Power local={local} />
      <span className="lab">Publish as</span>
      <LocalUsers local={local} />
      <span className="lab">For elba</span>
      <div>
        {local.index === '' ? (
          <p className="t2 labline">The line for elba’s configuration is known after the first start.</p>
        ) : (
          <>
            <Copyable text={indexConfigLine(local.index)} what="index line" />
            <p className="hint">
              Goes below <code>[indices]</code> in elba’s configuration, such as <code>.elba/config</code> of a project.
              The first index there is the default.
            </p>
          </>
        )}
      </div>
      <span className="lab">Folder</span>
      <div>
        <Copyable text={local.folder} what="folder" />
        <p className="hint">
          {formatNoun(local.packages, 'package')}, {formatBytes(local.bytes)}. All of it stays when the registry stops.
        </p>
      </div>
    </div>
  );
}
