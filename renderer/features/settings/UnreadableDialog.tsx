import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatNoun } from '../../components/format.ts';
import type { Move } from './useMove.ts';

/** Some tokens cannot be opened while all are encrypted anew: whether they stay as they are or go. */
export function UnreadableDialog({ move }: { readonly move: Move }) {
  if (move.unreadable === null) return null;
  const count = move.unreadable;
  return (
    <Dialog
      isOpen
      kind="alert"
      onCancel={() => move.decide(null)}
      title={`Go on without ${formatNoun(count, 'token')}?`}
      footer={
        <>
          <Button autoFocus onPress={() => move.decide(null)}>
            Cancel
          </Button>
          <Button onPress={() => move.decide('keep')}>Keep as before</Button>
          <Button variant="danger" onPress={() => move.decide('drop')}>
            Remove {count === 1 ? 'it' : 'them'}
          </Button>
        </>
      }
    >
      <p className="t2">
        {count === 1 ? 'One token' : `${count} tokens`} can’t be opened here: the keychain or the passphrase that it
        takes is not at hand, or the entry is damaged. Nothing has changed yet.
      </p>
      <p className="t2 yankp">
        Kept as before, the encrypted text stays in the file and may open again another time. Removed, it is gone from
        this computer; the registries still know the tokens.
      </p>
    </Dialog>
  );
}
