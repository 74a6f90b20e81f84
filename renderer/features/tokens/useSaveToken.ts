import { useState } from 'react';
import type { CallInput } from '../../../shared/contract.ts';
import type { AppError } from '../../../shared/errors.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { useInfo } from '../../bridge/useAppState.ts';

type Into = CallInput<'tokens.setFromClipboard'>;

const NOT_READ: AppError = {
  code: 'not_supported_here',
  message: 'The browser did not let this page read the clipboard. Allow it, or paste the token into the field.',
};

async function readClipboard(): Promise<string | null> {
  try {
    return (await navigator.clipboard.readText()).trim();
  } catch {
    return null;
  }
}

/** Saves a token that was typed or copied. Not through the cache of calls: that would remember what was passed in. */
export function useSaveToken(onSaved: () => void) {
  const client = useClient();
  const { host } = useInfo();
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const run = async (save: () => Promise<unknown>): Promise<void> => {
    setSaving(true);
    setError(null);
    try {
      await save();
      onSaved();
    } catch (thrown) {
      setError(errorOf(thrown));
    } finally {
      setSaving(false);
    }
  };
  const saveCopied = async (into: Into): Promise<void> => {
    // In a window of its own the program reads it, and the page never does.
    if (host === 'electron') return run(() => client.invoke('tokens.setFromClipboard', into));
    const token = await readClipboard();
    if (token === null) return setError(NOT_READ);
    if (token === '' || token.includes('\n'))
      return setError({
        code: 'invalid_input',
        message: 'What is in the clipboard is not one line of text. Copy the token again.',
      });
    return run(() => client.invoke('tokens.set', { ...into, token }));
  };
  return {
    isSaving,
    error,
    save: (into: Into, token: string) => void run(() => client.invoke('tokens.set', { ...into, token })),
    saveCopied: (into: Into) => void saveCopied(into),
  };
}
