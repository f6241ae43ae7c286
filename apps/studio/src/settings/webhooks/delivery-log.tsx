import { Button, Group, Modal } from '@mantine/core';
import { listWebhookAttempts, resendWebhook, type WebhookEndpoint } from '@rap/contracts/api-client';
import { EVENT_CATALOGUE } from '@rap/contracts/automation/events';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { Message } from '../../parts/message.tsx';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { useMay } from '../../session/session.ts';

const label = (type: string): string =>
  type in EVENT_CATALOGUE ? EVENT_CATALOGUE[type as keyof typeof EVENT_CATALOGUE].label : type;

/** Each attempt to tell that address, newest first, and how it was taken. */
export function DeliveryLog({
  endpoint: { id, description, disabledAt },
  onClose,
}: {
  readonly endpoint: WebhookEndpoint;
  readonly onClose: () => void;
}): React.JSX.Element {
  const mayChange = useMay('webhook.change');
  const queries = useQueryClient();
  const queryKey = ['webhooks', id, 'attempts'];
  const attempts = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) =>
      ask(
        listWebhookAttempts({ path: { id }, query: { limit: 30, ...(pageParam && { after: pageParam }) } }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: 5_000,
  });
  const sending = useMutation({
    mutationFn: (attemptId: string) => ask(resendWebhook({ path: { id, attemptId } })),
    onSuccess: () => sayDone('It is sent again, once'),
    onError: (error) => sayRefused('It is not sent again', error),
    onSettled: () => void queries.invalidateQueries({ queryKey }),
  });
  const rows = attempts.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Modal opened size="lg" onClose={onClose} title={`Log of ${description}`}>
      {attempts.isPending && <GreyRows />}
      {attempts.error && <Refused error={attempts.error} within="card" />}
      {attempts.data && rows.length === 0 && (
        <Message within="card" title="Nothing was sent yet">
          Send a test message from its menu: it stands here within seconds.
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
      {attempts.hasNextPage && (
        <Group justify="center" p="sm">
          <Button size="xs" variant="default" onClick={() => void attempts.fetchNextPage()}>
            Show more
          </Button>
        </Group>
      )}
    </Modal>
  );
}
