import { LoaderCircle } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { useAppState, useSnapshot } from './bridge/useAppState.ts';
import { PageHeader } from './components/PageHeader.tsx';
import { useIsSlow } from './components/Skeleton.tsx';
import { IntakeProvider } from './features/publish/IntakeProvider.tsx';
import { PublishPage } from './features/publish/PublishPage.tsx';
import { navigate, type Route, useRoute } from './features/shell/router.ts';
import { Shell } from './features/shell/Shell.tsx';
import { StartPage } from './features/shell/StartPage.tsx';

/** The pages that nobody sees first. They follow the first one as soon as the window has nothing else to do. */
const review = () => import('./features/publish/ReviewPage.tsx');
const job = () => import('./features/jobs/JobPage.tsx');

const ReviewPage = lazy(async () => ({ default: (await review()).ReviewPage }));
const JobPage = lazy(async () => ({ default: (await job()).JobPage }));
const PackagesPage = lazy(async () => ({
  default: (await import('./features/packages/PackagesPage.tsx')).PackagesPage,
}));
const ActivityPage = lazy(async () => ({
  default: (await import('./features/activity/ActivityPage.tsx')).ActivityPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('./features/settings/SettingsPage.tsx')).SettingsPage,
}));
const HelpPage = lazy(async () => ({
  default: (await import('./features/help/HelpPage.tsx')).HelpPage,
}));
const RegistryPage = lazy(async () => ({
  default: (await import('./features/registries/RegistryPage.tsx')).RegistryPage,
}));
const AddRegistryPage = lazy(async () => ({
  default: (await import('./features/registries/AddRegistryPage.tsx')).AddRegistryPage,
}));

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'publish':
      return <PublishPage />;
    case 'review':
      return <ReviewPage key={route.projectId} projectId={route.projectId} />;
    case 'job':
      return <JobPage key={route.jobId} jobId={route.jobId} />;
    case 'packages':
      return <PackagesPage />;
    case 'activity':
      return <ActivityPage />;
    case 'registry':
      return <RegistryPage key={route.registryId} registryId={route.registryId} />;
    case 'addRegistry':
      return <AddRegistryPage address={route.address} />;
    case 'settings':
      return <SettingsPage />;
    case 'help':
      return <HelpPage />;
  }
}

/** What stands at the top of a page while its code is fetched, which takes a moment and only the first time. */
const NAMES: Record<Route['page'], string> = {
  publish: 'Publish',
  review: 'Review',
  job: 'Publish',
  packages: 'Packages',
  activity: 'Activity',
  registry: 'Registry',
  addRegistry: 'Add registry',
  settings: 'Settings',
  help: 'Help',
};

function Waiting({ text }: { readonly text: string }) {
  const isSlow = useIsSlow(true);
  return isSlow ? (
    <p className="st t2 waiting">
      <LoaderCircle className="i s spin" />
      {text}
    </p>
  ) : null;
}

/** A project that was named on the command line is shown first, unless the address already names a page. */
function useOpenedProject(): void {
  const { opened } = useSnapshot();
  useEffect(() => {
    if (opened !== null && window.location.hash.length <= 2) navigate({ page: 'review', projectId: opened }, 'replace');
  }, [opened]);
}

/** A dropped folder and a publish go on at once, so their pages are there before they are asked for. */
function useNextPages(): void {
  useEffect(() => {
    // A browser without idle time to tell of fetches them when they are shown.
    const id = window.requestIdleCallback?.(() => void Promise.all([review(), job()]).catch(() => undefined));
    return () => {
      if (id !== undefined) window.cancelIdleCallback(id);
    };
  }, []);
}

function Started() {
  const route = useRoute();
  useOpenedProject();
  useNextPages();
  return (
    <IntakeProvider>
      <Shell route={route}>
        <Suspense fallback={<PageHeader title={NAMES[route.page]} />}>
          <Page route={route} />
        </Suspense>
      </Shell>
    </IntakeProvider>
  );
}

/** The whole window. */
export function App() {
  const state = useAppState();
  if (state.phase === 'starting') return <Waiting text="Starting…" />;
  if (state.phase === 'failed') return <StartPage error={state.error} />;
  return <Started />;
}
