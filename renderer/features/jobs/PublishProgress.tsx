import { Circle, CircleCheck, CircleQuestionMark, CircleSlash, CircleX, Info, LoaderCircle, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Job, Step, Target } from '../../../shared/job.ts';
import { useCall } from '../../bridge/queries.ts';
import { useRegistry } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import {
  formatBytes,
  formatBytesOf,
  formatDuration,
  formatHash,
  formatNoun,
  formatPercent,
} from '../../components/format.ts';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { RegistryName } from '../../components/RegistryName.tsx';
import { StatusText } from '../../components/StatusText.tsx';
import { splitSteps, stepsOf } from './jobProgress.ts';
import { wordsOf } from './outcomeWords.tsx';
import { useTransferRate } from './useTransferRate.ts';

type PublishJob = Extract<Job, { kind: 'publish' }>;

const GLYPHS: Record<Step['state'], ReactNode> = {
  waiting: <Circle className="i s" />,
  running: <LoaderCircle className="i s spin" />,
  done: <CircleCheck className="i s" />,
  failed: <CircleX className="i s" />,
  cancelled: <CircleSlash className="i s" />,
  unknown: <CircleQuestionMark className="i s" />,
};

const TONES: Partial<Record<Step['state'], 'ok' | 'err' | 'warn' | 'quiet'>> = {
  waiting: 'quiet',
  done: 'ok',
  failed: 'err',
  cancelled: 'quiet',
  unknown: 'warn',
};

const UPLOAD_WORDS: Record<Step['state'], string> = {
  waiting: 'Waiting',
  running: 'Sending',
  done: 'Sent',
  failed: 'Refused',
  cancelled: 'Cancelled',
  unknown: 'Broken off',
};

const VERIFY_WORDS: Record<Step['state'], string> = {
  waiting: 'Waiting',
  running: 'Looking…',
  done: 'Published',
  failed: 'Rejected',
  cancelled: 'Not sent',
  unknown: 'Unknown',
};

function StepWord(props: { readonly step: Step; readonly word: string }) {
  const { step } = props;
  return (
    <>
      <StatusText glyph={GLYPHS[step.state]} tone={TONES[step.state]} className={step.state === 'waiting' ? '' : 'med'}>
        {props.word}
      </StatusText>
      {step.detail === undefined || step.detail === '' ? null : <p className="small t2 brk">{step.detail}</p>}
    </>
  );
}

/** What stands below the bar: what is waited for, else speed and what is left. A blank keeps the row's height. */
function speedText(step: Step, rate: number | null, left: number | null): string {
  if (step.detail !== undefined && step.detail !== '') return step.detail;
  if (step.total !== undefined && step.done === step.total) return 'All of it is sent. Waiting for the answer…';
  if (rate === null) return ' ';
  return `${formatBytes(rate)}/s${left === null || left < 1000 ? '' : `, about ${formatDuration(left)} left`}`;
}

/** An upload that is running: per cent, bytes, bar, speed and what is left. */
function Upload(props: {
  readonly step: Step;
  readonly name: string;
  readonly colour: Parameters<typeof ProgressBar>[0]['colour'];
}) {
  const done = props.step.done ?? 0;
  const { total } = props.step;
  const rate = useTransferRate(done);
  const left = total === undefined || rate === null || rate <= 0 ? null : ((total - done) / rate) * 1000;
  const sizes = total === undefined ? formatBytes(done) : formatBytesOf(done, total);
  return (
    <>
      <span className="row">
        <span className="med">{total === undefined ? 'Sending' : formatPercent(done, total)}</span>
        <span className="small t2 push">{sizes}</span>
      </span>
      <ProgressBar label={`Upload to ${props.name}`} done={done} total={total} colour={props.colour} text={sizes} />
      <p className="small t2">{speedText(props.step, rate, left)}</p>
    </>
  );
}

function UploadCell(props: { readonly step: Step | undefined; readonly target: Target; readonly isNext: boolean }) {
  const registry = useRegistry(props.target.registryId);
  const { step } = props;
  if (step === undefined) return null;
  if (step.state === 'running' && step.done !== undefined)
    return <Upload step={step} name={registry?.name ?? 'registry'} colour={registry?.colour} />;
  return <StepWord step={step} word={step.state === 'waiting' && props.isNext ? 'Next' : UPLOAD_WORDS[step.state]} />;
}

/** How it ended, or how far the look at it is. */
function VerifyCell({ step, target }: { readonly step: Step | undefined; readonly target: Target }) {
  if (target.outcome !== undefined) {
    const words = wordsOf(target.outcome);
    return (
      <>
        <StatusText glyph={words.glyph} tone={words.tone} className="med">
          {words.short}
        </StatusText>
        {step?.detail === undefined || step.detail === '' ? null : <p className="small t2 brk">{step.detail}</p>}
      </>
    );
  }
  return step === undefined ? null : <StepWord step={step} word={VERIFY_WORDS[step.state]} />;
}

function TargetRow(props: {
  readonly job: PublishJob;
  readonly target: Target;
  readonly isNext: boolean;
  /** The archive's cell, which only the first row has: it stands for all of them. */
  readonly shared: ReactNode;
}) {
  const { job, target } = props;
  const registry = useRegistry(target.registryId);
  const cancel = useCall('jobs.cancel');
  const { upload, verify } = splitSteps(stepsOf(job, target));
  const name = registry?.name ?? 'Removed registry';
  return (
    <tr>
      <th scope="row">
        <RegistryName registry={{ name, colour: registry?.colour ?? 'graphite' }}>
          {registry?.production === true ? (
            <span className="t3" title="Production">
              <Lock className="i xs" />
              <span className="vh">Production</span>
            </span>
          ) : null}
        </RegistryName>
      </th>
      {props.shared}
      <td>
        <UploadCell step={upload} target={target} isNext={props.isNext} />
      </td>
      <td>
        <VerifyCell step={verify} target={target} />
      </td>
      <td className="num">
        {target.outcome === undefined ? (
          <Button
            size="sm"
            aria-label={`Cancel ${name}`}
            isBusy={cancel.isPending}
            onPress={() => cancel.mutate({ jobId: job.id, targetId: target.id })}
          >
            Cancel
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

/** A publish under way: one archive, a row per registry. */
export function PublishProgress({ job }: { readonly job: PublishJob }) {
  const { archive, targets } = job;
  const next = targets.find((target) => stepsOf(job, target).every((step) => step.state === 'waiting'));
  const shared = (
    <td className="shared" rowSpan={targets.length}>
      <StatusText tone="ok" className="med" glyph={<CircleCheck className="i s" />}>
        {targets.length === 1 ? 'Built' : 'Built once'}
      </StatusText>
      <p className="small t2">
        {formatNoun(archive.fileCount, 'file')}, {formatBytes(archive.bytes)}
        <br />
        <code title={archive.sha256}>{formatHash(archive.sha256, 'short')}</code>
        {targets.length === 1 ? null : (
          <>
            <br />
            The same bytes go to all {targets.length} registries.
          </>
        )}
      </p>
    </td>
  );
  return (
    <>
      <table className="pgrid" aria-label="Progress by registry">
        <colgroup>
          <col className="pg-name" />
          <col className="pg-archive" />
          <col />
          <col className="pg-verify" />
          <col className="pg-cancel" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Registry</th>
            <th scope="col">1 Build archive</th>
            <th scope="col">2 Upload</th>
            <th scope="col">3 Verify</th>
            <th scope="col">
              <span className="vh">Cancel</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {targets.map((target, at) => (
            <TargetRow
              key={target.id}
              job={job}
              target={target}
              isNext={target === next}
              shared={at === 0 ? shared : null}
            />
          ))}
        </tbody>
      </table>
      <p className="note pgrid-note">
        <Info className="i s" />
        <span>
          Cancelling is safe until the last byte has left. After that the registry may already have accepted the
          version, so we look it up and tell you what we found.
        </span>
      </p>
    </>
  );
}
