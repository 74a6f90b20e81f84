import { CircleX } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { RegistryId } from '../../../shared/ids.ts';
import type { Check, ProjectReport } from '../../../shared/project.ts';
import { formatCount } from '../../components/format.ts';
import { StatusText } from '../../components/StatusText.tsx';
import { rowsOf } from '../files/changedRows.ts';
import { ChangesTab } from './ChangesTab.tsx';
import { Checks } from './Checks.tsx';
import { FilesTab } from './FilesTab.tsx';
import { FindingDialog } from './FindingDialog.tsx';
import type { FindingStep } from './Issue.tsx';
import { ManifestTab } from './ManifestTab.tsx';
import { ReadmeTab } from './ReadmeTab.tsx';
import { Suggestions } from './Suggestions.tsx';
import { type ChangesBase, useChanges } from './useChanges.ts';
import { useChecksFocus } from './useChecksFocus.ts';
import type { Prepared } from './usePrepared.ts';

const MANIFEST_FILE = 'elba.toml';
const TABS = ['files', 'changes', 'readme', 'manifest'] as const;
type TabName = (typeof TABS)[number];

/** The left side of a review: the checks, and what is in the package. */
export function ReviewPane(props: {
  readonly report: ProjectReport;
  readonly checks: readonly Check[];
  readonly prepared: Prepared;
  readonly base: ChangesBase | null;
  readonly bases: readonly ChangesBase[];
  readonly onBase: (registryId: RegistryId) => void;
}) {
  const { report, checks, base } = props;
  const [tab, setTab] = useState<TabName>('files');
  // Counted up, so that the same line can be shown a second time.
  const [shown, setShown] = useState<{ readonly line: number | null; readonly time: number }>({ line: null, time: 0 });
  const manifestErrors = checks.filter(
    (check) => check.severity === 'error' && check.at?.file === MANIFEST_FILE,
  ).length;
  const openLine = (line: number): void => {
    setShown((now) => ({ line, time: now.time + 1 }));
    setTab('manifest');
  };
  const changes = useChanges(report, base, tab === 'changes');
  const [step, setStep] = useState<FindingStep | null>(null);
  const checksList = useRef<HTMLUListElement>(null);
  const holdFocus = useChecksFocus(checksList, step !== null);
  const take = (next: FindingStep): void => {
    if (next.kind === 'show' && next.path === MANIFEST_FILE) openLine(next.line ?? 1);
    else {
      holdFocus();
      setStep(next);
    }
  };
  const openFile = useCallback((path: string) => setStep({ kind: 'show', path, line: undefined }), []);
  return (
    <div className="pane col">
      <Checks
        checks={checks}
        pending={report.pending ?? []}
        isCompact={tab !== 'files'}
        list={checksList}
        onStep={take}
      />
      <FindingDialog report={report} step={step} onClose={() => setStep(null)} />
      <Suggestions report={report} />
      <Tabs
        className="col grow reviewtabs"
        selectedKey={tab}
        onSelectionChange={(key) => setTab(TABS.find((name) => name === key) ?? 'files')}
      >
        <TabList className="tabs" aria-label="What is in the package">
          <Tab id="files">
            Files <span className="n">{formatCount(report.fileCount)}</span>
          </Tab>
          <Tab id="changes">
            {base === null ? 'Changes' : `Changes since ${base.version}`}{' '}
            {changes.data?.kind === 'compared' ? (
              <span className="n">{formatCount(rowsOf(changes.data).length)}</span>
            ) : null}
          </Tab>
          <Tab id="readme">README</Tab>
          <Tab id="manifest">
            Manifest
            {manifestErrors === 0 ? null : (
              <span className="n">
                {' '}
                <StatusText tone="err" glyph={<CircleX className="i xs" />}>
                  {manifestErrors}
                  <span className="vh"> with errors</span>
                </StatusText>
              </span>
            )}
          </Tab>
        </TabList>
        <TabPanel id="files" className="tabpane">
          <FilesTab report={report} prepared={props.prepared} checks={checks} onOpenFile={openFile} />
        </TabPanel>
        <TabPanel id="changes" className="tabpane changespane">
          <ChangesTab report={report} base={base} bases={props.bases} onBase={props.onBase} changes={changes} />
        </TabPanel>
        <TabPanel id="readme" className="tabpane">
          <ReadmeTab report={report} />
        </TabPanel>
        <TabPanel id="manifest" className="tabpane">
          <ManifestTab key={shown.time} report={report} checks={checks} line={shown.line} />
        </TabPanel>
      </Tabs>
    </div>
  );
}
