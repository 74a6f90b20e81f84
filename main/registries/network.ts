import type { NetworkSettings, ProxyChoice, RegistryNetwork } from '../../shared/network.ts';
import { createSend, type Send } from '../api/transport.ts';
import { trustFor } from '../api/trust.ts';
import { parseProxy, type Way } from '../api/way.ts';
import { createGitLibrary } from '../catalog/gitLibrary.ts';
import type { GitProgram } from '../catalog/gitRun.ts';
import type { Host } from '../host.ts';
import { gitExchange } from './gitExchange.ts';
import { gitThrough } from './gitNetwork.ts';

export interface NetworkParts {
  readonly host: Pick<Host, 'proxyFor' | 'gitWorker'>;
  /** What holds for a registry that says nothing else, as it is now. */
  settings(): NetworkSettings;
  readonly git: GitProgram;
  /** Absolute: where what git needs beside its arguments is put. */
  readonly folder: string;
}

export interface Network {
  /** The way to an address of a registry. Throws `invalid_input` where its proxy or its certificates can't be used. */
  wayTo(url: URL, own: RegistryNetwork | undefined): Promise<Way>;
  /** Host and port of the proxy that this computer names for addresses outside; null for none. Its password is left out. */
  systemProxy(): Promise<string | null>;
  /** The git, and the library in its place, that reach an address of a registry in the same way. Throws what `wayTo` throws. */
  gitFor(url: string, registry: { readonly network?: RegistryNetwork | undefined }): Promise<GitProgram>;
  /** What requests to a registry go out through; a change of the settings counts from the next request on. */
  sendFor(registry: { readonly network?: RegistryNetwork | undefined }): Send;
}

async function proxyOf(choice: ProxyChoice, url: URL, host: NetworkParts['host']): Promise<URL | null> {
  if (choice.kind === 'none') return null;
  if (choice.kind === 'url') return parseProxy(choice.url);
  const told = await host.proxyFor(url.href);
  return told === null ? null : parseProxy(told);
}

/** Makes the ways to registries from the settings, from what a registry has of its own, and from what this computer says. */
export function createNetwork({ host, settings, git, folder }: NetworkParts): Network {
  const wayTo: Network['wayTo'] = async (url, own) => {
    const common = settings();
    const certificates = [common.certificates, own?.certificates].filter((one) => one !== undefined);
    return {
      proxy: await proxyOf(own?.proxy ?? common.proxy, bare(url), host),
      trust: trustFor(url, certificates),
      extra: certificates,
      stallMs: (own?.stallSeconds ?? common.stallSeconds) * 1000,
    };
  };
  const sendFor: Network['sendFor'] = ({ network }) => createSend((url) => wayTo(url, network));
  return {
    wayTo,
    systemProxy: async () => {
      const told = await host.proxyFor('https://registry.example/');
      const url = told === null ? null : URL.parse(told);
      return url === null ? null : `${url.protocol}//${url.host}`;
    },
    gitFor: async (text, { network }) => {
      const url = URL.parse(text);
      // Proxies and certificates are of no use to ssh and to files.
      if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return git;
      const library = createGitLibrary(host.gitWorker, gitExchange(sendFor({ network })));
      return { ...(await gitThrough(git, url, await wayTo(url, network), folder)), library };
    },
    sendFor,
  };
}

/** Scheme, host and port alone: whoever says which proxy to take learns neither path nor token. */
const bare = (url: URL): URL => new URL(url.origin);
