import { Anchor, Group } from '@mantine/core';
import { getChannels, type ChannelEnd } from '@rap/contracts/api-client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { Status } from './status.tsx';

/** Set where the product is started: it does not change under a page. */
export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: () => ask(getChannels()),
  staleTime: Infinity,
});

/** Sandbox or real, wherever a message may leave; of both channels when none is named. */
export function WhereItGoes({
  channel,
}: {
  readonly channel?: 'email' | 'sms' | undefined;
}): React.JSX.Element | null {
  const { data, error } = useQuery(channelsQuery);
  // what is not known may be real
  if (error) return <Status tone="warn">Take it as real: where it ends is not known</Status>;
  if (!data) return null;
  const { email, sms } = data;
  if (channel) return <OneEnd end={data[channel]} />;
  if (email.mode === sms.mode) return <OneEnd end={{ ...email, opens: null }} />;
  return (
    <Group gap="xs" component="span">
      <OneEnd end={email} of="Emails" />
      <OneEnd end={sms} of="Texts" />
    </Group>
  );
}

/** Where one channel ends, and where what arrived there can be read. */
export function OneEnd({
  end: { mode, opens },
  of,
}: {
  readonly end: ChannelEnd;
  readonly of?: string;
}): React.JSX.Element {
  const words = mode === 'sandbox' ? 'Sandbox: nothing leaves this machine' : 'Real: people receive this';
  return (
    <Group gap="xs" component="span">
      <Status tone={mode === 'sandbox' ? 'info' : 'neutral'} filled>
        {of ? `${of}: ${words.charAt(0).toLowerCase()}${words.slice(1)}` : words}
      </Status>
      {opens && (
        <Anchor href={opens} target="_blank" rel="noreferrer" fz="xs">
          See what arrived
        </Anchor>
      )}
    </Group>
  );
}
