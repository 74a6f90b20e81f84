import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Certificates, ProxyChoice, RegistryNetwork } from '../../../shared/network.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { Button } from '../../components/Button.tsx';
import { FileButton } from '../../components/FileButton.tsx';
import { Select } from '../../components/Select.tsx';
import { CommitField } from './CommitField.tsx';

export interface NetworkFieldsProps {
  readonly value: RegistryNetwork;
  /** What holds where `value` says nothing; null on the settings page, where it says all. */
  readonly inherited: string | null;
  /** Saves; resolves to whether it was saved. */
  readonly onChange: (value: RegistryNetwork) => Promise<boolean>;
}

type ProxyKind = ProxyChoice['kind'] | 'inherit';

const PROXIES = [
  { id: 'system', label: 'Same as the system' },
  { id: 'none', label: 'None', note: 'Straight to the registry' },
  { id: 'url', label: 'This one…', note: 'http, https or socks5' },
] as const;
const INHERIT = { id: 'inherit', label: 'As in Settings' } as const;

const PROXY_URL = /^(https?|socks5h?):\/\/[^\s/@]+\/?$/i;

const checkProxy = (text: string): string | undefined =>
  PROXY_URL.test(text)
    ? undefined
    : 'Write it like http://proxy.example:3128, without a user name or a password; those belong in the system’s settings.';

/** A copy without a part that is not set, as main wants it. */
function withPart<K extends keyof RegistryNetwork>(
  value: RegistryNetwork,
  key: K,
  part: RegistryNetwork[K] | undefined,
): RegistryNetwork {
  const { [key]: _, ...rest } = value;
  return part === undefined ? rest : { ...rest, [key]: part };
}

/** What the system says now. */
function SystemProxy() {
  const client = useClient();
  const { data } = useQuery({
    queryKey: ['systemProxy'],
    queryFn: () => client.invoke('network.systemProxy'),
    staleTime: 0,
  });
  return <span className="small t2 brk">{data === undefined ? '' : (data.proxy ?? 'none set')}</span>;
}

function ProxyField({ value, inherited, onChange }: NetworkFieldsProps) {
  // "This one" is chosen before its address is written: until then nothing is saved.
  const [isWriting, setWriting] = useState(false);
  const saved: ProxyKind = value.proxy?.kind ?? (inherited === null ? 'system' : 'inherit');
  const kind: ProxyKind = isWriting ? 'url' : saved;
  const choose = (next: ProxyKind): void => {
    setWriting(next === 'url' && saved !== 'url');
    if (next === 'url') return;
    void onChange(withPart(value, 'proxy', next === 'inherit' ? undefined : { kind: next }));
  };
  return (
    <div>
      <div className="row wrap">
        <Select<ProxyKind>
          label="Proxy"
          hideLabel
          width={240}
          options={inherited === null ? PROXIES : [INHERIT, ...PROXIES]}
          value={kind}
          onChange={choose}
        />
        {kind === 'system' && <SystemProxy />}
      </div>
      {kind === 'url' && (
        <div className="proxyurl">
          <CommitField
            label="Proxy address"
            mono
            maxLength={2000}
            placeholder="http://proxy.example:3128"
            value={value.proxy?.kind === 'url' ? value.proxy.url : ''}
            check={checkProxy}
            onCommit={async (url) => {
              const isSaved = await onChange(withPart(value, 'proxy', { kind: 'url', url }));
              if (isSaved) setWriting(false);
              return isSaved;
            }}
          />
        </div>
      )}
      <p className="hint">Never used for this computer itself.{inherited === null ? '' : ` ${inherited}`}</p>
    </div>
  );
}

const MOST_PEM = 131_072;

function CertificatesField({ value, onChange }: NetworkFieldsProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File): Promise<void> => {
    setProblem(null);
    const pem = file.size > MOST_PEM ? '' : await file.text().catch(() => '');
    if (pem === '' || pem.length > MOST_PEM) {
      setProblem(
        `${file.name} can’t be read, is empty, or has more than 128 KB. Choose the certificate of the authority.`,
      );
      return;
    }
    const certificates: Certificates = { fileName: file.name.slice(0, 255), pem };
    await onChange(withPart(value, 'certificates', certificates));
  };
  return (
    <div>
      <div className="row wrap">
        <FileButton
          label="Certificates of an authority"
          accept=".pem,.crt,.cer,.txt"
          onFile={(file) => void take(file)}
        >
          Choose PEM file…
        </FileButton>
        {value.certificates === undefined ? (
          <span className="small t2">None; the system’s certificates are used</span>
        ) : (
          <>
            <span className="small t2 ell" title={value.certificates.fileName}>
              {value.certificates.fileName}
            </span>
            <Button size="sm" onPress={() => void onChange(withPart(value, 'certificates', undefined))}>
              Remove {value.certificates.fileName}
            </Button>
          </>
        )}
      </div>
      {problem !== null && (
        <p className="small err" role="alert">
          {problem}
        </p>
      )}
      <p className="hint">
        For registries behind a company’s own certificate authority; a copy is kept. Invalid certificates are always
        refused.
      </p>
    </div>
  );
}

const SECONDS = [10, 30, 60, 120, 300, 600] as const;

function StallField({ value, inherited, onChange }: NetworkFieldsProps) {
  const saved = value.stallSeconds;
  const known = saved === undefined || SECONDS.some((one) => one === saved) ? SECONDS : [...SECONDS, saved];
  const options = known.map((seconds) => ({ id: String(seconds), label: `${seconds} seconds` }));
  return (
    <div className="row wrap">
      <Select
        label="Give up after"
        hideLabel
        width={160}
        options={inherited === null ? options : [INHERIT, ...options]}
        value={saved === undefined ? 'inherit' : String(saved)}
        onChange={(id) => void onChange(withPart(value, 'stallSeconds', id === 'inherit' ? undefined : Number(id)))}
      />
      <span className="small t2">
        without a byte moving; the answer to an upload may take four times as long. Slow uploads are never cut off.
      </span>
    </div>
  );
}

/** How registries are reached: rows of a form, for the settings and for one registry. */
export function NetworkFields(props: NetworkFieldsProps) {
  return (
    <>
      <span className="lab">Proxy</span>
      <ProxyField {...props} />
      <span className="lab">Extra certificates</span>
      <CertificatesField {...props} />
      <span className="lab">Give up after</span>
      <StallField {...props} />
    </>
  );
}
