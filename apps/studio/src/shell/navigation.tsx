import { Avatar, Menu } from '@mantine/core';
import { may } from '@rap/domain/policy/abilities';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { initialsOf } from '../parts/initials.ts';
import { useMe } from '../session/session.ts';
import { firmQuery } from './firm-query.ts';
import { openPalette } from './command-palette-store.ts';
import { Mark } from './mark.tsx';
import { MeMenuItems } from './me-menu.tsx';
import { PLACES, type Place } from './places.ts';
import classes from './shell.module.css';

const ROLES = {
  owner: 'Owner',
  advisor: 'Advisor',
  assistant: 'Assistant',
  compliance: 'Compliance',
  operations: 'Operations',
} as const;

export function Navigation(): React.JSX.Element {
  const me = useMe();
  const firm = useQuery(firmQuery);
  const places = PLACES.filter((place) => may(me.role, place.needs));
  return (
    <nav className={classes.nav} aria-label="Pages">
      <div className={classes.firm}>
        <Mark />
        <span>{firm.data?.name ?? ''}</span>
      </div>
      <button type="button" className={classes.search} onClick={openPalette}>
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <span>Search or jump to</span>
        <kbd>{isMac() ? '\u2318K' : 'Ctrl K'}</kbd>
      </button>
      {places.map((place, index) => (
        <Fragment key={place.to}>
          {place.group && place.group !== places[index - 1]?.group && (
            <div className={classes.group}>{place.group}</div>
          )}
          <PlaceLink place={place} />
        </Fragment>
      ))}
      <div className={classes.foot}>
        <Menu position="top-start" width={200}>
          <Menu.Target>
            <button type="button" className={classes.me}>
              <Avatar size={28} radius="xl">
                {initialsOf(me.displayName)}
              </Avatar>
              <span>
                {me.displayName}
                <small>{ROLES[me.role]}</small>
              </span>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <MeMenuItems />
          </Menu.Dropdown>
        </Menu>
      </div>
    </nav>
  );
}

/** The first pages under the thumb of a phone. */
export function BottomBar(): React.JSX.Element {
  const me = useMe();
  return (
    <nav className={classes.bar} aria-label="Pages">
      {PLACES.filter((place) => place.onPhone && may(me.role, place.needs)).map((place) => (
        <PlaceLink key={place.to} place={place} />
      ))}
    </nav>
  );
}

function PlaceLink({ place: { to, label, icon: Icon } }: { readonly place: Place }): React.JSX.Element {
  return (
    <Link
      to={to}
      title={label}
      className={classes.place}
      activeOptions={{ exact: to === '/', includeSearch: false }}
    >
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span>{label}</span>
    </Link>
  );
}

const isMac = (): boolean => navigator.userAgent.includes('Mac');
