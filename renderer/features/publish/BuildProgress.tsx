import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { Button } from '../../components/Button.tsx';
import { formatBytesOf } from '../../components/format.ts';
import { announce } from '../../components/LiveRegion.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { useIsSlow } from '../../components/Skeleton.tsx';
import type { Prepared } from './usePrepared.ts';

type Unbuilt = Extract<Prepared, { kind: 'building' | 'stopped' }>;

function wordsFor(prepared: Unbuilt): string {
  if (prepared.kind === 'stopped') return 'Stopped, so there is no archive.';
  return prepared.progress === null
    ? 'Starting…'
    : formatBytesOf(prepared.progress.doneBytes, prepared.progress.totalBytes);
}

/** Hands the focus on when what has it goes away. */
function useFocusAfter(place: RefObject<HTMLElement | null>, next: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const here = place.current;
    const then = next.current;
    return () => {
      if (here?.contains(document.activeElement) === true) then?.focus();
    };
  }, [place, next]);
}

function Progress(props: { readonly prepared: Unbuilt; readonly heading: RefObject<HTMLElement | null> }) {
  const { prepared } = props;
  const place = useRef<HTMLDivElement>(null);
  useFocusAfter(place, props.heading);
  const { kind } = prepared;
  useEffect(() => announce(kind === 'stopped' ? 'The archive was not built' : 'Building the archive'), [kind]);
  const words = wordsFor(prepared);
  return (
    <div className="building" ref={place}>
      {prepared.kind === 'building' ? (
        <ProgressBar
          label="Building the archive"
          done={prepared.progress?.doneBytes ?? 0}
          total={prepared.progress?.totalBytes}
          text={words}
        />
      ) : null}
      <div className="row">
        <span className="small t2">{words}</span>
        <Button size="sm" className="push" onPress={prepared.kind === 'building' ? prepared.stop : prepared.retry}>
          {prepared.kind === 'building' ? 'Cancel' : 'Build again'}
        </Button>
      </div>
    </div>
  );
}

/**
 * How far the archive is and a way to stop it, or to build it after all. Nothing for the first moment: most archives are there before
 * anybody could read it. `heading` gets the focus when it was here and the archive is there.
 */
export function BuildProgress(props: { readonly prepared: Unbuilt; readonly heading: RefObject<HTMLElement | null> }) {
  const { kind } = props.prepared;
  const wasStopped = useRef(false);
  if (kind === 'stopped') wasStopped.current = true;
  const isSlow = useIsSlow(kind === 'building');
  return isSlow || wasStopped.current ? <Progress {...props} /> : null;
}
