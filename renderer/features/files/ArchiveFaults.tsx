import type { ArchiveFaults as Faults } from '../../../shared/changes.ts';
import { Callout } from '../../components/Callout.tsx';
import { formatCount } from '../../components/format.ts';

/** What is wrong with a published archive; nothing where it is as it should be. */
export function ArchiveFaults({ faults, title }: { readonly faults: Faults; readonly title: string }) {
  const { findings, moreFindings } = faults;
  const sentences = moreFindings === 0 ? findings : [...findings, `And ${formatCount(moreFindings)} more like these.`];
  if (sentences.length === 0) return null;
  return (
    <div className="pad">
      <Callout tone="warn" title={title}>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Callout>
    </div>
  );
}
