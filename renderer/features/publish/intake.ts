import { createContext, useContext } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { ProjectId } from '../../../shared/ids.ts';
import type { FolderStep } from '../../bridge/folders.ts';

/** What is happening with a folder on its way to its review. */
export type IntakeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly name: string; readonly step: FolderStep }
  | { readonly kind: 'failed'; readonly error: AppError };

/** The review that is open, on whatever page the person is. */
export interface OpenReview {
  readonly projectId: ProjectId;
  readonly title: string;
}

/** The way in for folders, the same from every page. */
export interface Intake {
  readonly state: IntakeState;
  /** Asks the person for a folder, or for an archive that was packed before, and opens it. */
  choose(what: 'folder' | 'archive'): void;
  /** Opens a folder by what the person knows it by: a recent project. */
  openPath(path: string, name: string): void;
  /** Opens a folder inside of a dropped one. */
  openSuggestion(projectId: ProjectId, folder: string): void;
  /** Gives up the folder that is on its way in. */
  cancel(): void;
  dismissError(): void;
  /** The review to go back to; null before the first one. */
  readonly open: OpenReview | null;
  /** Told by the review page. */
  setOpen(review: OpenReview): void;
}

export const IntakeContext = createContext<Intake | null>(null);

/** The way in for folders. */
export function useIntake(): Intake {
  const intake = useContext(IntakeContext);
  if (intake === null) throw new Error('There is no IntakeProvider around this component.');
  return intake;
}
