import { useState } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { LookReport } from '../../../shared/look.ts';
import type { Registry, RegistryProfile } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { announce } from '../../components/LiveRegion.tsx';
import { navigate } from '../shell/router.ts';
import type { TokenSource } from './AddForm.tsx';
import { checkProfile, firstFreeColour, freeName, type ProfileErrors, tidyProfile } from './profileForm.ts';

const EMPTY: Omit<RegistryProfile, 'colour'> = {
  name: '',
  url: '',
  index: '',
  family: 'auto',
  production: false,
  allowPlainHttp: false,
};

const suggested = ({ name }: LookReport, registries: readonly Registry[]): string =>
  name === ''
    ? ''
    : freeName(
        name,
        registries.map((one) => one.name),
      );

export interface Adding {
  readonly draft: RegistryProfile;
  readonly source: TokenSource;
  readonly setSource: (source: TokenSource) => void;
  change(part: Partial<RegistryProfile>): void;
  readonly errors: ProfileErrors;
  readonly error: AppError | null;
  readonly isAdding: boolean;
  submit(): void;
}

/** What is being added: what was found, and over it what the person wrote. After adding, the registry's page is shown. */
export function useAdding(report: LookReport | null): Adding {
  const client = useClient();
  const registries = useRegistries();
  const [colour] = useState(() => firstFreeColour(registries));
  const [typed, setTyped] = useState<Partial<RegistryProfile>>({});
  const [chosenSource, setSource] = useState<TokenSource | null>(null);
  const [isTried, setTried] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const found = report === null ? {} : { name: suggested(report, registries), url: report.url, index: report.index };
  const draft: RegistryProfile = { ...EMPTY, colour, ...found, ...typed };
  const errors = checkProfile(draft, registries);
  const canImport = report?.hasToken === true && draft.url !== '' && draft.index === report.index;
  const source = chosenSource ?? (canImport ? 'elba' : 'later');

  const add = async (): Promise<void> => {
    const registry = await client.invoke('registries.add', tidyProfile(draft));
    const registryId = registry.id;
    // It is added all the same; why the token did not come along is said on its page.
    if (source === 'elba' && canImport) {
      await client.invoke('elba.importToken', { registryId }).catch((thrown: unknown) => {
        announce(errorOf(thrown).message, 'urgent');
      });
    }
    navigate({ page: 'registry', registryId }, 'replace');
  };
  return {
    draft,
    source,
    setSource,
    change: (part) => setTyped((before) => ({ ...before, ...part })),
    errors: isTried ? errors : {},
    error,
    isAdding,
    submit: () => {
      setTried(true);
      if (Object.keys(errors).length > 0 || isAdding) return;
      setAdding(true);
      setError(null);
      add()
        .catch((thrown: unknown) => setError(errorOf(thrown)))
        .finally(() => setAdding(false));
    },
  };
}
