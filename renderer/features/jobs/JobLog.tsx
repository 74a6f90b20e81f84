import type { LogLine } from '../../../shared/job.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { CopyButton } from '../../components/Copyable.tsx';
import { formatTimeExact } from '../../components/format.ts';

function nameOf(line: LogLine, registries: readonly Registry[]): string {
  if (line.registryId === undefined) return 'All';
  return registries.find((registry) => registry.id === line.registryId)?.name ?? 'Removed';
}

/** What happened, line by line. Main has taken the tokens out before the lines come here. */
export function JobLog({ lines }: { readonly lines: readonly LogLine[] }) {
  const registries = useRegistries();
  const text = lines.map((line) => `${line.at} ${nameOf(line, registries)}: ${line.text}`).join('\n');
  return (
    <section className="sec" aria-labelledby="log-heading">
      <div className="sec-h">
        <h2 id="log-heading">Log</h2>
        <span className="small t3">tokens are never written here</span>
        <span className="push">
          <CopyButton text={text} what="log" />
        </span>
      </div>
      {lines.length === 0 ? (
        <p className="t2">Nothing yet.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls sideways must be reachable by keyboard
        <section className="logbox" tabIndex={0} aria-label="Log lines">
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
            <div className="logl" key={at}>
              <span className="t3">{formatTimeExact(line.at)}</span>
              <span className="ell">{nameOf(line, registries)}</span>
              <span className="t2" title={line.text}>
                {line.text}
              </span>
            </div>
          ))}
        </section>
      )}
    </section>
  );
}
