import { Button, Checkbox, Group, MultiSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { createApiKey } from '@rap/contracts/api-client';
import { KEY_SCOPES, may, type Ability } from '@rap/domain/policy/abilities';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { useMe } from '../../session/session.ts';
import { ABILITY_WORDS } from '../ability-words.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { booksQuery } from '../books/books-query.ts';

/** What a program may do, for whom, and until when. The key itself comes back once. */
export function NewKey({
  onMade,
  onClose,
}: {
  readonly onMade: (token: string) => void;
  readonly onClose: () => void;
}): React.JSX.Element {
  const me = useMe();
  const books = useQuery(booksQuery);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>([]);
  const [bookIds, setBookIds] = useState<string[]>([]);
  const [days, setDays] = useState<number | string>(90);
  const making = useMutation({
    mutationFn: () =>
      ask(
        createApiKey({
          body: {
            name,
            scopes: [...scopes],
            bookIds: bookIds.length > 0 ? bookIds : null,
            expiresInDays: Number(days),
          },
        }),
      ),
    onSuccess: ({ token }) => onMade(token),
  });
  const refusal = making.error instanceof Refusal ? making.error : undefined;
  const dirty = name !== '' || scopes.length > 0;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <FormDialog opened size="lg" onClose={onClose} title="New key" dirty={dirty}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <TextInput
            label="What it is for"
            data-autofocus
            maxLength={80}
            error={refusal?.at('name')}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Checkbox.Group
            label="What it may do"
            error={refusal?.at('scopes')}
            value={[...scopes]}
            onChange={setScopes}
          >
            {Object.entries(ABILITY_WORDS).map(([part, abilities]) => (
              <fieldset key={part} style={{ margin: '8px 0 0', padding: 0, border: 0 }}>
                <legend style={{ color: 'var(--rap-text-2)', fontSize: 12 }}>{part}</legend>
                <Group gap="4px 16px">
                  {(Object.entries(abilities) as [Ability, string][])
                    .filter(([ability]) => KEY_SCOPES.includes(ability) && may(me.role, ability))
                    .map(([ability, words]) => (
                      <Checkbox key={ability} value={ability} label={words} size="xs" />
                    ))}
                </Group>
              </fieldset>
            ))}
          </Checkbox.Group>
          <Group grow align="flex-start">
            <MultiSelect
              label="Books, all of yours when none is chosen"
              error={refusal?.at('bookIds')}
              data={(books.data?.items ?? []).map(({ id, name: book }) => ({ value: id, label: book }))}
              value={bookIds}
              onChange={setBookIds}
            />
            <NumberInput
              label="Days until it runs out"
              min={1}
              max={366}
              error={refusal?.at('expiresInDays')}
              value={days}
              onChange={setDays}
            />
          </Group>
          <DialogFoot onClose={onClose}>
            <Button type="submit" loading={making.isPending}>
              Make the key
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
