import { useQuery } from '@tanstack/react-query';
import type { ProjectReport } from '../../../shared/project.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { CopyButton } from '../../components/Copyable.tsx';
import { RegistryName } from '../../components/RegistryName.tsx';

function CurlCommand({ report, registry }: { readonly report: ProjectReport; readonly registry: Registry }) {
  const client = useClient();
  const { projectId, revision } = report;
  const { data } = useQuery({
    queryKey: [...keys.project(projectId), 'curl', registry.id, registry.url, registry.family, revision],
    queryFn: () => client.invoke('publish.curl', { projectId, registryId: registry.id }),
  });
  if (data === undefined) return null;
  return (
    <li className="row small" title={data.command}>
      <RegistryName registry={registry} />
      <span className="push">
        <CopyButton text={data.command} what={`as curl for ${registry.name}`} kind="icon" />
      </span>
    </li>
  );
}

/** For each target the command that sends the archive from a shell, to be copied; the token is for the person to put in. */
export function CurlCommands(props: { readonly report: ProjectReport; readonly targets: readonly Registry[] }) {
  if (props.targets.length === 0) return null;
  return (
    <>
      <dt title="The command that publishes the archive from a shell. TOKEN stands where your token goes.">As curl</dt>
      <dd>
        <ul aria-label="Copy as curl">
          {props.targets.map((registry) => (
            <CurlCommand key={registry.id} report={props.report} registry={registry} />
          ))}
        </ul>
      </dd>
    </>
  );
}
