import { Button, MultiSelect, NativeSelect, Stack, TextInput } from '@mantine/core';
import { Role } from '@rap/contracts/actor';
import { changeUser, type User } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { usersQuery } from '../../parts/names.ts';
import { sayDone } from '../../parts/notify.tsx';
import { ROLE_CHOICES } from '../../parts/roles.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { booksQuery } from '../books/books-query.ts';

/** Role, name and books of somebody who works here. */
export function MemberDialog({
  user,
  onClose,
}: {
  readonly user: User;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const books = useQuery(booksQuery);
  const [typed, setTyped] = useState({
    displayName: user.displayName,
    role: user.role,
    bookIds: [...user.bookIds],
  });
  const saving = useMutation({
    mutationFn: () => ask(changeUser({ path: { id: user.id }, body: { version: user.version, ...typed } })),
    onSuccess: () => {
      sayDone(`${typed.displayName} is changed`);
      onClose();
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: usersQuery.queryKey });
      void queries.invalidateQueries({ queryKey: booksQuery.queryKey });
    },
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} title={user.email}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <TextInput
            label="Name"
            data-autofocus
            error={refusal?.at('displayName')}
            value={typed.displayName}
            onChange={({ currentTarget: { value: displayName } }) => setTyped({ ...typed, displayName })}
          />
          <NativeSelect
            label="Role"
            description="What each role may do stands below the list of users"
            data={ROLE_CHOICES}
            error={refusal?.at('role')}
            value={typed.role}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, role: Role.parse(value) })}
          />
          <MultiSelect
            label="Books"
            description="Whose people they see; owners, compliance and operations see every book"
            data={(books.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={typed.bookIds}
            onChange={(bookIds) => setTyped({ ...typed, bookIds })}
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
