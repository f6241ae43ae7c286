import { Button, CopyButton } from '@mantine/core';
import {
  changeWebhookSource,
  listWebhookSources,
  rotateSourceSecret,
  type WebhookSource,
} from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { Message } from '../../parts/message.tsx';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { useMay } from '../../session/session.ts';
import { NewSource } from './new-source.tsx';
import { SourceCalls } from './source-calls.tsx';

/** Systems that may tell us of people; what they say starts automations. */
export function Sources({ onSecret }: { readonly onSecret: (secret: string) => void }): React.JSX.Element {
  const queries = useQueryClient();
  const mayChange = useMay('webhook.change');
  const [making, setMaking] = useState(false);
  const [asking, setAsking] = useState<WebhookSource>();
  const [calls, setCalls] = useState<WebhookSource>();
  const queryKey = ['webhookSources'];
  const sources = useQuery({ queryKey, queryFn: () => ask(listWebhookSources()) });
  const refetch = () => void queries.invalidateQueries({ queryKey });
  const switching = useMutation({
    mutationFn: ({ id, version, disabledAt }: WebhookSource) =>
      ask(changeWebhookSource({ path: { id }, body: { version, disabled: disabledAt === null } })),
    onSuccess: ({ name, disabledAt }) =>
      sayDone(disabledAt ? `Nothing is taken from ${name}` : `${name} is heard again`),
    onError: (error) => sayRefused('It was not done', error),
    onSettled: refetch,
  });
  const rotating = useMutation({
    mutationFn: ({ id, version }: WebhookSource) =>
      ask(rotateSourceSecret({ path: { id }, body: { version, overlapHours: 24 } })),
    onSuccess: ({ secret }) => onSecret(secret),
    onSettled: refetch,
  });
  const items = sources.data?.items ?? [];
  return (
    <Card
      title="In: who may tell us"
      aside={
        mayChange && (
          <Button size="xs" variant="default" onClick={() => setMaking(true)}>
            New source
          </Button>
        )
      }
    >
      {sources.isPending && <GreyRows />}
      {sources.error && <Refused error={sources.error} within="card" />}
      {sources.data && items.length === 0 && (
        <Message within="card" title="No system may tell us">
          A booking page or a site of yours can hand over a person: they become a lead, and automations begin.
        </Message>
      )}
      <RowList label="Webhook sources">
        {items.map((source) => (
          <Row
            key={source.id}
            title={source.name}
            line={
              <>
                <Status tone={source.disabledAt ? 'neutral' : 'ok'}>
                  {source.disabledAt ? 'Switched off' : 'Heard'}
                </Status>{' '}
                {source.url}
              </>
            }
            action={
              <>
                <CopyButton value={source.url}>
                  {({ copied, copy }) => (
                    <Button size="xs" variant="default" onClick={copy}>
                      {copied ? 'Copied' : 'Copy'}
                    </Button>
                  )}
                </CopyButton>
                <Button size="xs" variant="default" onClick={() => setCalls(source)}>
                  Calls
                </Button>
                {mayChange && (
                  <>
                    <Button
                      size="xs"
                      variant="default"
                      onClick={() => {
                        rotating.reset();
                        setAsking(source);
                      }}
                    >
                      New secret
                    </Button>
                    <Button size="xs" variant="default" onClick={() => switching.mutate(source)}>
                      {source.disabledAt ? 'Switch on' : 'Switch off'}
                    </Button>
                  </>
                )}
              </>
            }
          />
        ))}
      </RowList>
      {asking && (
        <AskFirst
          title={`A new secret for ${asking.name}`}
          verb="Make it"
          pending={rotating.isPending}
          error={rotating.error}
          onYes={() => rotating.mutate(asking, { onSuccess: () => setAsking(undefined) })}
          onClose={() => setAsking(undefined)}
        >
          It is shown once. What {asking.name} signs with the old one is taken for 24 hours more.
        </AskFirst>
      )}
      {calls && <SourceCalls source={calls} onClose={() => setCalls(undefined)} />}
      {making && <NewSource onSecret={onSecret} onClose={() => setMaking(false)} onMade={refetch} />}
    </Card>
  );
}
