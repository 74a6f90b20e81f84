import { useState } from 'react';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useInfo } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Licences } from './Licences.tsx';

const HOSTS = { electron: 'Desktop window', web: 'Page in the browser, served on this computer' } as const;
const PLATFORMS = { mac: 'macOS', win: 'Windows', linux: 'Linux' } as const;

/** Makes a report for somebody who helps and puts it on the clipboard; what was copied can be read first. */
function Report() {
  const make = useCall('app.diagnostics');
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    setCopied(false);
    make.mutate(undefined, {
      onSuccess: ({ text }) => {
        // Where the clipboard is refused, the text below can be selected.
        navigator.clipboard?.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        );
      },
    });
  };
  return (
    <div>
      <div className="row">
        <Button isBusy={make.isPending} onPress={copy}>
          Copy diagnostic report
        </Button>
        <span className="small t2" role="status">
          {isCopied ? 'Copied' : ''}
        </span>
      </div>
      <p className="hint">Versions, settings and states. It holds no token, no address, no name and no folder.</p>
      {make.error !== null && <ErrorNote error={errorOf(make.error)} />}
      {make.data !== undefined && (
        <textarea
          className="input mono diag"
          readOnly
          rows={10}
          aria-label="Diagnostic report"
          value={make.data.text}
        />
      )}
    </div>
  );
}

/** What this program is. */
export function AboutSettings() {
  const info = useInfo();
  return (
    <section className="sec">
      <h2 className="fh2">About</h2>
      <dl className="form about">
        <dt className="lab">Version</dt>
        <dd>{info.version}</dd>
        <dt className="lab">Runs as</dt>
        <dd>
          {HOSTS[info.host]}, {PLATFORMS[info.platform]}
        </dd>
        <dt className="lab">Licence</dt>
        <dd>MIT</dd>
        <dt className="lab">Packages</dt>
        <dd>
          <Licences />
        </dd>
        <dt className="lab">Help</dt>
        <dd>
          <Report />
        </dd>
      </dl>
    </section>
  );
}
