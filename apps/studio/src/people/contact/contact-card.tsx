import { ActionIcon, Anchor, Badge, Button, Group, Menu } from '@mantine/core';
import type { Person } from '@rap/contracts/api-client';
import { IconCopy, IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Card } from '../../parts/page.tsx';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Status } from '../../parts/status.tsx';
import { useMay } from '../../session/session.ts';
import { consentQuery } from '../person-queries.ts';
import { WayForm } from './way-form.tsx';
import { standingOf, waysOf, type Way } from './standing.ts';
import { useReach } from './use-reach.ts';
import classes from './contact.module.css';

/** Every way to reach somebody, with what may be sent by it. */
export function ContactCard({ person }: { readonly person: Person }): React.JSX.Element {
  const mayChange = useMay('person.change');
  const consent = useQuery(consentQuery(person.id));
  const [adding, setAdding] = useState<Way['channel']>();
  const ways = waysOf(person);
  return (
    <Card title="Contact and consent">
      {consent.error && <Refused within="card" error={consent.error} />}
      <ul className={classes.ways}>
        {ways.length === 0 && <li>No address or number is known</li>}
        {ways.map((way) => {
          const standing = consent.data && standingOf(way, consent.data);
          return (
            <li key={way.id}>
              <div className={classes.what}>
                <Anchor fz="sm" href={`${way.channel === 'email' ? 'mailto' : 'tel'}:${way.compared}`}>
                  {way.address}
                </Anchor>{' '}
                <span className={classes.meta}>{way.label}</span>{' '}
                {way.isPrimary && (
                  <Badge size="xs" variant="light" color="gray" radius="sm" tt="none">
                    Primary
                  </Badge>
                )}
                {standing && (
                  <div className={classes.standing}>
                    <Status tone={standing.tone}>{standing.words}</Status>
                    {standing.more && <span className={classes.meta}>{standing.more}</span>}
                  </div>
                )}
              </div>
              <ActionIcon aria-label={`Copy ${way.address}`} onClick={() => void copy(way.address)}>
                <IconCopy size={16} stroke={1.6} />
              </ActionIcon>
              {mayChange && <WayMenu personId={person.id} way={way} />}
            </li>
          );
        })}
      </ul>
      {mayChange &&
        (adding ? (
          <WayForm personId={person.id} channel={adding} onClose={() => setAdding(undefined)} />
        ) : (
          <Group gap="xs" px="md" pb="md">
            <Button variant="default" size="xs" onClick={() => setAdding('email')}>
              Add an email
            </Button>
            <Button variant="default" size="xs" onClick={() => setAdding('sms')}>
              Add a number
            </Button>
          </Group>
        ))}
    </Card>
  );
}

async function copy(address: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(address);
    sayDone(`${address} copied`);
  } catch (error) {
    sayRefused('The browser did not allow it to be copied', error);
  }
}

const LABELS = ['home', 'work', 'mobile', 'other'];

function WayMenu({ personId, way }: { readonly personId: string; readonly way: Way }): React.JSX.Element {
  const reach = useReach(personId);
  const act = (wish: Parameters<typeof reach.mutate>[0], words: string): void =>
    reach.mutate(wish, {
      onSuccess: () => sayDone(words),
      onError: (error) => sayRefused('Nothing was changed', error),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Change ${way.address}`} loading={reach.isPending}>
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!way.isPrimary && (
          <Menu.Item onClick={() => act({ do: 'change', way, isPrimary: true }, 'It is the primary one now')}>
            Make it the primary one
          </Menu.Item>
        )}
        <Menu.Label>What it is</Menu.Label>
        {LABELS.filter((label) => label !== way.label).map((label) => (
          <Menu.Item
            key={label}
            onClick={() => act({ do: 'change', way, label }, `It is called ${label} now`)}
          >
            {label.replace(/^./, (letter) => letter.toUpperCase())}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => act({ do: 'remove', way }, `${way.address} removed`)}>
          Remove it
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
