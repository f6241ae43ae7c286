import { Modal } from '@mantine/core';
import { listWebhookCalls, type WebhookSource } from '@rap/contracts/api-client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import { Message } from '../../parts/message.tsx';
import { usePeopleNames } from '../../parts/names.ts';
import { Refused } from '../../parts/refused.tsx';
import { ShowMore } from '../../parts/show-more.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { dayAndTime } from '../../parts/when.ts';

const VERDICTS = {
  new_person: 'Somebody new: they became a lead',
  known_person: 'Somebody we know',
} as const;

/** What a system has told us, each call once, newest first. What was refused left nothing. */
export function SourceCalls({
  source: { id, name },
  onClose,
}: {
  readonly source: WebhookSource;
  readonly onClose: () => void;
}): React.JSX.Element {
  const calls = useInfiniteQuery({
    queryKey: ['webhookSources', id, 'calls'],
    queryFn: ({ pageParam }) =>
      ask(listWebhookCalls({ path: { id }, query: { limit: 30, ...(pageParam && { after: pageParam }) } })),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: 5_000,
  });
  const rows = calls.data?.pages.flatMap(({ items }) => items) ?? [];
  const personOf = usePeopleNames(rows.map(({ personId }) => personId));
  return (
    <Modal opened size="lg" onClose={onClose} title={`What ${name} has told us`}>
      {calls.isPending && <GreyRows />}
      {calls.error && <Refused error={calls.error} within="card" />}
      {calls.data && rows.length === 0 && (
        <Message within="card" title="It has told us nothing yet">
          A call that is taken stands here within seconds. One that is refused hears why in its answer.
        </Message>
      )}
      <RowList label="Calls">
        {rows.map(({ id: callId, messageId, at, personId, verdict }) => (
          <Row
            key={callId}
            title={
              personId && personOf(personId) ? (
                <Link to="/people/$personId" params={{ personId }}>
                  {personOf(personId)}
                </Link>
              ) : (
                'A person'
              )
            }
            line={`${verdict ? VERDICTS[verdict] : 'Taken'}. Call ${messageId}`}
            when={dayAndTime(new Date(at))}
          />
        ))}
      </RowList>
      <ShowMore query={calls} />
    </Modal>
  );
}
