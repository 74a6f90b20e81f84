import { ArrowDown, ArrowUp, Copy } from 'lucide-react';
import type { Registry } from '../../../shared/registry.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { navigate } from '../shell/router.ts';
import { useReorder } from '../shell/useReorder.ts';

/** The place of a registry in the list, and a second one with the same settings. */
export function OrderBox({ registry }: { readonly registry: Registry }) {
  const registries = useRegistries();
  const { move, error } = useReorder();
  const duplicate = useCall('registries.duplicate');
  const at = registries.findIndex(({ id }) => id === registry.id);
  const failed = error ?? (duplicate.error === null ? null : errorOf(duplicate.error));
  return (
    <section className="sec" aria-label="List">
      <div className="box">
        <div className="li wrapli">
          <span className="grow">
            <span className="med">Place in the list</span>
            <br />
            <span className="small t2">
              {at + 1} of {registries.length}. In the sidebar, drag it, or press Alt and an arrow key.
            </span>
          </span>
          <Button
            size="sm"
            icon={<ArrowUp className="i s" />}
            disabledReason={at <= 0 ? 'It is the first one.' : undefined}
            onPress={() => move(registry.id, -1)}
          >
            Move up
          </Button>
          <Button
            size="sm"
            icon={<ArrowDown className="i s" />}
            disabledReason={at >= registries.length - 1 ? 'It is the last one.' : undefined}
            onPress={() => move(registry.id, 1)}
          >
            Move down
          </Button>
        </div>
        {!registry.embedded && (
          <div className="li wrapli">
            <span className="grow">
              <span className="med">Duplicate {registry.name}</span>
              <br />
              <span className="small t2">
                A second entry with the same settings and no token, such as for another account.
              </span>
            </span>
            <Button
              size="sm"
              icon={<Copy className="i s" />}
              isBusy={duplicate.isPending}
              onPress={() =>
                duplicate.mutate(
                  { registryId: registry.id },
                  { onSuccess: ({ id }) => navigate({ page: 'registry', registryId: id }) },
                )
              }
            >
              Duplicate
            </Button>
          </div>
        )}
      </div>
      {failed !== null && <ErrorNote error={failed} />}
    </section>
  );
}
