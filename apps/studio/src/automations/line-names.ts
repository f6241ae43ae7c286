import {
  listLeadForms,
  listTags,
  listTemplates,
  listWebhookEndpoints,
  listWebhookSources,
  type Template,
} from '@rap/contracts/api-client';
import type { LiveTemplate } from '@rap/domain/automation/definition/context';
import type { LineNames } from '@rap/domain/automation/drawing/step-line';
import { may } from '@rap/domain/policy/abilities';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { leadSourcesQuery, usersQuery } from '../parts/names.ts';
import { useMe } from '../session/session.ts';
import { automationsQuery } from './automation-queries.ts';

const ALL = { limit: 200 } as const;
const FRESH_MS = 60_000;

export const templatesQuery = queryOptions({
  queryKey: ['templates', 'list'],
  queryFn: () => ask(listTemplates({ query: ALL })),
  staleTime: FRESH_MS,
});
export const tagsQuery = queryOptions({
  queryKey: ['tags', 'list'],
  queryFn: () => ask(listTags({ query: ALL })),
  staleTime: FRESH_MS,
});
const formsQuery = queryOptions({
  queryKey: ['leadForms'],
  queryFn: () => ask(listLeadForms({ query: ALL })),
  staleTime: FRESH_MS,
});
const endpointsQuery = queryOptions({
  queryKey: ['webhookEndpoints'],
  queryFn: () => ask(listWebhookEndpoints()),
  staleTime: FRESH_MS,
});
const callersQuery = queryOptions({
  queryKey: ['webhookSources'],
  queryFn: () => ask(listWebhookSources()),
  staleTime: FRESH_MS,
});

/** The templates that a message may be sent with, as the rules of a definition know them. */
export const liveTemplatesOf = (templates: readonly Template[]): ReadonlyMap<string, LiveTemplate> =>
  new Map(
    templates.flatMap(({ key, channel, versions }) => {
      const live = versions.find(({ status }) => status === 'live');
      return live ? [[key, { channel, version: live.number }]] : [];
    }),
  );

/** A record that a step may name, as a choice. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The names behind the ids of a definition, and the choices that its fields offer; of what the reader's role may see. */
export function useLineNames(): LineNames & {
  readonly choices: Readonly<Record<string, readonly Choice[]>>;
} {
  const { role } = useMe();
  const templates = useQuery(templatesQuery);
  const tags = useQuery(tagsQuery);
  const users = useQuery(usersQuery);
  const sources = useQuery({ ...leadSourcesQuery, enabled: may(role, 'lead.read') });
  const forms = useQuery({ ...formsQuery, enabled: may(role, 'form.read') });
  const automations = useQuery(automationsQuery);
  const endpoints = useQuery({ ...endpointsQuery, enabled: may(role, 'webhook.read') });
  const callers = useQuery({ ...callersQuery, enabled: may(role, 'webhook.read') });
  const choices = {
    tag: of(tags.data?.items, ({ name }) => name),
    user: of(users.data?.items, ({ displayName }) => displayName),
    lead_source: of(sources.data?.items, ({ name }) => name),
    lead_form: of(forms.data?.items, ({ title }) => title),
    automation: of(automations.data?.items, ({ name }) => name),
    webhook_out: of(endpoints.data?.items, ({ url }) => url),
    webhook_in: of(callers.data?.items, ({ name }) => name),
  };
  return {
    choices,
    records: Object.fromEntries(
      Object.entries(choices).map(([kind, some]) => [
        kind,
        new Map(some.map(({ value, label }) => [value, label])),
      ]),
    ),
    templates: new Map(templates.data?.items.map(({ key, name }) => [key, name])),
  };
}

const of = <T extends { readonly id: string }>(
  items: readonly T[] | undefined,
  name: (item: T) => string,
): Choice[] => (items ?? []).map((item) => ({ value: item.id, label: name(item) }));
