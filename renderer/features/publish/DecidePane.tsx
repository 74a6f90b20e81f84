import type { Check, ProjectReport } from '../../../shared/project.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { navigate } from '../shell/router.ts';
import { Decide } from './Decide.tsx';
import type { DraftHandle } from './draft.ts';
import { countChecks, type Decisions, packageName, publishLabel, whyBlocked } from './reviewRules.ts';
import { Targets } from './Targets.tsx';
import type { TargetReports } from './targetReports.ts';
import type { Prepared } from './usePrepared.ts';
import { usePublished } from './usePublished.ts';
import type { TargetChoice } from './useTargets.ts';
import { WhatIsSent } from './WhatIsSent.tsx';

/** The right side of a review: where it goes, what is sent, and the decision. */
export function DecidePane(props: {
  readonly report: ProjectReport;
  readonly checks: readonly Check[];
  readonly reports: TargetReports;
  readonly choice: TargetChoice;
  readonly draft: DraftHandle;
  readonly prepared: Prepared;
}) {
  const { report, checks, reports, choice, prepared } = props;
  const start = useCall('publish.start');
  const published = usePublished(useRegistries(), report.package);
  const counts = countChecks(checks);
  const { draft, change, clear } = props.draft;
  // What was read counts for these warnings alone: other ones after a change in the folder have to be read again.
  const warningKey = checks
    .filter((check) => check.severity === 'warning')
    .map((check) => check.id)
    .join('\n');
  const decisions: Decisions = {
    targets: choice.targets,
    asked: choice.targets.filter((target) => reports.get(target.id)?.state === 'checking'),
    hasReadWarnings: counts.warnings > 0 && draft.readWarnings === warningKey,
    typed: draft.typed,
  };

  const publish = (): void => {
    if (prepared.kind !== 'ready') return;
    const hasProduction = choice.targets.some((target) => target.production);
    start.mutate(
      {
        projectId: report.projectId,
        archiveSha256: prepared.archive.sha256,
        registryIds: choice.targets.map((target) => target.id),
        ...(hasProduction ? { confirmation: draft.typed } : {}),
      },
      {
        onSuccess: (jobId) => {
          clear();
          navigate({ page: 'job', jobId });
        },
      },
    );
  };

  return (
    <aside className="pane r review-r" aria-label="Where it goes">
      <div className="scroll">
        <Targets
          isKnown={choice.isKnown}
          chosen={choice.chosen}
          reports={reports}
          published={published}
          version={report.package?.version}
          onChange={choice.choose}
        />
        <WhatIsSent report={report} prepared={prepared} targets={choice.targets} hasErrors={counts.errors > 0} />
        {prepared.kind === 'failed' ? (
          <ErrorNote
            error={prepared.error}
            actions={
              <Button size="sm" onPress={prepared.retry}>
                Build again
              </Button>
            }
          />
        ) : null}
      </div>
      <Decide
        label={publishLabel(report, choice.targets)}
        targets={choice.targets}
        packageName={packageName(report)}
        blocked={whyBlocked(report, checks, decisions, prepared.kind)}
        warnings={counts.warnings}
        asksToRead={counts.warnings > 0 && counts.errors === 0}
        hasReadWarnings={decisions.hasReadWarnings}
        onReadWarnings={(hasRead) => change({ readWarnings: hasRead ? warningKey : '' })}
        typed={draft.typed}
        onType={(text) => change({ typed: text })}
        isStarting={start.isPending}
        error={start.isError ? errorOf(start.error) : null}
        onPublish={publish}
      />
    </aside>
  );
}
