import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useBridge } from '../../bridge/BridgeProvider.tsx';
import { useEvent } from '../../bridge/queries.ts';
import { useAppState, useInfo, useSettings } from '../../bridge/useAppState.ts';
import { Callout } from '../../components/Callout.tsx';
import { LiveRegion } from '../../components/LiveRegion.tsx';
import { IntakeNotice } from '../publish/IntakeNotice.tsx';
import { UnlockGate } from '../tokens/UnlockDialog.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { ContextMenuProvider } from './ContextMenu.tsx';
import { ErrorBoundary, type Problem } from './ErrorBoundary.tsx';
import { FaultNotice } from './FaultNotice.tsx';
import { href, navigate, type Route } from './router.ts';
import { Sidebar } from './Sidebar.tsx';
import { useCommandKeys, useRunCommand, useShellRequests } from './useCommands.ts';
import { useJobNews } from './useJobNews.ts';

function useTheme(): void {
  const { theme, density } = useSettings();
  const info = useInfo();
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    if (density === 'compact') dataset.density = density;
    else delete dataset.density;
    // Only these windows draw their own buttons into the page's top right corner.
    if (info.host === 'electron' && info.platform !== 'mac') dataset.platform = 'win';
    else delete dataset.platform;
  }, [theme, density, info]);
}

/** After a change of page the focus is in the page, unless it is where the person left it, in the sidebar. */
function useFocusOnChange(address: string): React.RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(address);
  useEffect(() => {
    if (shown.current === address) return;
    shown.current = address;
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body || main.current?.contains(activeElement) === true)
      main.current?.focus({ preventScroll: true });
  }, [address]);
  return main;
}

function LostConnection() {
  const state = useAppState();
  if (state.phase !== 'ready' || state.connection === 'open') return null;
  return (
    <div className="notice">
      <Callout tone="warn" role="alert" title="The program does not answer">
        <p>What you see may be old. This page connects again by itself as soon as the program runs.</p>
      </Callout>
    </div>
  );
}

/** Tells main of a fault of the page, so that it stands in the log. */
function useReport(): (problem: Problem) => void {
  const { client } = useBridge();
  return useCallback(
    // Where even this fails nobody can be told.
    (problem) => void client.invoke('app.reportProblem', problem).catch(() => undefined),
    [client],
  );
}

/** The commands of the window: by their keys, by its menu, by the palette that lists them. */
function Commands() {
  const [isOpen, setOpen] = useState(false);
  const run = useRunCommand(useCallback(() => setOpen(true), []));
  useCommandKeys(run);
  useShellRequests(run);
  return <CommandPalette isOpen={isOpen} onClose={() => setOpen(false)} run={run} />;
}

/** The window: the sidebar, the page, and what belongs to none of the pages. */
export function Shell({ route, children }: { readonly route: Route; readonly children: ReactNode }) {
  const address = href(route);
  // Choosing a registry or a package stays on the same page, and the focus where it is.
  const main = useFocusOnChange(route.page === 'packages' ? href({ page: 'packages' }) : address);
  const report = useReport();
  useTheme();
  useJobNews(route);
  useEvent(
    'project.opened',
    useCallback((project) => navigate({ page: 'review', projectId: project.projectId }), []),
  );
  return (
    <ContextMenuProvider>
      <div className="win">
        {/* First, so that it hears what the page says when it is drawn. */}
        <LiveRegion />
        <Sidebar route={route} />
        <main className="main" ref={main} tabIndex={-1}>
          <LostConnection />
          <FaultNotice report={report} />
          <IntakeNotice />
          <ErrorBoundary address={address} report={report}>
            {children}
          </ErrorBoundary>
        </main>
        <UnlockGate />
        <Commands />
      </div>
    </ContextMenuProvider>
  );
}
