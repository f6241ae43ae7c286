import { Button, Group, Modal, NativeSelect } from '@mantine/core';
import { listWebhookAttempts, resendWebhook, type WebhookEndpoint } from '@rap/contracts/api-client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { Message } from '../../parts/message.tsx';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Refused } from '../../parts/refused.tsx';
import { ShowMore } from '../../parts/show-more.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { useMay } from '../../session/session.ts';
import { eventName } from '../events/consumer-names.ts';
import { WhatWasSent } from './what-was-sent.tsx';

const OF_THE_LOG: Readonly<Record<string, string>> = {
  ping: 'Test message',
  'automation.step': 'Step of an automation',
};
const label = (type: string): string => OF_THE_LOG[type] ?? eventName(type);

type Outcome = 'taken' | 'failed';
const OUTCOMES = [
  { value: '', label: 'Taken or not' },
  { value: 'taken', label: 'Taken' },
  { value: 'failed', label: 'Not taken' },
];
const outcomeOf = (value: string): Outcome | undefined =>
  value === 'taken' || value === 'failed' ? value : undefined;

/** Each attempt to tell that address, newest first, and how it was taken. */
export function DeliveryLog({
  endpoint: { id, description, disabledAt, eventKinds },
  onClose,
}: {
  readonly endpoint: WebhookEndpoint;
  readonly onClose: () => void;
}): React.JSX.Element {
  const mayChange = useMay('webhook.change');
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome>();
  const [type, setType] = useState('');
  const queryKey = ['webhooks', id, 'attempts', outcome, type];
  const types = [...new Set([...Object.keys(OF_THE_LOG), ...eventKinds])];
  const attempts = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) =>
      ask(
        listWebhookAttempts({
          path: { id },
          query: {
            limit: 30,
            ...(outcome && { outcome }),
            ...(type && { type }),
            ...(pageParam && { after: pageParam }),
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: 5_000,
  });
  const sending = useMutation({
    mutationFn: (attemptId: string) => ask(resendWebhook({ path: { id, attemptId } })),
    onSuccess: () => sayDone('It is sent again, once'),
    onError: (error) => sayRefused('It is not sent again', error),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['webhooks', id, 'attempts'] }),
  });
  const rows = attempts.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Modal opened size="lg" onClose={onClose} title={`Log of ${description}`}>
      <Group gap="sm" pb="sm">
        <NativeSelect
          aria-label="How it went"
          data={OUTCOMES}
          value={outcome ?? ''}
          onChange={({ currentTarget }) => setOutcome(outcomeOf(currentTarget.value))}
        />
        <NativeSelect
          aria-label="What was told"
          data={[
            { value: '', label: 'Every kind of message' },
            ...types.map((value) => ({ value, label: label(value) })),
          ]}
          value={type}
          onChange={({ currentTarget }) => setType(currentTarget.value)}
        />
      </Group>
      {attempts.isPending && <GreyRows />}
      {attempts.error && <Refused error={attempts.error} within="card" />}
      {attempts.data && rows.length === 0 && (
        <Message within="card" title={outcome || type ? 'Nothing matches' : 'Nothing was sent yet'}>
          {outcome || type
            ? 'Take away a filter.'
            : 'Send a test message from its menu: it stands here within seconds.'}
        </Message>
      )}
      <RowList label="Attempts">
        {rows.map((attempt) => (
          <Row
            key={attempt.id}
            title={label(attempt.type)}
            line={
              <>
                <Status tone={attempt.errorCode === null ? 'ok' : 'danger'}>
                  {attempt.errorCode === null
                    ? `Taken, answer ${attempt.status}`
                    : attempt.status === null
                      ? `No answer: ${attempt.errorCode.replaceAll('_', ' ')}`
                      : `Refused, answer ${attempt.status}`}
                </Status>{' '}
                {attempt.durationMs} ms{attempt.replay && ', told again'}
                <WhatWasSent endpointId={id} attemptId={attempt.id} />
              </>
            }
            when={dayAndTime(new Date(attempt.at))}
            action={
              mayChange &&
              !disabledAt && (
                <Button
                  size="xs"
                  variant="default"
                  loading={sending.isPending && sending.variables === attempt.id}
                  onClick={() => sending.mutate(attempt.id)}
                >
                  Send again
                </Button>
              )
            }
          />
        ))}
      </RowList>
      <ShowMore query={attempts} />
    </Modal>
  );
}
