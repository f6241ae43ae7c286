import { Button } from '@mantine/core';
import { listWebhookEndpoints, type WebhookEndpoint } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { counted } from '../../parts/counted.ts';
import { Message } from '../../parts/message.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { useMay, whoCan } from '../../session/session.ts';
import { SectionFrame } from '../section.tsx';
import { ShownOnce } from '../shown-once.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { EndpointMenu } from './endpoint-menu.tsx';
import { Sources } from './sources.tsx';

export const WEBHOOKS_KEY = ['webhooks'];

/** Who is told of what happens here, and who may tell us. */
export function WebhooksSection(): React.JSX.Element {
  const mayChange = useMay('webhook.change');
  const endpoints = useQuery({ queryKey: WEBHOOKS_KEY, queryFn: () => ask(listWebhookEndpoints()) });
  const [open, setOpen] = useState<WebhookEndpoint | 'new'>();
  const [log, setLog] = useState<WebhookEndpoint>();
  const [secret, setSecret] = useState<string>();
  const items = endpoints.data?.items ?? [];
  return (
    <SectionFrame
      title="Webhooks"
      facts={mayChange ? 'Signed by the Standard Webhooks rules' : `Changed by ${whoCan('webhook.change')}`}
      actions={mayChange && <Button onClick={() => setOpen('new')}>New webhook</Button>}
    >
      <Card title="Out: who is told" aside={counted(items.length, 'address', 'addresses')}>
        {endpoints.isPending && <GreyRows />}
        {endpoints.error && <Refused error={endpoints.error} within="card" />}
        {endpoints.data && items.length === 0 && (
          <Message within="card" title="Nobody is told">
            Another system of yours can be told when a lead comes in, a meeting is booked or an automation
            asks for it. Each message is signed, and sent again until it is taken.
          </Message>
        )}
        <RowList label="Webhooks">
          {items.map((endpoint) => (
            <Row
              key={endpoint.id}
              title={endpoint.description}
              line={
                <>
                  <Standing endpoint={endpoint} /> {endpoint.url}
                </>
              }
              when={
                endpoint.eventKinds.length > 0
                  ? counted(endpoint.eventKinds.length, 'kind of event', 'kinds of event')
                  : 'automations only'
              }
              action={
                <>
                  <Button size="xs" variant="default" onClick={() => setLog(endpoint)}>
                    Log
                  </Button>
                  {mayChange && (
                    <EndpointMenu
                      endpoint={endpoint}
                      onChange={() => setOpen(endpoint)}
                      onSecret={setSecret}
                    />
                  )}
                </>
              }
            />
          ))}
        </RowList>
      </Card>
      <Sources onSecret={setSecret} />
      {open && (
        <EndpointDialog
          endpoint={open === 'new' ? undefined : open}
          onSecret={setSecret}
          onClose={() => setOpen(undefined)}
        />
      )}
      {log && <DeliveryLog endpoint={log} onClose={() => setLog(undefined)} />}
      {secret && (
        <ShownOnce title="The secret" secret={secret} onClose={() => setSecret(undefined)}>
          <p>It is shown this once. The other system proves by it that a message is genuine.</p>
        </ShownOnce>
      )}
    </SectionFrame>
  );
}

const WHY = {
  by_hand: 'Switched off',
  failing: 'Switched off after three days of failures',
  gone: 'Switched off: it answered that it is gone',
} as const;

function Standing({ endpoint }: { readonly endpoint: WebhookEndpoint }): React.JSX.Element {
  if (endpoint.disabledAt) {
    return (
      <Status tone={endpoint.disabledWhy === 'by_hand' ? 'neutral' : 'danger'}>
        {WHY[endpoint.disabledWhy ?? 'by_hand']}
      </Status>
    );
  }
  if (endpoint.failingSince) {
    return <Status tone="warn">Failing since {dayAndTime(new Date(endpoint.failingSince))}</Status>;
  }
  return <Status tone="ok">On</Status>;
}
