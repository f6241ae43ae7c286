import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { createLead, createPerson } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type SubmitEvent } from 'react';
import { FormDialog } from '../parts/form-dialog.tsx';
import { ask, keyAfter, once } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { leadSourcesQuery } from '../parts/names.ts';
import { sayDone } from '../parts/notify.tsx';
import { DialogFoot } from '../parts/dialog-foot.tsx';
import { WholeRefusal } from '../parts/whole-refusal.tsx';
import { KnownAlready } from './known-already.tsx';

const EMPTY = { firstName: '', lastName: '', email: '', phone: '', state: '', sourceId: '' };

/** A lead that came by word of mouth: the person and the inquiry, each written once however often the button is pressed. */
export function AddLead({ onClose }: { readonly onClose: () => void }): React.JSX.Element {
  const queries = useQueryClient();
  const sources = useQuery(leadSourcesQuery);
  const [typed, setTyped] = useState(EMPTY);
  const keys = useRef<{ person: string; lead: string }>({
    person: crypto.randomUUID(),
    lead: crypto.randomUUID(),
  });
  const offered = sources.data?.items.filter(({ retiredAt }) => retiredAt === null) ?? [];
  const sourceId = typed.sourceId || (offered[0]?.id ?? '');

  const adding = useMutation({
    mutationFn: async () => {
      const { firstName, lastName, email, phone, state } = typed;
      const person = await ask(
        createPerson({
          body: {
            firstName,
            lastName,
            ...(state ? { state: state.toUpperCase() } : {}),
            emails: email ? [{ address: email, isPrimary: true }] : [],
            phones: phone ? [{ number: phone, isPrimary: true }] : [],
          },
          ...once(keys.current.person),
        }),
      );
      return ask(createLead({ body: { personId: person.id, sourceId }, ...once(keys.current.lead) }));
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['leads'] });
      sayDone('Lead added');
      onClose();
    },
    // what is mended is another request, with a key of its own
    onError: (error) =>
      (keys.current = { person: keyAfter(error, keys.current.person), lead: keys.current.lead }),
  });
  const refusal = adding.error instanceof Refusal ? adding.error : undefined;
  const at = (field: string): string | undefined => refusal?.at(field);
  const fields = (name: keyof typeof EMPTY) => ({
    value: typed[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setTyped((before) => ({ ...before, [name]: value })),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    adding.mutate();
  };
  const dirty = JSON.stringify(typed) !== JSON.stringify(EMPTY);
  return (
    <FormDialog opened onClose={onClose} title="Add lead" dirty={dirty}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <Group grow align="flex-start">
            <TextInput label="First name" data-autofocus error={at('firstName')} {...fields('firstName')} />
            <TextInput label="Last name" error={at('lastName')} {...fields('lastName')} />
          </Group>
          <TextInput
            label="Email, optional"
            type="email"
            error={at('emails.0.address')}
            {...fields('email')}
          />
          <TextInput label="Phone, optional" type="tel" error={at('phones.0.number')} {...fields('phone')} />
          <KnownAlready
            email={typed.email}
            phone={typed.phone}
            name={typed.firstName && typed.lastName ? `${typed.firstName} ${typed.lastName}` : ''}
          />
          <Group grow align="flex-start">
            <TextInput
              label="State, optional"
              description="Two letters, for example OH"
              maxLength={2}
              error={at('state')}
              {...fields('state')}
            />
            <NativeSelect
              label="Source"
              description={'\u00a0'}
              data={offered.map(({ id, name }) => ({ value: id, label: name }))}
              error={at('sourceId')}
              {...fields('sourceId')}
              value={sourceId}
            />
          </Group>
          <DialogFoot onClose={onClose}>
            <Button type="submit" loading={adding.isPending}>
              Add lead
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
