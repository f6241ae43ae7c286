import { NativeSelect } from '@mantine/core';
import { listBooks, movePerson, type Person } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { useMay } from '../../session/session.ts';
import { personQuery } from '../person-queries.ts';

/** Whose book somebody is in: it decides who may see them. */
export function BookRow({ person }: { readonly person: Person }): React.JSX.Element | null {
  const mayMove = useMay('person.move');
  const queries = useQueryClient();
  const books = useQuery({ queryKey: ['books'], queryFn: () => ask(listBooks()) });
  const moving = useMutation({
    mutationFn: (bookId: string) =>
      ask(movePerson({ path: { id: person.id }, body: { version: person.version, bookId } })),
    onSuccess: (now) => {
      queries.setQueryData(personQuery(person.id).queryKey, now);
      sayDone('Moved to the other book');
    },
    onError: (error) => sayRefused('Not moved', error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['person', person.id] }),
  });
  const items = books.data?.items ?? [];
  const own = items.find(({ id }) => id === person.bookId);
  if (!own) return null;
  return (
    <div>
      <dt>Book</dt>
      <dd>
        {mayMove && items.length > 1 ? (
          <NativeSelect
            aria-label="Book"
            size="xs"
            disabled={moving.isPending}
            value={person.bookId}
            onChange={({ currentTarget }) => moving.mutate(currentTarget.value)}
            data={items.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : (
          own.name
        )}
      </dd>
    </div>
  );
}
