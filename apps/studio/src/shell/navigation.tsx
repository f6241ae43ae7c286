import { Avatar, Menu } from '@mantine/core';
import { may } from '@rap/domain/policy/abilities';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Fragment } from 'react';
import { initialsOf } from '../parts/initials.ts';
import { ROLE_NAMES } from '../parts/roles.ts';
import { useMe } from '../session/session.ts';
import { firmQuery } from './firm-query.ts';
import { openPalette } from './command-palette-store.ts';
import { Mark } from './mark.tsx';
import { MeMenuItems } from './me-menu.tsx';
import { PLACES, type Place } from './places.ts';
import classes from './shell.module.css';

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
      {places
        .filter(({ atFoot }) => !atFoot)
        .map((place, index) => (
          <Fragment key={place.to}>
            {place.group && place.group !== places[index - 1]?.group && (
              <div className={classes.group}>{place.group}</div>
            )}
            <PlaceLink place={place} />
          </Fragment>
        ))}
      <div className={classes.foot}>
        {places
          .filter(({ atFoot }) => atFoot)
          .map((place) => (
            <PlaceLink key={place.to} place={place} />
          ))}
        <Menu position="top-start" width={200}>
          <Menu.Target>
            <button type="button" className={classes.me}>
              <Avatar size={28} radius="xl">
                {initialsOf(me.displayName)}
              </Avatar>
              <span>
                {me.displayName}
                <small>{ROLE_NAMES[me.role]}</small>
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

/** The first pages under the thumb of a phone, and behind one more button what has no room. */
export function BottomBar(): React.JSX.Element {
  const me = useMe();
  const navigate = useNavigate();
  const places = PLACES.filter(({ needs }) => may(me.role, needs));
  return (
    <nav className={classes.bar} aria-label="Pages">
      {places
        .filter(({ onPhone }) => onPhone)
        .map((place) => (
          <PlaceLink key={place.to} place={place} />
        ))}
      <Menu position="top-end" width={240}>
        <Menu.Target>
          <button type="button" className={classes.place}>
            <IconMenu2 size={18} stroke={1.6} aria-hidden="true" />
            <span>More</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {places
            .filter(({ onPhone }) => !onPhone)
            .map(({ to, label, icon: Icon }) => (
              <Menu.Item
                key={to}
                leftSection={<Icon size={16} stroke={1.6} />}
                onClick={() => void navigate({ to })}
              >
                {label}
              </Menu.Item>
            ))}
          <Menu.Divider />
          <Menu.Label>{me.displayName}</Menu.Label>
          <MeMenuItems />
        </Menu.Dropdown>
      </Menu>
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
