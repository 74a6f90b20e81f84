import { FolderSearch } from 'lucide-react';
import type { ProjectReport } from '../../../shared/project.ts';
import { Button } from '../../components/Button.tsx';
import { useIntake } from './intake.ts';

/** Offers the folders inside that are projects, where the dropped one is not. */
export function Suggestions({ report }: { readonly report: ProjectReport }) {
  const intake = useIntake();
  if (report.suggestions.length === 0) return null;
  return (
    <section className="checks" aria-labelledby="suggestions-heading">
      <h2 id="suggestions-heading">Folders inside that have an elba.toml</h2>
      <ul className="box suggestions">
        {report.suggestions.map((folder) => (
          <li className="li" key={folder}>
            <FolderSearch className="i" />
            <span className="grow mono ell" title={folder}>
              {folder}
            </span>
            <Button
              size="sm"
              aria-label={`Review ${folder}`}
              onPress={() => intake.openSuggestion(report.projectId, folder)}
            >
              Review
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
