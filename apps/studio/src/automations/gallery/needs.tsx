import type { Need } from '@rap/domain/automation/library/starter';
import { NEEDS } from '@rap/domain/automation/library/starter';
import { IconAlertTriangle, IconCheck, IconCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usersQuery } from '../../parts/names.ts';
import { firmQuery } from '../../shell/firm-query.ts';
import { useMay } from '../../session/session.ts';
import classes from './gallery.module.css';

/** Whether the firm has it; undefined where only its people's records can tell, or it is not known yet. */
export function useHas(): (need: Need) => boolean | undefined {
  const firm = useQuery(firmQuery);
  const users = useQuery(usersQuery);
  return (need) => {
    if (need === 'texting') return firm.data && firm.data.settings.smsFrom !== null;
    if (need !== 'bookingLink') return undefined;
    const advisors = users.data?.items.filter(
      ({ role, status }) => status === 'active' && (role === 'advisor' || role === 'owner'),
    );
    return advisors?.every(({ bookingLink }) => bookingLink !== null);
  };
}

/** Where the reader gives what is missing. */
function GiveIt({ need }: { readonly need: Need }): React.JSX.Element | null {
  const mayChangeFirm = useMay('settings.change');
  if (need === 'bookingLink')
    return (
      <>
        :{' '}
        <Link to="/settings/$section" params={{ section: 'profile' }}>
          give yours
        </Link>
      </>
    );
  return need === 'texting' && mayChangeFirm ? (
    <>
      :{' '}
      <Link to="/settings/$section" params={{ section: 'sending' }}>
        give one
      </Link>
    </>
  ) : null;
}

/** What an automation needs, and what of it is missing. */
export function Needs({ needs }: { readonly needs: readonly Need[] }): React.JSX.Element {
  const has = useHas();
  if (needs.length === 0) return <p className={classes.fact}>It needs nothing that you do not have.</p>;
  return (
    <ul className={classes.needs}>
      {needs.map((need) => (
        <li key={need}>
          {has(need) === true ? (
            <IconCheck size={16} color="var(--rap-ok)" aria-label="You have it:" />
          ) : has(need) === false ? (
            <IconAlertTriangle size={16} color="var(--rap-warn)" aria-label="Missing:" />
          ) : (
            <IconCircle size={16} color="var(--rap-text-3)" aria-hidden="true" />
          )}
          <span>
            {NEEDS[need]}
            {has(need) === false && <GiveIt need={need} />}
          </span>
        </li>
      ))}
    </ul>
  );
}
