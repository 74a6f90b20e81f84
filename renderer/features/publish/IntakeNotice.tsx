import { X } from 'lucide-react';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { useIntake } from './intake.ts';

/** Why a folder did not get to its review; stands above whatever page is open until it is closed. */
export function IntakeNotice() {
  const intake = useIntake();
  if (intake.state.kind !== 'failed') return null;
  return (
    <div className="notice">
      <ErrorNote
        error={intake.state.error}
        actions={<IconButton size="sm" label="Close" icon={<X className="i s" />} onPress={intake.dismissError} />}
      />
    </div>
  );
}
