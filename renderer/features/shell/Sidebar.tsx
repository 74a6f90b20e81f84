import { CircleQuestionMark, History, Package, Plus, Settings, Upload } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useRegistries, useUnknownOutcomes } from '../../bridge/useAppState.ts';
import { formatCount } from '../../components/format.ts';
import { LinkButton } from '../../components/LinkButton.tsx';
import { JobStrips } from './JobStrips.tsx';
import { RegistryList } from './RegistryList.tsx';
import { href, navigate, type Route } from './router.ts';
import { WindowMenuButton } from './WindowMenuButton.tsx';

type Place = 'publish' | 'packages' | 'activity' | 'settings';

/** Which of the four places a page belongs to. */
const placeOf = (route: Route): Place | null => {
  switch (route.page) {
    case 'publish':
    case 'review':
    case 'job':
      return 'publish';
    case 'packages':
    case 'activity':
    case 'settings':
      return route.page;
    default:
      return null;
  }
};

function PlaceLink(props: {
  readonly place: Place;
  readonly current: Place | null;
  readonly name: string;
  readonly icon: ReactNode;
  readonly children?: ReactNode;
  readonly describedBy?: string | undefined;
}) {
  return (
    <a
      href={href({ page: props.place })}
      aria-current={props.place === props.current ? 'page' : undefined}
      aria-describedby={props.describedBy}
      draggable={false}
    >
      {props.icon}
      {props.name}
      {props.children}
    </a>
  );
}

/** The number is decoration: the link stays named "Activity" alone, and its description says what the number counts. */
function ActivityLink({ current }: { readonly current: Place | null }) {
  const unknown = useUnknownOutcomes();
  const id = useId();
  const icon = <History className="i" />;
  if (unknown === 0) return <PlaceLink place="activity" current={current} name="Activity" icon={icon} />;
  const text = unknown === 1 ? '1 outcome is unknown' : `${formatCount(unknown)} outcomes are unknown`;
  return (
    <>
      <PlaceLink place="activity" current={current} name="Activity" icon={icon} describedBy={id}>
        <span className="count" title={text} aria-hidden="true">
          {formatCount(unknown)}
        </span>
      </PlaceLink>
      <span id={id} hidden>
        {text}
      </span>
    </>
  );
}

/** The left column: the places, the registries, what is under way. */
export function Sidebar({ route }: { readonly route: Route }) {
  const registries = useRegistries();
  const place = placeOf(route);
  return (
    <nav className="side" aria-label="Main">
      <div className="drag">
        <WindowMenuButton />
      </div>
      <div className="side-scroll">
        <div className="nav">
          <PlaceLink place="publish" current={place} name="Publish" icon={<Upload className="i" />} />
          <PlaceLink place="packages" current={place} name="Packages" icon={<Package className="i" />} />
          <ActivityLink current={place} />
        </div>
        <h2 className="side-h" id="registries-heading">
          Registries
        </h2>
        <div className="nav">
          {registries.length === 0 ? <p className="small t3 none-yet">None yet</p> : null}
          <RegistryList route={route} />
          <button
            type="button"
            className="reg-row add"
            aria-current={route.page === 'addRegistry' ? 'page' : undefined}
            onClick={() => navigate({ page: 'addRegistry' })}
          >
            <Plus className="i" />
            Add registry…
          </button>
        </div>
      </div>
      <JobStrips route={route} />
      <div className="side-foot nav">
        <div className="row">
          <PlaceLink place="settings" current={place} name="Settings" icon={<Settings className="i" />} />
          <LinkButton variant="ghost" className="icon" href={href({ page: 'help' })} aria-label="Help">
            <CircleQuestionMark className="i" />
          </LinkButton>
        </div>
      </div>
    </nav>
  );
}
