import { listWebhookEndpoints } from '@rap/contracts/api-client';
import { EVENT_CATALOGUE } from '@rap/contracts/automation/events';
import { webhookConsumer, WEBHOOKS_PREFIX } from '@rap/contracts/webhook-consumer';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { useMay } from '../../session/session.ts';

/** What those are called whom events are handed on to: the automations, and each address that is told. */
export function useConsumerNames(): (consumer: string) => string {
  const mayRead = useMay('webhook.read');
  const { data } = useQuery({
    queryKey: ['webhooks'],
    queryFn: () => ask(listWebhookEndpoints()),
    enabled: mayRead,
  });
  return (consumer) => {
    if (consumer === 'automations') return 'Automations';
    if (!consumer.startsWith(WEBHOOKS_PREFIX)) return consumer;
    const endpoint = data?.items.find(({ id }) => webhookConsumer(id) === consumer);
    return endpoint ? `Webhook “${endpoint.description}”` : 'A webhook';
  };
}

/** "A lead came in"; a kind that is in no catalogue as it stands. */
export const eventName = (kind: string): string =>
  kind in EVENT_CATALOGUE ? EVENT_CATALOGUE[kind as keyof typeof EVENT_CATALOGUE].label : kind;
