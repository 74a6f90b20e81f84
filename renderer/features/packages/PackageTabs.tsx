import { useCallback, useMemo, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { PackageDetails, VersionRow } from '../../../shared/catalog.ts';
import type { Registry } from '../../../shared/registry.ts';
import { ComboBox } from '../../components/ComboBox.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { formatCount } from '../../components/format.ts';
import { ArchiveTab } from '../inspect/ArchiveTab.tsx';
import type { PublishedVersion } from '../inspect/inspectKeys.ts';
import { DependenciesTab } from './DependenciesTab.tsx';
import { DependentsTab } from './DependentsTab.tsx';
import { PackageReadme } from './PackageReadme.tsx';
import type { VersionDetailsOnDemand } from './useVersionNews.ts';
import { VersionsSection } from './VersionsSection.tsx';

const TABS = ['versions', 'readme', 'dependencies', 'dependents', 'archive'] as const;
type TabName = (typeof TABS)[number];

interface TabsProps {
  readonly registry: Registry;
  readonly details: PackageDetails;
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  readonly latest: string | null;
  readonly onDemand: VersionDetailsOnDemand;
}

/** The tabs that are about one version, each with the picker of that version above it. */
function AboutVersion(props: {
  readonly tab: TabName;
  readonly of: PublishedVersion;
  readonly row: VersionRow;
  readonly all: readonly string[];
  readonly onVersion: (version: string) => void;
  readonly onTab: (tab: TabName) => void;
}) {
  const { tab, of, row, all, onVersion } = props;
  if (tab === 'archive') return <ArchiveTab of={of} versions={all} onVersion={onVersion} />;
  return (
    <>
      <div className="row wrap arbar">
        <ComboBox label="Version" options={all} value={of.version} onChange={onVersion} />
      </div>
      {tab === 'readme' ? (
        <PackageReadme of={of} onArchive={() => props.onTab('archive')} />
      ) : (
        <DependenciesTab of={of} row={row} />
      )}
    </>
  );
}

/** All that there is about a package: its versions first, then what one version says and holds, and who needs it. */
export function PackageTabs(props: TabsProps) {
  const { registry, details, versions, latest } = props;
  const { group, name } = details;
  const ref = useMemo(() => ({ group, name }), [group, name]);
  const [tab, setTab] = useState<TabName>('versions');
  const [chosen, setChosen] = useState<string | null>(null);
  const inspect = useCallback((version: string) => {
    setChosen(version);
    setTab('archive');
  }, []);
  const all = useMemo(() => versions.map(({ version }) => version), [versions]);
  const row = versions.find(({ version }) => version === (chosen ?? latest)) ?? versions[0];
  const about =
    row === undefined ? (
      <EmptyState title="No version could be read" />
    ) : (
      <AboutVersion
        tab={tab}
        of={{ registryId: registry.id, package: ref, version: row.version }}
        row={row}
        all={all}
        onVersion={setChosen}
        onTab={setTab}
      />
    );
  return (
    <Tabs
      className="col grow pktabs"
      selectedKey={tab}
      onSelectionChange={(key) => setTab(TABS.find((one) => one === key) ?? 'versions')}
    >
      <TabList className="tabs" aria-label={`About ${group}/${name}`}>
        <Tab id="versions">
          Versions <span className="n">{formatCount(versions.length)}</span>
        </Tab>
        <Tab id="readme">README</Tab>
        <Tab id="dependencies">
          Dependencies{' '}
          {row?.dependencies == null ? null : <span className="n">{formatCount(row.dependencies.length)}</span>}
        </Tab>
        <Tab id="dependents">Dependents</Tab>
        <Tab id="archive">Archive</Tab>
      </TabList>
      {/* What was chosen among the versions, and how a yank ended, stays while another tab is looked at. */}
      <TabPanel id="versions" className={tab === 'versions' ? 'pktab' : 'pktab gone'} shouldForceMount>
        <VersionsSection {...props} onInspect={inspect} />
      </TabPanel>
      <TabPanel id="readme" className="pktab scrolls">
        {about}
      </TabPanel>
      <TabPanel id="dependencies" className="pktab scrolls">
        {about}
      </TabPanel>
      <TabPanel id="dependents" className="pktab scrolls">
        <DependentsTab registry={registry} shown={ref} />
      </TabPanel>
      <TabPanel id="archive" className="pktab">
        {about}
      </TabPanel>
    </Tabs>
  );
}
