import { PageHeader } from '../../components/PageHeader.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { AboutSettings } from './AboutSettings.tsx';
import { ActivitySettings } from './ActivitySettings.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { LocalRegistrySettings } from './LocalRegistrySettings.tsx';
import { NetworkSettings } from './NetworkSettings.tsx';
import { PublishingSettings } from './PublishingSettings.tsx';
import { ShareSettings } from './ShareSettings.tsx';
import { TokenStoragePanel } from './TokenStoragePanel.tsx';

/** What holds for the whole program. Every change is saved at once. */
export function SettingsPage() {
  useTitle('Settings');
  return (
    <>
      <PageHeader title="Settings" />
      <div className="body">
        <div className="fpage">
          <AppearanceSettings />
          <section className="sec">
            <h2 className="fh2">Token storage</h2>
            <TokenStoragePanel />
          </section>
          <PublishingSettings />
          <NetworkSettings />
          <ActivitySettings />
          <ShareSettings />
          <LocalRegistrySettings />
          <AboutSettings />
        </div>
      </div>
    </>
  );
}
