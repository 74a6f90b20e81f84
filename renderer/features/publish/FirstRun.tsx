import { HardDrive, Link } from 'lucide-react';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { href } from '../shell/router.ts';

/** What the Publish page is while no registry is known: the ways to the first one. */
export function FirstRun() {
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
          <section className="sec" aria-label="Ways to start">
            <div className="box">
              <div className="li">
                <Link className="i" />
                <span className="grow">
                  <span className="med">Add by address</span>
                  <span className="small t2 blk">
                    The URL of a registry or of an index. What it speaks is found out for you.
                  </span>
                </span>
                <LinkButton href={href({ page: 'addRegistry' })}>Add registry…</LinkButton>
              </div>
              <div className="li">
                <HardDrive className="i" />
                <span className="grow">
                  <span className="med">Try it on this computer</span>
                  <span className="small t2 blk">
                    Starts a registry that answers only to this computer. elba can install from it, and you can publish,
                    yank and try again as often as you like.
                  </span>
                </span>
                <Button isBusy={start.isPending} onPress={() => start.mutate(undefined)}>
                  Start local registry
                </Button>
              </div>
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
