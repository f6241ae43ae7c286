import { Button, MultiSelect, Stack, TextInput } from '@mantine/core';
import { changeBook, createBook, type Book } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type SubmitEvent } from 'react';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ask, once } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { usersQuery } from '../../parts/names.ts';
import { sayDone } from '../../parts/notify.tsx';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { booksQuery } from './books-query.ts';

/** A new book, or another name and other members of one. */
export function BookDialog({
  book,
  onClose,
}: {
  readonly book: Book | undefined;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const users = useQuery(usersQuery);
  const key = useRef(crypto.randomUUID());
  const [typed, setTyped] = useState({ name: book?.name ?? '', memberIds: [...(book?.memberIds ?? [])] });
  const saving = useMutation({
    mutationFn: async () => {
      const { id, version } =
        book ?? (await ask(createBook({ body: { name: typed.name }, ...once(key.current) })));
      return ask(changeBook({ path: { id }, body: { version, ...typed } }));
    },
    onSuccess: ({ name }) => {
      sayDone(book ? `${name} is changed` : `${name} is there`);
      onClose();
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: booksQuery.queryKey });
      void queries.invalidateQueries({ queryKey: usersQuery.queryKey });
    },
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} title={book ? book.name : 'New book'}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <TextInput
            label="Name"
            data-autofocus
            maxLength={80}
            error={refusal?.at('name')}
            value={typed.name}
            onChange={({ currentTarget: { value: name } }) => setTyped({ ...typed, name })}
          />
          <MultiSelect
            label="Who works for it"
            error={refusal?.at('memberIds')}
            data={(users.data?.items ?? [])
              .filter(({ status }) => status === 'active')
              .map(({ id, displayName }) => ({ value: id, label: displayName }))}
            value={typed.memberIds}
            onChange={(memberIds) => setTyped({ ...typed, memberIds })}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" loading={saving.isPending}>
              Save
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
