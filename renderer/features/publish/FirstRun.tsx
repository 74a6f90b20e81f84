import { FolderSearch, HardDrive, Link } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { ElbaImport } from '../registries/ElbaImport.tsx';
import { href } from '../shell/router.ts';
import { useIntake } from './intake.ts';

function Way(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  readonly action: ReactNode;
}) {
  return (
    <div className="li">
      {props.icon}
      <span className="grow">
        <span className="med">{props.title}</span>
        <br />
        <span className="small t2">{props.children}</span>
      </span>
      {props.action}
    </div>
  );
}

/** What the Publish page is while no registry is known: the ways to the first one. */
export function FirstRun() {
  const intake = useIntake();
  const start = useCall('localRegistry.start');
  return (
    <>
      <PageHeader title="Set up" />
      <div className="body">
        <div className="col-narrow setup">
          <p className="title strong">Where do your packages go?</p>
          <p className="t2">
            Add the registries you publish to. Only public pages are read until you publish, yank or test a token.
          </p>
          <ElbaImport isFirst />
          <section className="sec" aria-labelledby="other-ways">
            <div className="sec-h">
              <h2 id="other-ways">Or start another way</h2>
            </div>
            <div className="box">
              <Way
                icon={<Link className="i" />}
                title="Add by address"
                action={<LinkButton href={href({ page: 'addRegistry' })}>Add registry…</LinkButton>}
              >
                The URL of a registry or of an index. What it speaks is found out for you.
              </Way>
              <Way
                icon={<HardDrive className="i" />}
                title="Try it on this computer"
                action={
                  <Button isBusy={start.isPending} onPress={() => start.mutate(undefined)}>
                    Start local registry
                  </Button>
                }
              >
                Starts a registry that answers only to this computer. elba can install from it, and you can publish,
                yank and try again as often as you like.
              </Way>
              <Way
                icon={<FolderSearch className="i" />}
                title="Look at a package first"
                action={<Button onPress={() => intake.choose('folder')}>Choose folder…</Button>}
              >
                Drop a project folder on this window, or choose one: it is checked, and nothing is sent anywhere.
              </Way>
            </div>
          </section>
          {start.isError ? (
            <div className="sec">
              <ErrorNote error={errorOf(start.error)} />
            </div>
          ) : null}
        </div>
      </div>
    </>
  );
}
