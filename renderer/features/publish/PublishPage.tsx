import { FolderDown } from 'lucide-react';
import { useInfo, useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { Frame } from '../../components/Frame.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { href } from '../shell/router.ts';
import { shortcutLabel } from '../shell/shortcuts.ts';
import { FirstRun } from './FirstRun.tsx';
import { useIntake } from './intake.ts';
import { RecentProjects } from './RecentProjects.tsx';

function DropZone() {
  const { platform } = useInfo();
  const intake = useIntake();
  return (
    <section aria-labelledby="drop-heading">
      <Frame className="drop">
        <FolderDown className="i big" />
        <h2 className="drop-t" id="drop-heading">
          Drop a project folder
        </h2>
        <p className="t2">
          The one with <code>elba.toml</code>. You review every file and check before anything is sent.
        </p>
        <div className="row choose">
          <Button variant="primary" onPress={() => intake.choose('folder')}>
            Choose folder…
          </Button>
          <kbd>{shortcutLabel(platform, 'o')}</kbd>
          <Button variant="ghost" onPress={() => intake.choose('archive')}>
            Choose archive…
          </Button>
        </div>
      </Frame>
    </section>
  );
}

/** The way back to the review that is open; it is where it was left. */
function OpenReview() {
  const { open } = useIntake();
  if (open === null) return null;
  return (
    <section className="sec" aria-labelledby="open-heading">
      <div className="sec-h">
        <h2 id="open-heading">Open review</h2>
      </div>
      <div className="box">
        <div className="li depline">
          <span className="grow ell med" title={open.title}>
            {open.title}
          </span>
          <LinkButton size="sm" href={href({ page: 'review', projectId: open.projectId })}>
            Continue
          </LinkButton>
        </div>
      </div>
    </section>
  );
}

/** The home page: where folders are dropped, and the projects that were. Without any registry it is the way to the first one. */
export function PublishPage() {
  const hasRegistries = useRegistries().length > 0;
  useTitle(hasRegistries ? 'Publish' : 'Set up');
  if (!hasRegistries) return <FirstRun />;
  return (
    <>
      <PageHeader title="Publish" />
      <div className="body">
        <DropZone />
        <OpenReview />
        <RecentProjects />
      </div>
    </>
  );
}
