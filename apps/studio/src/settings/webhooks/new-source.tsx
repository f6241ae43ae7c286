import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { createWebhookSource } from '@rap/contracts/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { leadSourcesQuery } from '../../parts/names.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { booksQuery } from '../books/books-query.ts';

/** Where people land whom another system hands over. */
export function NewSource({
  onSecret,
  onMade,
  onClose,
}: {
  readonly onSecret: (secret: string) => void;
  readonly onMade: () => void;
  readonly onClose: () => void;
}): React.JSX.Element {
  const books = useQuery(booksQuery);
  const leadSources = useQuery(leadSourcesQuery);
  const [name, setName] = useState('');
  const [book, setBook] = useState('');
  const [leadSource, setLeadSource] = useState('');
  const bookId = book || (books.data?.items[0]?.id ?? '');
  const offered = leadSources.data?.items.filter(({ retiredAt }) => retiredAt === null) ?? [];
  const leadSourceId = leadSource || (offered[0]?.id ?? '');
  const making = useMutation({
    mutationFn: () => ask(createWebhookSource({ body: { name, bookId, leadSourceId } })),
    onSuccess: ({ secret }) => {
      onMade();
      onSecret(secret);
      onClose();
    },
  });
  const refusal = making.error instanceof Refusal ? making.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} title="New source">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <TextInput
            label="Which system"
            data-autofocus
            error={refusal?.at('name')}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <NativeSelect
            label="Book of people whom nobody knows yet"
            data={(books.data?.items ?? []).map(({ id, name: label }) => ({ value: id, label }))}
            error={refusal?.at('bookId')}
            value={bookId}
            onChange={({ currentTarget }) => setBook(currentTarget.value)}
          />
          <NativeSelect
            label="Source of their inquiry"
            data={offered.map(({ id, name: label }) => ({ value: id, label }))}
            error={refusal?.at('leadSourceId')}
            value={leadSourceId}
            onChange={({ currentTarget }) => setLeadSource(currentTarget.value)}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" loading={making.isPending}>
              Make the address
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
