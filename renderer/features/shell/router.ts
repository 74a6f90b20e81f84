import { useSyncExternalStore } from 'react';
import { JobId, ProjectId, RegistryId } from '../../../shared/ids.ts';

/** Every page of the window, by its address in the hash. */
export type Route =
  | { readonly page: 'publish' }
  | { readonly page: 'review'; readonly projectId: ProjectId }
  | { readonly page: 'job'; readonly jobId: JobId }
  | {
      readonly page: 'packages';
      readonly registryId?: RegistryId | undefined;
      readonly group?: string | undefined;
      readonly name?: string | undefined;
    }
  | { readonly page: 'activity' }
  | { readonly page: 'registry'; readonly registryId: RegistryId }
  /** `address` is what was dropped, to begin with. */
  | { readonly page: 'addRegistry'; readonly address?: string | undefined }
  | { readonly page: 'settings' }
  | { readonly page: 'help' };

const HOME: Route = { page: 'publish' };

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function packagesRoute(rest: readonly string[]): Route {
  const registryId = RegistryId.safeParse(rest[0]);
  if (!registryId.success) return { page: 'packages' };
  const [, group, name] = rest;
  return group === undefined || name === undefined
    ? { page: 'packages', registryId: registryId.data }
    : { page: 'packages', registryId: registryId.data, group, name };
}

/** The page that a hash such as `#/review/p1` names; the publish page for everything unknown. */
export function parseRoute(hash: string): Route {
  const [page, ...rest] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded);
  switch (page) {
    case 'review': {
      const id = ProjectId.safeParse(rest[0]);
      return id.success ? { page, projectId: id.data } : HOME;
    }
    case 'job': {
      const id = JobId.safeParse(rest[0]);
      return id.success ? { page, jobId: id.data } : HOME;
    }
    case 'packages':
      return packagesRoute(rest);
    case 'registries': {
      const id = RegistryId.safeParse(rest[0]);
      if (!id.success || rest[0] === 'new') {
        return rest[1] === undefined ? { page: 'addRegistry' } : { page: 'addRegistry', address: rest[1] };
      }
      return { page: 'registry', registryId: id.data };
    }
    case 'activity':
    case 'settings':
    case 'help':
      return { page };
    default:
      return HOME;
  }
}

function segments(route: Route): Array<string | undefined> {
  switch (route.page) {
    case 'review':
      return ['review', route.projectId];
    case 'job':
      return ['job', route.jobId];
    case 'packages':
      return ['packages', route.registryId, route.group, route.name];
    case 'registry':
      return ['registries', route.registryId];
    case 'addRegistry':
      return ['registries', 'new', route.address];
    default:
      return [route.page];
  }
}

/** The address of a page, for `<a href>`. */
export function href(route: Route): string {
  const known = segments(route).filter((segment) => segment !== undefined);
  return `#/${known.map(encodeURIComponent).join('/')}`;
}

/** Goes to a page. `replace` leaves no step for "back", as after a page that is gone. */
export function navigate(route: Route, how: 'push' | 'replace' = 'push'): void {
  const address = href(route);
  if (how === 'replace') {
    history.replaceState(null, '', address);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else window.location.hash = address;
}

let last: { readonly hash: string; readonly route: Route } | null = null;

function current(): Route {
  const { hash } = window.location;
  if (last?.hash !== hash) last = { hash, route: parseRoute(hash) };
  return last.route;
}

function onChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The page of the moment. */
export const useRoute = (): Route => useSyncExternalStore(onChange, current);
