import type { ConsentOfPerson, Person } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { Card } from '../parts/page.tsx';
import { Status, type Tone } from '../parts/status.tsx';
import { consentQuery } from './person-queries.ts';
import classes from './fact-list.module.css';

/** What may be sent to each address, at a glance. The gate asks again, each time. */
export function ConsentCard({ person }: { readonly person: Person }): React.JSX.Element {
  const consent = useQuery(consentQuery(person.id));
  const ways = [
    ...person.emails.map(({ address, bouncedAt }) => ({
      channel: 'email' as const,
      address,
      compared: address.toLowerCase(),
      unusable: bouncedAt !== null,
    })),
    ...person.phones.map(({ number, e164, canText }) => ({
      channel: 'sms' as const,
      address: number,
      compared: e164,
      unusable: !canText,
    })),
  ];
  return (
    <Card title="Consent">
      <dl className={classes.facts}>
        {ways.length === 0 && (
          <div>
            <dt>No address or number is known</dt>
          </div>
        )}
        {consent.data &&
          ways.map((way) => {
            const { tone, words } = standing(way, consent.data);
            return (
              <div key={way.address}>
                <dt>{way.address}</dt>
                <dd>
                  <Status tone={tone}>{words}</Status>
                </dd>
              </div>
            );
          })}
      </dl>
    </Card>
  );
}

function standing(
  {
    channel,
    address,
    compared,
    unusable,
  }: { channel: 'email' | 'sms'; address: string; compared: string; unusable: boolean },
  { permissions, optOuts }: ConsentOfPerson,
): { tone: Tone; words: string } {
  if (unusable) return { tone: 'neutral', words: channel === 'email' ? 'Bounced' : 'Takes no texts' };
  const same = (one: { channel: string; address: string }): boolean =>
    one.channel === channel && [address, compared].includes(one.address);
  const out = optOuts.filter((one) => same(one) && one.liftedAt === null);
  if (out.some(({ scope }) => scope === 'all')) return { tone: 'danger', words: 'Opted out' };
  const given = permissions.filter((one) => same(one) && one.withdrawnAt === null);
  if (out.length > 0) return { tone: 'warn', words: 'No offers' };
  if (given.some(({ purpose }) => purpose === 'marketing')) return { tone: 'ok', words: 'Agreed to offers' };
  if (given.length > 0) return { tone: 'ok', words: 'Agreed to service' };
  return { tone: 'neutral', words: 'Has not agreed' };
}
