import { CircleDashed, Info, Key, LoaderCircle, Shield } from 'lucide-react';
import { useId } from 'react';
import type { ElbaChoice, ElbaFile, ElbaFound, ElbaIndex } from '../../../shared/elba.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatNoun } from '../../components/format.ts';
import { StatusText } from '../../components/StatusText.tsx';
import { Swatch } from '../../components/Swatch.tsx';
import { type ElbaState, useElba } from './useElba.ts';

function Row(props: {
  readonly row: ElbaIndex;
  readonly choice: ElbaChoice;
  readonly isChosen: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  const { row, choice } = props;
  const id = useId();
  return (
    <label className="li" htmlFor={id}>
      <Checkbox id={id} isSelected={props.isChosen} onChange={props.onChange} aria-label={`Import ${choice.name}`} />
      <Swatch colour={choice.colour} />
      <span className="grow">
        <span className="med">{choice.name}</span> {row.isDefault && <span className="t2 small">elba’s default</span>}
        <span className="small t2 mono blk ell" title={row.index}>
          {row.index}
        </span>
      </span>
      {row.hasToken ? (
        <StatusText className="small" glyph={<Key className="i s" aria-hidden="true" />}>
          1 token
        </StatusText>
      ) : (
        <StatusText className="small t2" glyph={<CircleDashed className="i s" aria-hidden="true" />}>
          No token
        </StatusText>
      )}
    </label>
  );
}

function PlainText({ elba, logins }: { readonly elba: ElbaState; readonly logins: string }) {
  const count = elba.chosen.filter(({ withToken }) => withToken).length;
  if (count === 0) return <span className="grow" />;
  const them = count === 1 ? 'this token' : `these ${count} tokens`;
  return (
    <div className="grow">
      <p className="note">
        <Shield className="i s" aria-hidden="true" />
        <span>
          elba keeps {them} in <span className="mono">{logins}</span> as plain text. Import saves{' '}
          {count === 1 ? 'it' : 'them'} where tokens are kept here.
        </span>
      </p>
      <Checkbox className="small delog" isSelected={elba.deletes} onChange={elba.setDeletes}>
        Then delete {count === 1 ? 'its line' : 'their lines'} from that file; elba itself can no longer publish with{' '}
        {count === 1 ? 'it' : 'them'}
      </Checkbox>
    </div>
  );
}

function Found({ elba, found }: { readonly elba: ElbaState; readonly found: ElbaFound }) {
  const count = elba.chosen.length;
  return (
    <div className="box">
      {elba.rows.map(({ row, choice }) => (
        <Row
          key={row.index}
          row={row}
          choice={choice}
          isChosen={elba.chosen.includes(choice)}
          onChange={(on) => elba.toggle(row.index, on)}
        />
      ))}
      <div className="li sunk">
        <PlainText elba={elba} logins={found.logins} />
        <Button
          variant="primary"
          isBusy={elba.isImporting}
          disabledReason={count === 0 ? 'Choose one first.' : undefined}
          onPress={elba.import}
        >
          Import {formatNoun(count, 'registry', 'registries')}
        </Button>
      </div>
    </div>
  );
}

function FileLine({ file }: { readonly file: ElbaFile }) {
  return (
    <li>
      <span className="mono">{file.path}</span>
      {file.state === 'broken' && (
        <span className="err">
          {' '}
          can’t be read{file.line === undefined ? '' : `, line ${file.line}`}: {file.text}
        </span>
      )}
    </li>
  );
}

/** Which of elba's files were read. One that is broken is named without a click. */
export function ElbaFiles({ files }: { readonly files: readonly ElbaFile[] }) {
  if (files.length === 0) return null;
  const broken = files.filter(({ state }) => state === 'broken');
  return (
    <div className="elbafiles small t2">
      {broken.length > 0 && (
        <ul>
          {broken.map((file) => (
            <FileLine key={file.path} file={file} />
          ))}
        </ul>
      )}
      <p className="note">
        <Info className="i s" aria-hidden="true" />
        <span>
          Looked in the configuration folder, the data folder, and the projects you opened here and what lies above
          them.
        </span>
      </p>
      <Disclosure
        summary={`Show the ${formatNoun(files.length, 'file')} that ${files.length === 1 ? 'was' : 'were'} read`}
      >
        <ul>
          {files.map((file) => (
            <FileLine key={file.path} file={file} />
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

/** What elba has on this computer and how to take it over. `isFirst`: it is the first page, which says it too where there is nothing. */
export function ElbaImport({ isFirst = false }: { readonly isFirst?: boolean }) {
  const elba = useElba();
  const { found } = elba;
  const isNothing = found !== undefined && elba.rows.length === 0;
  if (!isFirst && (found === undefined || (isNothing && elba.failed.length === 0))) return null;
  return (
    <section className="sec" aria-labelledby="elba-found">
      <div className="sec-h">
        <h2 id="elba-found">Found on this computer</h2>
        <span className="small t3 push">from elba’s own configuration</span>
      </div>
      {elba.isLooking && (
        <p className="st t2">
          <LoaderCircle className="i s spin" aria-hidden="true" />
          Looking…
        </p>
      )}
      {elba.error !== null && <ErrorNote error={elba.error} />}
      {isNothing && isFirst && (
        <div className="box">
          <p className="li t2">
            {found.files.length === 0
              ? 'elba is not set up on this computer'
              : 'elba has nothing here that could be imported'}
          </p>
        </div>
      )}
      {found !== undefined && !isNothing && <Found elba={elba} found={found} />}
      {elba.importError !== null && <ErrorNote error={elba.importError} />}
      {elba.failed.map(({ index, error }) => error !== undefined && <ErrorNote key={index} error={error} />)}
      {found !== undefined && <ElbaFiles files={found.files} />}
    </section>
  );
}
