import { Button, MultiSelect, NativeSelect, Stack, TextInput } from '@mantine/core';
import { Role } from '@rap/contracts/actor';
import { createInvitation } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type SubmitEvent } from 'react';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ask, keyAfter, once } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { sayDone } from '../../parts/notify.tsx';
import { ROLE_CHOICES } from '../../parts/roles.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { booksQuery } from '../books/books-query.ts';

interface Typed {
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
  readonly bookIds: string[];
}
const EMPTY: Typed = { email: '', displayName: '', role: 'advisor', bookIds: [] };

/** A letter with a link, by which somebody becomes a user of the firm. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }): React.JSX.Element {
  const queries = useQueryClient();
  const books = useQuery(booksQuery);
  const [typed, setTyped] = useState(EMPTY);
  const key = useRef<string>(crypto.randomUUID());
  const inviting = useMutation({
    mutationFn: () => ask(createInvitation({ body: typed, ...once(key.current) })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['invitations'] });
      sayDone(`The invitation to ${typed.email} is on its way`);
      onClose();
    },
    onError: (error) => (key.current = keyAfter(error, key.current)),
  });
  const refusal = inviting.error instanceof Refusal ? inviting.error : undefined;
  const dirty = JSON.stringify(typed) !== JSON.stringify(EMPTY);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    inviting.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} title="Invite somebody" dirty={dirty}>
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
          <TextInput
            label="Work email"
            type="email"
            error={refusal?.at('email')}
            value={typed.email}
            onChange={({ currentTarget: { value: email } }) => setTyped({ ...typed, email })}
          />
          <NativeSelect
            label="Role"
            data={ROLE_CHOICES}
            error={refusal?.at('role')}
            value={typed.role}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, role: Role.parse(value) })}
          />
          <MultiSelect
            label="Books"
            description="Whose people they see"
            error={refusal?.at('bookIds')}
            data={(books.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={typed.bookIds}
            onChange={(bookIds) => setTyped({ ...typed, bookIds })}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" loading={inviting.isPending}>
              Send the invitation
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
