import { useQuery } from '@tanstack/react-query';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { dayAndTime } from '../parts/when.ts';
import { consentQuery } from '../people/person-queries.ts';
import classes from './lead-touches.module.css';

const WHAT = {
  email: { service: 'Email about their inquiry', marketing: 'Offers by email' },
  sms: { service: 'Texts about their inquiry', marketing: 'Offers by text' },
} as const;

/** What they agreed to, with the words that stood before them when they did: the proof of it. */
export function Agreed({ personId }: { readonly personId: string }): React.JSX.Element | null {
  const consent = useQuery(consentQuery(personId));
  const given = consent.data?.permissions ?? [];
  if (consent.error) {
    return (
      <Card title="What they agreed to">
        <Refused within="card" error={consent.error} />
      </Card>
    );
  }
  if (given.length === 0) return null;
  return (
    <Card title="What they agreed to">
      {given.map((one) => (
        <blockquote key={one.id} className={classes.asked}>
          <strong>{WHAT[one.channel][one.purpose]}</strong>
          {one.textShown && <div>{one.textShown}</div>}
          <footer>
            {`${one.address}, ${dayAndTime(new Date(one.givenAt))}`}
            {one.awaitsYes && ', waits for a YES from the phone'}
            {one.withdrawnAt && `, withdrawn ${dayAndTime(new Date(one.withdrawnAt))}`}
          </footer>
        </blockquote>
      ))}
    </Card>
  );
}
