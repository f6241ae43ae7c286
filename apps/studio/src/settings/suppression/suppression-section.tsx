import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { listOptOuts, type OptOut } from '@rap/contracts/api-client';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { Message } from '../../parts/message.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { ShowMore } from '../../parts/show-more.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { useMay } from '../../session/session.ts';
import { SectionFrame } from '../section.tsx';
import { Suppress } from './suppress.tsx';

const KEY = ['optOuts'];
const SOURCES: Readonly<Record<OptOut['source'], string>> = {
  keyword: 'They wrote STOP',
  link: 'They followed the link in an email',
  one_click: 'They pressed unsubscribe in their mail program',
  by_hand: 'Noted by somebody here',
  hard_bounce: 'The address does not exist',
  complaint: 'They called an email spam',
  provider: 'The text provider says so',
};
const SHORTEST_ADDRESS = 3;

/** Every address that wants no messages, of people who are known and of others. */
export function SuppressionSection(): React.JSX.Element {
  const queries = useQueryClient();
  const mayChange = useMay('consent.change');
  const [channel, setChannel] = useState<'' | OptOut['channel']>('');
  const [standing, setStanding] = useState(true);
  const [typed, setTyped] = useState('');
  const [address] = useDebouncedValue(typed.trim(), 300);
  const [adding, setAdding] = useState(false);
  const found = useInfiniteQuery({
    queryKey: [...KEY, channel, standing, address],
    queryFn: ({ pageParam }) =>
      ask(
        listOptOuts({
          query: {
            limit: 50,
            standing: String(standing),
            ...(channel && { channel }),
            ...(address.length >= SHORTEST_ADDRESS && { address }),
            ...(pageParam && { after: pageParam }),
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <SectionFrame
      title="Who wants no messages"
      facts="Binds everybody who shares the address, whoever writes"
      actions={mayChange && <Button onClick={() => setAdding(true)}>Add addresses</Button>}
    >
      <Card title={standing ? 'Standing' : 'Lifted'}>
        <Group gap="sm" p="sm">
          <TextInput
            aria-label="Whole address or number"
            placeholder="Whole address or number"
            w={280}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <NativeSelect
            aria-label="Channel"
            value={channel}
            data={[
              { value: '', label: 'Emails and texts' },
              { value: 'email', label: 'Emails' },
              { value: 'sms', label: 'Texts' },
            ]}
            onChange={({ currentTarget: { value } }) =>
              setChannel(value === 'email' || value === 'sms' ? value : '')
            }
          />
          <NativeSelect
            aria-label="Which"
            value={standing ? 'standing' : 'lifted'}
            data={[
              { value: 'standing', label: 'Standing' },
              { value: 'lifted', label: 'Lifted since' },
            ]}
            onChange={({ currentTarget }) => setStanding(currentTarget.value === 'standing')}
          />
        </Group>
        {found.isPending && <GreyRows />}
        {found.error && <Refused error={found.error} within="card" />}
        {found.data && rows.length === 0 && (
          <Message within="card" title={address ? `"${address}" is not in this list` : 'The list is empty'}>
            {address
              ? 'Addresses are kept sealed, so only a whole one is found.'
              : 'Whoever writes STOP, follows the link in an email or complains comes here by itself.'}
          </Message>
        )}
        <RowList label="Addresses that want no messages">
          {rows.map((row) => (
            <Row
              key={row.id}
              title={row.address}
              line={
                <>
                  <Status tone="neutral">{row.channel === 'email' ? 'Emails' : 'Texts'}</Status>{' '}
                  {`${row.scope === 'all' ? 'Nothing at all' : 'No offers'}. ${SOURCES[row.source]}.`}
                </>
              }
              when={
                row.liftedAt
                  ? `lifted ${dayAndTime(new Date(row.liftedAt))}`
                  : `since ${dayAndTime(new Date(row.since))}`
              }
            />
          ))}
        </RowList>
        <ShowMore query={found} />
      </Card>
      {adding && (
        <Suppress
          onDone={() => void queries.invalidateQueries({ queryKey: KEY })}
          onClose={() => setAdding(false)}
        />
      )}
    </SectionFrame>
  );
}
