import {
  getAutomation,
  healthOfAutomations,
  listAutomations,
  listNeedsAttention,
  type Automation,
  type NeedingAttention,
} from '@rap/contracts/api-client';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';

export type { Automation, NeedingAttention };

export const attentionQuery = queryOptions({
  queryKey: ['runs', 'attention'],
  queryFn: () => ask(listNeedsAttention({ query: { limit: 50 } })),
});

export const automationsQuery = queryOptions({
  queryKey: ['automations', 'list'],
  queryFn: () => ask(listAutomations({ query: { limit: 200 } })),
});

export const archivedAutomationsQuery = queryOptions({
  queryKey: ['automations', 'archived'],
  queryFn: () => ask(listAutomations({ query: { limit: 200, archived: 'true' } })),
});

export const healthQuery = queryOptions({
  queryKey: ['runs', 'health'],
  queryFn: () => ask(healthOfAutomations()),
});

export const automationQuery = (id: string) =>
  queryOptions({
    queryKey: ['automations', 'one', id],
    queryFn: () => ask(getAutomation({ path: { id } })),
  });
