import { useId } from 'react';
import { useInfo } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { useShowLog } from '../shell/useShowLog.ts';
import { type KeyTable, keyTables } from './helpKeys.ts';

const HOSTS = { electron: 'in a window', web: 'as a page in the browser' } as const;
const PLATFORMS = { mac: 'macOS', win: 'Windows', linux: 'Linux' } as const;

function Keys({ table }: { readonly table: KeyTable }) {
  const id = useId();
  return (
    <section className="sec" aria-labelledby={id}>
      <h2 id={id} className="fh2">
        {table.title}
      </h2>
      <dl className="keys">
        {table.rows.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className="key">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The keys as this platform has them, and where to look when something went wrong. */
export function HelpPage() {
  const { version, host, platform } = useInfo();
  const showLog = useShowLog();
  useTitle('Help');
  return (
    <>
      <PageHeader title="Help" />
      <div className="body">
        <div className="col-narrow">
          {keyTables(platform, host).map((table) => (
            <Keys key={table.title} table={table} />
          ))}
          <p className="t2">
            Publishing and yanking have no key: they are decided by their buttons, where what they do is in sight.
          </p>
          <section className="sec" aria-labelledby="about-heading">
            <h2 id="about-heading" className="fh2">
              When something went wrong
            </h2>
            <p className="t2">
              Activity lists every publish and yank with what the registry answered. The log has what the program did
              besides. No token is in either.
            </p>
            <div className="row">
              <Button size="sm" onPress={showLog}>
                Show log
              </Button>
              <span className="small t2">
                Version {version}, {HOSTS[host]}, {PLATFORMS[platform]}
              </span>
            </div>
          </section>
        </div>
      </div>
    </>
  );
}
