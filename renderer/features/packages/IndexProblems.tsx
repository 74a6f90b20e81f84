import type { PackageList } from '../../../shared/catalog.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Callout } from '../../components/Callout.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { formatCount, formatNoun } from '../../components/format.ts';

/** More than anybody reads; the rest is counted. */
const SHOWN = 100;

/** Files of the index that elba would refuse, each with its line. */
export function IndexProblems(props: { readonly registry: Registry; readonly problems: PackageList['problems'] }) {
  const { problems, registry } = props;
  if (problems.length === 0) return null;
  const files = new Set(problems.map((problem) => problem.file)).size;
  return (
    <div className="pkbanner">
      <Callout tone="warn" title={`elba would refuse ${formatNoun(files, 'file')} of ${registry.name}’s index`}>
        <p className="t2">
          One bad line makes a whole package unusable for elba. What could be read is listed here; mend the files where
          the index is written.
        </p>
        <Disclosure summary={`Show ${formatNoun(problems.length, 'place')}`} className="srv">
          <ul className="dolist">
            {problems.slice(0, SHOWN).map((problem) => (
              <li key={`${problem.file} ${problem.line} ${problem.text}`}>
                <span className="mono">
                  {problem.file}
                  {problem.line === undefined ? '' : `, line ${problem.line}`}
                </span>{' '}
                {problem.text}
              </li>
            ))}
          </ul>
          {problems.length > SHOWN && <p>and {formatCount(problems.length - SHOWN)} more</p>}
        </Disclosure>
      </Callout>
    </div>
  );
}
