import { Monitor, Moon, Sun } from 'lucide-react';
import type { Settings } from '../../../shared/settings.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useInfo, useSettings } from '../../bridge/useAppState.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { CommitField } from '../registries/CommitField.tsx';
import { LocalRegistryPanel } from '../registries/LocalRegistryPanel.tsx';
import { checkPort } from './port.ts';
import { TokenStoragePanel } from './TokenStoragePanel.tsx';

function themeLabel(glyph: React.ReactNode, word: string) {
  return (
    <>
      {glyph}
      {word}
    </>
  );
}

const THEMES = [
  { id: 'system', label: themeLabel(<Monitor className="i s" aria-hidden="true" />, 'System') },
  { id: 'light', label: themeLabel(<Sun className="i s" aria-hidden="true" />, 'Light') },
  { id: 'dark', label: themeLabel(<Moon className="i s" aria-hidden="true" />, 'Dark') },
] as const;

function Appearance() {
  const settings = useSettings();
  const set = useCall('settings.set');
  return (
    <section className="sec">
      <h2 className="fh2">Appearance</h2>
      <div className="form">
        <span className="lab">Theme</span>
        <Segmented<Settings['theme']>
          label="Theme"
          segments={THEMES}
          value={settings.theme}
          onChange={(theme) => set.mutate({ theme })}
        />
      </div>
      {set.error !== null && <ErrorNote error={errorOf(set.error)} />}
    </section>
  );
}

function TokenStorage() {
  return (
    <section className="sec">
      <h2 className="fh2">Token storage</h2>
      <TokenStoragePanel />
    </section>
  );
}

function LocalRegistry() {
  const settings = useSettings();
  const set = useCall('settings.set');
  return (
    <section className="sec">
      <h2 className="fh2">Local registry</h2>
      <p className="t2 lead">
        A real registry inside this program, to try publishing and yanking on. It listens on this computer alone.
      </p>
      <LocalRegistryPanel />
      <div className="form formgo">
        <span className="lab">Port</span>
        <div className="short">
          <CommitField
            label="Port"
            mono
            maxLength={5}
            value={String(settings.localRegistryPort)}
            check={checkPort}
            onCommit={(port) =>
              set.mutateAsync({ localRegistryPort: Number(port) }).then(
                () => true,
                () => false,
              )
            }
            hint="0 takes a free one. Counts from the next start."
          />
          {set.error !== null && <ErrorNote error={errorOf(set.error)} />}
        </div>
      </div>
    </section>
  );
}

const HOSTS = { electron: 'Desktop window', web: 'Page in the browser, served on this computer' } as const;
const PLATFORMS = { mac: 'macOS', win: 'Windows', linux: 'Linux' } as const;

function About() {
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
      </dl>
    </section>
  );
}

/** How the program looks, keeps tokens, and runs its own registry. */
export function SettingsPage() {
  useTitle('Settings');
  return (
    <>
      <PageHeader title="Settings" />
      <div className="body">
        <div className="fpage">
          <Appearance />
          <TokenStorage />
          <LocalRegistry />
          <About />
        </div>
      </div>
    </>
  );
}
