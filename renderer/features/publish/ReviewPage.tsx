import { skipToken, useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import type { ProjectId } from '../../../shared/ids.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { keys } from '../../bridge/keys.ts';
import { errorOf, useProjectReport, useRefreshProject } from '../../bridge/queries.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { href } from '../shell/router.ts';
import { useShortcut } from '../shell/shortcuts.ts';
import { DecidePane } from './DecidePane.tsx';
import { useDraft } from './draft.ts';
import { gitText } from './gitText.ts';
import { useIntake } from './intake.ts';
import { ReviewPane } from './ReviewPane.tsx';
import { checksFor, packageName } from './reviewRules.ts';
import { checksOfTargets, joinOffers, useTargetReports } from './targetReports.ts';
import { basesOf, useBase } from './useChanges.ts';
import { usePrepared } from './usePrepared.ts';
import { useLookAtOffline, useTargets } from './useTargets.ts';

const BACK = { href: href({ page: 'publish' }), label: 'Back to Publish' };

/** How the folder is called: by what came in, where its place says nothing; by its last part otherwise. */
function useFolderName(report: ProjectReport): string {
  const known = useQuery<string>({ queryKey: keys.folderName(report.projectId), queryFn: skipToken }).data;
  if (report.origin === 'staged') return known ?? 'A folder from this browser';
  return (
    report.folder
      .split(/[\\/]/)
      .filter((part) => part !== '')
      .at(-1) ?? report.folder
  );
}

function Title({ report }: { readonly report: ProjectReport }) {
  const folderName = useFolderName(report);
  if (report.package === null)
    return (
      <span className="ell" title={folderName}>
        {folderName}
      </span>
    );
  const { group, name, version } = report.package;
  return (
    <>
      <span className="ell" title={`${group}/${name}`}>
        {group}/{name}
      </span>{' '}
      <span className="ver">{version}</span>
    </>
  );
}

function Place({ report }: { readonly report: ProjectReport }) {
  const folderName = useFolderName(report);
  if (report.origin === 'folder') {
    const git = report.git === undefined ? '' : gitText(report.git);
    return (
      <span title={git === '' ? report.folder : `${report.folder} · ${git}`}>
        {report.folder}
        {git === '' ? null : (
          <>
            {' '}
            <span className="t3">·</span> {git}
          </>
        )}
      </span>
    );
  }
  if (report.origin === 'archive')
    return <>{folderName}, published as it is: nothing in it is changed or packed again</>;
  return <>{folderName}, brought in by the browser: drop it again after changing it</>;
}

function ReviewHeader({ report }: { readonly report: ProjectReport }) {
  const refresh = useRefreshProject(report.projectId);
  const { mutate } = refresh;
  const lookAtOffline = useLookAtOffline();
  const checkAgain = useCallback(() => {
    mutate();
    lookAtOffline();
    return true;
  }, [mutate, lookAtOffline]);
  useShortcut('r', checkAgain);
  return (
    <>
      <PageHeader title={<Title report={report} />} sub={<Place report={report} />} back={BACK}>
        <span className="small t3 opt2 nw">
          Checked <RelativeTime instant={report.readAt} />
        </span>
        <Button icon={<RefreshCw className="i s" />} isBusy={refresh.isPending} onPress={checkAgain}>
          Check again
        </Button>
      </PageHeader>
      {refresh.isError ? (
        <div className="notice">
          <ErrorNote error={errorOf(refresh.error)} />
        </div>
      ) : null}
    </>
  );
}

function Review({ report }: { readonly report: ProjectReport }) {
  const draft = useDraft(report.projectId);
  const targets = useTargetReports(report);
  const choice = useTargets(report.projectId, draft, targets);
  const prepared = usePrepared(report);
  const checks = joinOffers(checksFor([...report.checks, ...checksOfTargets(targets, report)], choice.chosen));
  const bases = basesOf(useRegistries(), choice.chosen, targets);
  const [base, chooseBase] = useBase(bases);
  const folderName = useFolderName(report);
  const title = report.package === null ? folderName : `${packageName(report)} ${report.package.version}`;
  const { setOpen } = useIntake();
  useEffect(() => setOpen({ projectId: report.projectId, title }), [setOpen, report.projectId, title]);
  useTitle(`Review ${title}`);
  return (
    <>
      <ReviewHeader report={report} />
      <div className="split review">
        <ReviewPane report={report} checks={checks} prepared={prepared} base={base} bases={bases} onBase={chooseBase} />
        <DecidePane
          report={report}
          checks={checks}
          reports={targets}
          choice={choice}
          draft={draft}
          prepared={prepared}
        />
      </div>
    </>
  );
}

/** Before the report is there, or when there is none. */
function NoReview({ error }: { readonly error: Error | null }) {
  useTitle('Review');
  return (
    <>
      <PageHeader title="Review" sub="" back={BACK} />
      <div className="body">
        {error === null ? (
          <Skeleton label="Reading the project" />
        ) : (
          <ErrorNote
            error={errorOf(error)}
            actions={
              <LinkButton size="sm" href={BACK.href}>
                Back to Publish
              </LinkButton>
            }
          />
        )}
      </div>
    </>
  );
}

/** A project before it is published: what is in it, what is wrong with it, where it goes. */
export function ReviewPage({ projectId }: { readonly projectId: ProjectId }) {
  const report = useProjectReport(projectId);
  return report.data === undefined ? <NoReview error={report.error} /> : <Review report={report.data} />;
}
