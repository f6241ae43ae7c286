import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { listAuditEvents, type AuditEvent } from '@rap/contracts/api-client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { Message } from '../../parts/message.tsx';
import { useUserNames, usersQuery } from '../../parts/names.ts';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { ShowMore } from '../../parts/show-more.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { dayAndTime, midnight, readersZone } from '../../parts/when.ts';
import { SectionFrame } from '../section.tsx';
import { AuditChanges } from './audit-changes.tsx';
import type { AuditSearch } from './audit-search.ts';
import { actionInWords, actorInWords, fieldInWords, RECORD_CHOICES } from './audit-words.ts';
import { Verification } from './verification.tsx';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who did what and when, as it was written down; nobody can change it. */
export function AuditSection(): React.JSX.Element {
  const {
    actor = '',
    kind = '',
    record = '',
    from = '',
    until = '',
  } = useSearch({
    from: '/inside/settings/$section',
  });
  const navigate = useNavigate({ from: '/settings/$section' });
  const filter = (changed: AuditSearch): void =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const [typed, setTyped] = useState(record);
  const keep = useDebouncedCallback((id: string) => filter({ record: id || undefined }), 300);
  const users = useQuery(usersQuery);
  const nameOf = useUserNames();
  const recordIsId = record === '' || UUID.test(record);
  const asked = {
    ...(actor && { actor }),
    ...(kind && { action: kind }),
    ...(record && { recordId: record }),
    ...(from && { from: midnight(from) }),
    ...(until && { before: midnight(until, 1) }),
  };
  const events = useInfiniteQuery({
    queryKey: ['audit', asked],
    queryFn: ({ pageParam }) =>
      ask(
        listAuditEvents({
          query: {
            limit: 50,
            ...asked,
            ...(pageParam && { after: pageParam }),
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: recordIsId,
  });
  const rows = recordIsId ? (events.data?.pages.flatMap(({ items }) => items) ?? []) : [];
  const filtered = Object.keys(asked).length > 0;
  return (
    <SectionFrame title="Audit log" facts={`Newest first, times in ${readersZone()}`}>
      <Verification />
      <Card title="What was done">
        <Group gap="sm" p="sm" align="flex-end">
          <NativeSelect
            aria-label="Who"
            value={actor}
            data={[
              { value: '', label: 'Everybody' },
              ...(users.data?.items ?? []).map(({ id, displayName }) => ({
                value: `user:${id}`,
                label: displayName,
              })),
            ]}
            onChange={({ currentTarget }) => filter({ actor: currentTarget.value || undefined })}
          />
          <NativeSelect
            aria-label="What"
            value={kind}
            data={[{ value: '', label: 'Every kind of record' }, ...RECORD_CHOICES]}
            onChange={({ currentTarget }) => filter({ kind: currentTarget.value || undefined })}
          />
          <TextInput
            aria-label="Id of a record"
            placeholder="Id of a record"
            w={300}
            error={recordIsId ? undefined : 'An id has 36 characters: copy it from the address of the page'}
            value={typed}
            onChange={({ currentTarget }) => {
              setTyped(currentTarget.value);
              keep(currentTarget.value.trim());
            }}
          />
          <TextInput
            type="date"
            label="From"
            value={from}
            onChange={({ currentTarget }) => filter({ from: currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            label="Until"
            value={until}
            onChange={({ currentTarget }) => filter({ until: currentTarget.value || undefined })}
          />
          <Button
            component="a"
            href={`/api/audit-events/export?${new URLSearchParams(asked)}`}
            download
            variant="default"
          >
            Export
          </Button>
        </Group>
        {events.isLoading && <GreyRows />}
        {events.error && <Refused error={events.error} within="card" />}
        {events.data && rows.length === 0 && (
          <Message within="card" title={filtered ? 'Nothing matches' : 'Nothing was done yet'}>
            {filtered ? 'Take away a filter.' : 'From the first change on, each stands here.'}
          </Message>
        )}
        <RowList label="Audit log">
          {rows.map((event) => (
            <Row
              key={event.id}
              title={actionInWords(event.action)}
              line={
                <>
                  {actorInWords(event.actor, nameOf)}
                  {fieldsOf(event)}
                  <AuditChanges event={event} nameOf={nameOf} />
                </>
              }
              when={
                <span title={`${event.action}, request ${event.correlationId}`}>
                  {dayAndTime(new Date(event.at))}
                </span>
              }
            />
          ))}
        </RowList>
        <ShowMore query={events} />
      </Card>
    </SectionFrame>
  );
}

/** ", changed: stage, owner id"; the log holds names of fields, never what stood in them. */
function fieldsOf({ action, detail: { fields } }: AuditEvent): string {
  if (!action.endsWith('.update') || !Array.isArray(fields) || fields.length === 0) return '';
  const words = fields.map((field) => fieldInWords(String(field)));
  return `, changed: ${words.join(', ')}`;
}
