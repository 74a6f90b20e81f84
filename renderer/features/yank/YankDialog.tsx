import { useId, useState } from 'react';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Swatch } from '../../components/Swatch.tsx';
import { TextField } from '../../components/TextField.tsx';
import { ConfirmName, type NameReason } from './ConfirmName.tsx';
import { ImpactPart } from './ImpactPart.tsx';
import { acceptText, type KnownImpact } from './impactWords.ts';
import { type ImpactState, useImpact } from './useImpact.ts';
import { subjectText } from './yankWords.ts';

/** What is asked about: versions that are to be yanked, or unyanked. */
export interface YankQuestion {
  readonly versions: readonly string[];
  readonly yanked: boolean;
}

export interface YankAnswer {
  readonly note: string;
  readonly confirmation: string;
}

interface DialogProps {
  readonly registry: Registry;
  readonly package: PackageRef;
  readonly question: YankQuestion;
  readonly onCancel: () => void;
  readonly onConfirm: (answer: YankAnswer) => void;
}

/** What it does with the elba of today, and what it leaves alone. */
function Effects({ question, registryName }: { readonly question: YankQuestion; readonly registryName: string }) {
  const { versions, yanked } = question;
  const what = versions.length === 1 ? (versions[0] ?? '') : 'them';
  const add = <span className="mono">elba add</span>;
  const install = <span className="mono">elba install</span>;
  if (!yanked)
    return (
      <p className="t2">
        {add} and {install} offer {what} again at once. Where yanks are honoured, requirements resolve to {what} again.
      </p>
    );
  return (
    <p className="t2">
      {add} and {install} stop offering {what} at once. Today’s elba still resolves existing requirements to {what}; a
      client that honours yanks would resolve as below. Nothing is deleted from {registryName}, and you can unyank it at
      any time.
    </p>
  );
}

const knownOf = (state: ImpactState): KnownImpact | null =>
  state.kind === 'told' && state.impact.kind === 'known' ? state.impact : null;

/** Why the name has to be typed, or null where it has not. */
function nameReasonOf(registry: Registry, question: YankQuestion, state: ImpactState): NameReason | null {
  if (registry.production) return 'production';
  return question.yanked && state.kind !== 'asking' && knownOf(state) === null ? 'unknown' : null;
}

/** What still has to be accepted, as a sentence; null where nobody is left with nothing, or the name is asked for anyway. */
function acceptanceOf(registry: Registry, question: YankQuestion, state: ImpactState): string | null {
  const known = knownOf(state);
  if (registry.production || !question.yanked || known === null || known.left.packages === 0) return null;
  return acceptText(known);
}

interface Given {
  readonly typed: string;
  readonly accepted: boolean;
}

/** The first thing that is missing before the button does something. */
function missingReason(props: DialogProps, state: ImpactState, given: Given): string | undefined {
  const { registry, package: ref, question } = props;
  const name = `${ref.group}/${ref.name}`;
  if (question.yanked && state.kind === 'asking') return `Still looking up who requires ${ref.name}.`;
  if (nameReasonOf(registry, question, state) !== null && given.typed !== name) return `Type ${name} first.`;
  if (acceptanceOf(registry, question, state) !== null && !given.accepted) return 'Accept the missing matches first.';
  return undefined;
}

function Title({ registry, package: ref, question }: Pick<DialogProps, 'registry' | 'package' | 'question'>) {
  const verb = question.yanked ? 'Yank' : 'Unyank';
  return (
    <>
      {verb} {subjectText(ref, question.versions)} {question.yanked ? 'from' : 'on'}{' '}
      <span className="nowrap">
        <Swatch colour={registry.colour} /> {registry.name}?
      </span>
    </>
  );
}

/** `1.2.0`, or `3 versions`, as on the button. */
const countText = (versions: readonly string[]): string =>
  versions.length === 1 ? (versions[0] ?? '') : `${versions.length.toLocaleString('en')} versions`;

/** Asks before versions are yanked, and before they are unyanked where that is asked for: what it does, and whether it is wanted. */
export function YankDialog(props: DialogProps) {
  const { registry, package: ref, question, onCancel, onConfirm } = props;
  const { versions, yanked } = question;
  const [note, setNote] = useState('');
  const [typed, setTyped] = useState('');
  const [accepted, setAccepted] = useState(false);
  const { state, stop } = useImpact({ registryId: registry.id, package: ref, versions, yanked });
  const reason = useId();
  const missing = missingReason(props, state, { typed, accepted });
  const nameReason = nameReasonOf(registry, question, state);
  const acceptance = acceptanceOf(registry, question, state);
  return (
    <Dialog
      isOpen
      isWide
      onCancel={onCancel}
      title={<Title registry={registry} package={ref} question={question} />}
      footer={
        <>
          <span className="small t3 grow">
            {missing !== undefined && (
              <span className="blk t2" id={reason}>
                {missing}
              </span>
            )}
            Projects outside {registry.name} can’t be seen from here.
          </span>
          <Button onPress={onCancel}>Cancel</Button>
          <Button
            variant={yanked ? 'danger' : 'primary'}
            disabledReason={missing}
            reasonId={reason}
            onPress={() => onConfirm({ note, confirmation: nameReason === null ? '' : typed })}
          >
            {yanked ? 'Yank' : 'Unyank'} {countText(versions)} {yanked ? 'from' : 'on'} {registry.name}
          </Button>
        </>
      }
    >
      <Effects question={question} registryName={registry.name} />
      {versions.length > 1 && <p className="small t2 mono yankp brk">{versions.join(', ')}</p>}
      <ImpactPart registry={registry} name={ref.name} yanked={yanked} state={state} onStop={stop} />
      {acceptance !== null && (
        <Checkbox className="yankf" isSelected={accepted} onChange={setAccepted}>
          {acceptance}
        </Checkbox>
      )}
      <div className="yankf">
        <TextField
          label="Note for your Activity log. It stays on this computer; the registry has no field for a reason."
          value={note}
          onChange={setNote}
          maxLength={2000}
          autoFocus
        />
      </div>
      {nameReason !== null && (
        <ConfirmName
          registry={registry}
          reason={nameReason}
          name={`${ref.group}/${ref.name}`}
          value={typed}
          onChange={setTyped}
        />
      )}
    </Dialog>
  );
}
