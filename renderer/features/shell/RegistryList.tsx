import { type DragEvent, type KeyboardEvent, useState } from 'react';
import { RegistryId } from '../../../shared/ids.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { classNames } from '../../components/classNames.ts';
import { RegistryLink } from './RegistryLink.tsx';
import type { Route } from './router.ts';
import { useReorder } from './useReorder.ts';

/** What a dragged registry is known by; nothing outside of the list takes it. */
const TYPE = 'application/x-elba-registry';
const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/** The registries in the sidebar, in the person's order: dragged, or moved with Alt and an arrow key. */
export function RegistryList({ route }: { readonly route: Route }) {
  const registries = useRegistries();
  const { move, place } = useReorder();
  const [over, setOver] = useState<number | null>(null);

  const onKeyDown = (event: KeyboardEvent, id: RegistryId): void => {
    const by = STEPS[event.key];
    if (by === undefined || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(id, by);
  };
  /** The gap that the pointer is nearest to: before or after the row. */
  const gapAt = (event: DragEvent<HTMLLIElement>, at: number): number => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY > top + height / 2 ? at + 1 : at;
  };
  const onDragOver = (event: DragEvent<HTMLLIElement>, at: number): void => {
    if (!event.dataTransfer.types.includes(TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'move';
    setOver(gapAt(event, at));
  };
  const onDrop = (event: DragEvent<HTMLLIElement>, at: number): void => {
    const id = RegistryId.safeParse(event.dataTransfer.getData(TYPE));
    setOver(null);
    if (!id.success) return;
    event.preventDefault();
    place(id.data, gapAt(event, at));
  };
  return (
    <ul className="nav" aria-labelledby="registries-heading">
      {registries.map((registry, at) => (
        <li
          key={registry.id}
          draggable
          className={classNames(over === at && 'gapb', over === registries.length && at === over - 1 && 'gapa')}
          onDragStart={(event) => {
            event.dataTransfer.setData(TYPE, registry.id);
            event.dataTransfer.effectAllowed = 'move';
          }}
          onDragOver={(event) => onDragOver(event, at)}
          onDragLeave={() => setOver(null)}
          onDragEnd={() => setOver(null)}
          onDrop={(event) => onDrop(event, at)}
          onKeyDown={(event) => onKeyDown(event, registry.id)}
        >
          <RegistryLink registry={registry} isCurrent={route.page === 'registry' && route.registryId === registry.id} />
        </li>
      ))}
    </ul>
  );
}
