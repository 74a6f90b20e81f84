import type { CheckAction, ManifestEdit } from '../../shared/edit.ts';
import type { Check, ProjectReport } from '../../shared/project.ts';
import { manifestFile, parseManifest } from '../elba/manifest.ts';
import { editManifest } from '../elba/manifestEdit.ts';
import { excludePattern } from './excludePattern.ts';

export type OffersInput = {
  readonly origin: ProjectReport['origin'];
  /** The text of elba.toml, or null where it could not be read. */
  readonly text: string | null;
};

/** The action that leaves out what a pattern names; none where no pattern can. */
export const excludeAction = (pattern: string | null): CheckAction[] =>
  pattern === null ? [] : [{ kind: 'edit', label: `Exclude ${pattern}`, edit: { kind: 'exclude', pattern } }];

/** A license under a misspelt key is dropped in silence. Under its own it is judged, and the next step shortens it. */
const nextStep = 'manifest.license-too-long:package.license';

const countErrors = (text: string): number =>
  parseManifest(text).problems.filter(({ severity, id }) => severity === 'error' && id !== nextStep).length;

/** Whether a change can be made, and makes nothing worse. */
const isOffered = (text: string, edit: ManifestEdit): boolean => {
  const edited = editManifest(text, edit);
  return edited.ok && countErrors(edited.text) <= countErrors(text);
};

/** Findings about an entry that `exclude` answers. Names that are not UTF-8 have no pattern. */
const answeredByExclude = /^files\.(?:link|special|unreadable):(?!more$)/;

const actionsOf = (check: Check, { origin, text }: OffersInput): CheckAction[] => {
  const { actions = [], at, id, severity } = check;
  const own = answeredByExclude.test(id) && at !== undefined ? excludeAction(excludePattern(at.file)) : [];
  const canEdit = origin === 'folder' && text !== null;
  const kept = [...actions, ...own].filter(
    (action) => action.kind !== 'edit' || (canEdit && isOffered(text, action.edit)),
  );
  const isProblem = severity === 'error' || severity === 'warning';
  if (kept.length > 0 || !isProblem || at?.file !== manifestFile || at.line === undefined) return kept;
  return [{ kind: 'show', label: 'Show in elba.toml', path: manifestFile, line: at.line }];
};

/**
 * Gives each finding the actions that help here. A change to elba.toml is offered only where it can be made: not for a project that
 * came in through a browser, not where the text does not take it, and not where it would bring new errors.
 */
export const offerActions = (checks: readonly Check[], input: OffersInput): Check[] =>
  checks.map((check) => {
    const { actions: _before, ...rest } = check;
    const actions = actionsOf(check, input);
    return actions.length === 0 ? rest : { ...rest, actions };
  });
