import { Alert, Button, Group, Modal, NativeSelect, Stack } from '@mantine/core';
import { enrolByHand } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { refusalOf } from '../api/refusal.ts';
import { automationsQuery } from '../automations/automation-queries.ts';
import { counted } from '../parts/counted.ts';
import { sayDone } from '../parts/notify.tsx';
import { WhereItGoes } from '../parts/where-it-goes.tsx';
import { useMay } from '../session/session.ts';
import type { LeadRow } from './lead-queries.ts';

/** Puts the people of the chosen leads into an automation that begins by hand; who could not enter is told with the reason. */
export function StartForLeads({
  leads,
  onDone,
}: {
  readonly leads: readonly LeadRow[];
  readonly onDone: () => void;
}): React.JSX.Element | null {
  const mayStart = useMay('run.control');
  const [open, setOpen] = useState(false);
  if (!mayStart) return null;
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Automation
      </Button>
      {open && (
        <StartDialog
          leads={leads}
          onClose={(started) => {
            setOpen(false);
            if (started) onDone();
          }}
        />
      )}
    </>
  );
}

function StartDialog({
  leads,
  onClose,
}: {
  readonly leads: readonly LeadRow[];
  readonly onClose: (started: boolean) => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const automations = useQuery(automationsQuery);
  const byHand = automations.data?.items.filter(
    ({ liveNumber, archivedAt, definition }) =>
      liveNumber !== null && archivedAt === null && definition.trigger.kind === 'manual',
  );
  const [chosen, setChosen] = useState('');
  const automationId = chosen || (byHand?.[0]?.id ?? '');
  const names = new Map(leads.map(({ personId, personName }) => [personId, personName]));
  const starting = useMutation({
    mutationFn: () =>
      ask(enrolByHand({ path: { id: automationId }, body: { personIds: [...names.keys()] } })),
    onSuccess: ({ results }) => {
      if (results.some(({ outcome }) => outcome === 'refused')) return;
      sayDone(`It starts for ${counted(results.length, 'person', 'people')}`);
      onClose(true);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  });
  const refused = starting.data?.results.filter(({ outcome }) => outcome === 'refused') ?? [];
  const asked = (starting.data?.results.length ?? 0) - refused.length;
  return (
    <Modal
      opened
      onClose={() => onClose(asked > 0)}
      title={`Start an automation for ${counted(names.size, 'person', 'people')}`}
    >
      <Stack gap="md">
        {starting.error && (
          <Alert color="red" role="alert">
            {refusalOf(starting.error).message}
          </Alert>
        )}
        {byHand?.length === 0 ? (
          <p style={{ margin: 0 }}>
            No live automation begins by hand. Publish one that does, and it can be started here.
          </p>
        ) : (
          <NativeSelect
            label="Automation"
            value={automationId}
            data={byHand?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            onChange={({ currentTarget: { value } }) => {
              setChosen(value);
              starting.reset();
            }}
          />
        )}
        {refused.length > 0 && (
          <Alert
            color="yellow"
            role="status"
            styles={{ label: { color: 'var(--rap-text)' } }}
            title={`It starts for ${asked}, and not for ${refused.length}`}
          >
            <ul style={{ margin: 0, paddingLeft: 16 }}>
              {refused.map(({ personId, words }) => (
                <li key={personId}>
                  {names.get(personId)}: {words}
                </li>
              ))}
            </ul>
          </Alert>
        )}
        <WhereItGoes />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onClose(asked > 0)}>
            {starting.data ? 'Close' : 'Cancel'}
          </Button>
          {!starting.data && (
            <Button
              disabled={automationId === ''}
              loading={starting.isPending}
              onClick={() => starting.mutate()}
            >
              Start
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
