import { ActionIcon, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { changePerson, type Person } from '@rap/contracts/api-client';
import { IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { useUserNames } from '../parts/names.ts';
import { Card } from '../parts/page.tsx';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { useMay } from '../session/session.ts';
import { personQuery } from './person-queries.ts';
import classes from './fact-list.module.css';

const FIELDS = [
  { name: 'firstName', label: 'First name', optional: false },
  { name: 'lastName', label: 'Last name', optional: false },
  { name: 'addressLine', label: 'Street', optional: true },
  { name: 'city', label: 'City', optional: true },
  { name: 'state', label: 'State', optional: true },
  { name: 'postalCode', label: 'ZIP code', optional: true },
  { name: 'timeZone', label: 'Time zone', optional: true },
  { name: 'birthDate', label: 'Date of birth', optional: true },
  { name: 'reviewDueOn', label: 'Next review', optional: true },
] as const;

const CHANNELS = { email: 'Email', sms: 'Text', phone: 'Phone' } as const;
type Field = (typeof FIELDS)[number]['name'];

/** What is known about somebody, changed in place. */
export function FactsCard({ person }: { readonly person: Person }): React.JSX.Element {
  const mayChange = useMay('person.change');
  const [editing, setEditing] = useState(false);
  const userName = useUserNames();
  return (
    <Card
      title="Facts"
      aside={
        mayChange && !editing ? (
          <ActionIcon aria-label="Change the facts" onClick={() => setEditing(true)}>
            <IconPencil size={16} stroke={1.6} />
          </ActionIcon>
        ) : undefined
      }
    >
      {editing ? (
        <FactsForm person={person} onClose={() => setEditing(false)} />
      ) : (
        <dl className={classes.facts}>
          {FIELDS.slice(2).map(({ name, label }) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd className="numeric">{person[name] ?? 'Not given'}</dd>
            </div>
          ))}
          <div>
            <dt>Prefers</dt>
            <dd>{person.preferredChannel ? CHANNELS[person.preferredChannel] : 'Not given'}</dd>
          </div>
          <div>
            <dt>Advisor</dt>
            <dd>{userName(person.ownerId) || 'Nobody'}</dd>
          </div>
        </dl>
      )}
    </Card>
  );
}

function FactsForm({
  person,
  onClose,
}: {
  readonly person: Person;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Record<Field, string>>(
    () => Object.fromEntries(FIELDS.map(({ name }) => [name, person[name] ?? ''])) as Record<Field, string>,
  );
  const [preferred, setPreferred] = useState<string>(person.preferredChannel ?? '');
  const saving = useMutation({
    mutationFn: () => {
      const changed = FIELDS.filter(({ name }) => typed[name].trim() !== (person[name] ?? '')).map(
        ({ name, optional }) => [name, typed[name].trim() || (optional ? null : '')],
      );
      return ask(
        changePerson({
          path: { id: person.id },
          body: {
            version: person.version,
            ...Object.fromEntries(changed),
            ...(preferred === (person.preferredChannel ?? '')
              ? {}
              : { preferredChannel: preferred === '' ? null : (preferred as 'email' | 'sms' | 'phone') }),
          },
        }),
      );
    },
    onSuccess: (now) => {
      queries.setQueryData(personQuery(person.id).queryKey, now);
      sayDone('Saved');
      onClose();
    },
    onError: (error) => {
      // the newest is fetched beneath; what was typed stays, and is saved over it by the next click
      if (error instanceof Refusal && error.code === 'stale_version') {
        void queries.invalidateQueries({ queryKey: ['person', person.id, 'record'] });
        sayRefused('Somebody else changed this person meanwhile. Look, then save again', error);
      } else if (!(error instanceof Refusal) || !error.problem.errors) sayRefused('Not saved', error);
    },
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={submit} aria-label="Facts">
      <Stack gap="sm" p="md">
        {FIELDS.map(({ name, label }) => (
          <TextInput
            key={name}
            label={label}
            type={name === 'birthDate' || name === 'reviewDueOn' ? 'date' : 'text'}
            value={typed[name]}
            error={refusal?.at(name)}
            onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, [name]: value }))}
          />
        ))}
        <NativeSelect
          label="Prefers"
          value={preferred}
          onChange={({ currentTarget }) => setPreferred(currentTarget.value)}
          data={[
            { value: '', label: 'Not given' },
            ...Object.entries(CHANNELS).map(([value, label]) => ({ value, label })),
          ]}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={saving.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
