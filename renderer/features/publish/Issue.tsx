import { Check as CheckIcon, CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CheckAction } from '../../../shared/edit.ts';
import type { Check, Place } from '../../../shared/project.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { formatList } from '../../components/format.ts';
import { LookButton } from '../jobs/LookButton.tsx';

/** What a person wants to see or to do about a finding. */
export type FindingStep =
  | { readonly kind: 'edit'; readonly action: Extract<CheckAction, { kind: 'edit' }> }
  | { readonly kind: 'accept'; readonly check: Check; readonly findingId: string }
  | { readonly kind: 'show'; readonly path: string; readonly line: number | undefined };

const GLYPHS: Record<Check['severity'], { readonly glyph: ReactNode; readonly word: string }> = {
  error: { glyph: <CircleX className="i err" />, word: 'Error' },
  warning: { glyph: <TriangleAlert className="i warn" />, word: 'Warning' },
  hint: { glyph: <Info className="i t2" />, word: 'Hint' },
  passed: { glyph: <CheckIcon className="i ok" />, word: 'Passed' },
};

const placeText = (at: Place): string => (at.line === undefined ? at.file : `${at.file}:${at.line}`);

/** For which registries alone a finding holds, in words; those that it names itself are not named twice. */
function useOnlyFor(check: Check): string {
  const registries = useRegistries();
  if (check.registryIds === undefined) return '';
  return formatList(
    registries
      .filter((one) => check.registryIds?.includes(one.id) && !check.title.includes(one.name))
      .map((one) => one.name),
  );
}

/** The steps of a finding as buttons: what mends it, what lets it pass, and the line that it is about. */
function stepsOf(check: Check): Array<{ readonly label: string; readonly step: FindingStep }> {
  const steps = (check.actions ?? []).flatMap((action): Array<{ label: string; step: FindingStep }> => {
    if (action.kind === 'look') return [];
    if (action.kind === 'edit') return [{ label: `${action.label}…`, step: { kind: 'edit', action } }];
    if (action.kind === 'accept')
      return [{ label: 'Keep…', step: { kind: 'accept', check, findingId: action.findingId } }];
    const label = action.line === undefined ? 'Open file' : `Open line ${action.line}`;
    return [{ label, step: { kind: 'show', path: action.path, line: action.line } }];
  });
  const line = check.at?.file === 'elba.toml' ? check.at.line : undefined;
  if (steps.length > 0 || line === undefined || check.severity === 'passed') return steps;
  return [{ label: `Open line ${line}`, step: { kind: 'show', path: 'elba.toml', line } }];
}

function Where({ at, onStep }: { readonly at: Place | undefined; readonly onStep: (step: FindingStep) => void }) {
  if (at === undefined) return null;
  if (at.line === undefined) return <span className="at t3">{placeText(at)}</span>;
  return (
    <button type="button" className="link at" onClick={() => onStep({ kind: 'show', path: at.file, line: at.line })}>
      {placeText(at)}
    </button>
  );
}

/** The line that a finding is about, with its number; what is secret in it is masked already. */
export function Excerpt({ check }: { readonly check: Check }) {
  if (check.excerpt === undefined) return null;
  return (
    <code className="snip">
      {check.at?.line === undefined ? null : <b>{check.at.line}</b>}
      <span title={check.excerpt}>{check.excerpt}</span>
    </code>
  );
}

/** One finding: what is wrong, where, why, how to mend it, and what can be done about it here. */
export function Issue({ check, onStep }: { readonly check: Check; readonly onStep: (step: FindingStep) => void }) {
  const onlyFor = useOnlyFor(check);
  const look = GLYPHS[check.severity];
  const steps = stepsOf(check);
  const looks = (check.actions ?? []).filter((action) => action.kind === 'look');
  return (
    <li className="issue">
      {look.glyph}
      <div>
        <span className="vh">{look.word}: </span>
        <span className="med">{check.title}</span> <Where at={check.at} onStep={onStep} />
        {check.why === undefined && check.todo === undefined && onlyFor === '' ? null : (
          <p>
            {onlyFor === '' ? '' : `Only for ${onlyFor}. `}
            {check.why} {check.todo}
          </p>
        )}
        <Excerpt check={check} />
      </div>
      {steps.length + looks.length === 0 ? null : (
        <div className="acts">
          {looks.map(({ entryId }) => (
            <LookButton key={entryId} entryId={entryId} />
          ))}
          {steps.map(({ label, step }) => (
            <Button
              key={label}
              size="sm"
              variant={step.kind === 'accept' ? 'ghost' : 'default'}
              title={label}
              onPress={() => onStep(step)}
            >
              <span className="ell">{label}</span>
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}
