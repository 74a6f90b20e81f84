import type { Registry } from '../../shared/registry.ts';
import type { Snapshot } from '../../shared/snapshot.ts';

export interface DiagnosticParts {
  readonly snapshot: Snapshot;
  /** `v24.1.0` and its kin, by name. */
  readonly versions: Readonly<Record<string, string | undefined>>;
  /** Kernel and processor of this computer. */
  readonly system: string;
  readonly now: Date;
}

const SHOWN_VERSIONS = ['node', 'electron', 'chrome', 'v8', 'openssl'];

/** One registry without its name and its address, which say where somebody works. */
function registryLine(
  { url, index, family, production, embedded, status, token, network }: Registry,
  at: number,
): string {
  const state =
    status.kind === 'offline'
      ? `offline (${status.error.code})`
      : status.kind === 'reachable'
        ? `reachable, ${status.family ?? 'family unknown'}`
        : status.kind;
  const test = token.kind === 'saved' ? `saved, ${token.test}` : token.kind;
  return [
    `registry ${at + 1}`,
    embedded ? 'embedded' : `${url === '' ? 'no url' : (URL.parse(url)?.protocol ?? 'odd url')}`,
    `index ${index === '' ? 'none' : (/^index\+(\w+)/.exec(index)?.[1] ?? 'odd')}`,
    `family ${family}`,
    production ? 'production' : 'not production',
    state,
    `token ${test}`,
    ...(network?.proxy === undefined ? [] : [`proxy ${network.proxy.kind}`]),
    ...(network?.certificates === undefined ? [] : ['own certificates']),
  ].join(', ');
}

/**
 * A report for somebody who helps: versions, settings and states. It names no token, no registry, no address and no folder; whoever
 * hands it out still redacts it.
 */
export function diagnose({ snapshot, versions, system, now }: DiagnosticParts): string {
  const { info, settings, registries, jobs, localRegistry, unknownOutcomes, tokenStorage } = snapshot;
  const { proxy, certificates, stallSeconds } = settings.network;
  return [
    `Elba Registry Manager ${info.version}, ${info.host}, ${info.platform}, ${now.toISOString()}`,
    `system: ${system}`,
    `versions: ${SHOWN_VERSIONS.flatMap((name) => (versions[name] === undefined ? [] : [`${name} ${versions[name]}`])).join(', ')}`,
    `token storage: ${tokenStorage.way}${tokenStorage.locked ? ', locked' : ''}`,
    `network: proxy ${proxy.kind}, ${certificates === undefined ? 'no' : 'with'} extra certificates, gives up after ${stallSeconds} s`,
    `appearance: ${settings.theme}, ${settings.density}`,
    `local registry: ${localRegistry.state}, ${localRegistry.packages} packages, ${localRegistry.bytes} bytes`,
    `jobs: ${jobs.map(({ kind, state }) => `${kind} ${state}`).join(', ') || 'none'}`,
    `unknown outcomes: ${unknownOutcomes}`,
    ...registries.map(registryLine),
    '',
  ].join('\n');
}
