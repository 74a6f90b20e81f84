import type { Certificates, NetworkSettings, ProxyChoice, RegistryNetwork } from '../../shared/network.ts';
import { readAuthorities } from '../api/trust.ts';
import { parseProxy } from '../api/way.ts';
import { failure } from '../failure.ts';

function cleanProxy(choice: ProxyChoice): ProxyChoice {
  if (choice.kind !== 'url') return choice;
  const url = parseProxy(choice.url.trim());
  // Not repeated in the sentence, because it holds a password.
  if (url.username !== '' || url.password !== '') {
    throw failure(
      'invalid_input',
      'The address of the proxy holds a user name or a password, which would lie on the disk in clear. Leave them out, and set such a proxy in the system’s settings.',
    );
  }
  return { kind: 'url', url: `${url.protocol}//${url.host}` };
}

/** Only the certificates of the file are kept: whatever else lies in it, such as a private key, is left out. */
const cleanCertificates = (certificates: Certificates): Certificates => ({
  ...certificates,
  pem: readAuthorities(certificates)
    .map(({ pem }) => pem)
    .join(''),
});

/**
 * Network choices in their normal form. Throws `invalid_input` for a proxy that is no http, https or socks5 address or holds a
 * password, and for a file without readable certificates.
 */
export function cleanNetwork<T extends RegistryNetwork | NetworkSettings>(network: T): T {
  const { proxy, certificates } = network;
  return {
    ...network,
    ...(proxy === undefined ? {} : { proxy: cleanProxy(proxy) }),
    ...(certificates === undefined ? {} : { certificates: cleanCertificates(certificates) }),
  };
}
