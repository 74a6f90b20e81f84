import { useEffect } from 'react';

const PROGRAM = 'Elba Registry Manager';

/** Names the window after its page: "Review acme/json-tools 1.3.0 · Elba Registry Manager". */
export function useTitle(page: string): void {
  useEffect(() => {
    document.title = `${page} · ${PROGRAM}`;
  }, [page]);
}
