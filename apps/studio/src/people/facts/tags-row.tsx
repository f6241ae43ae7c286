import { NativeSelect, Pill } from '@mantine/core';
import { listTags, tagPerson, tagsOfPerson, untagPerson } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import classes from './fact-list.module.css';

/** The tags of somebody; one is taken off by its cross, and put back by Undo. */
export function TagsRow({
  personId,
  mayChange,
}: {
  readonly personId: string;
  readonly mayChange: boolean;
}): React.JSX.Element {
  const queries = useQueryClient();
  const queryKey = ['person', personId, 'tags'];
  const tags = useQuery({ queryKey, queryFn: () => ask(tagsOfPerson({ path: { id: personId } })) });
  const all = useQuery({
    queryKey: ['tags'],
    queryFn: () => ask(listTags({ query: { retired: 'false', limit: 200 } })),
    enabled: mayChange,
  });
  const settle = {
    onError: (error: Error) => sayRefused('The tags are as they were', error),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  };
  const adding = useMutation({
    mutationFn: (tagId: string) => ask(tagPerson({ path: { id: personId }, body: { tagId } })),
    ...settle,
  });
  const removing = useMutation({
    mutationFn: ({ id }: { id: string; name: string }) =>
      ask(untagPerson({ path: { id: personId, tagId: id } })),
    onSuccess: (_done, { id, name }) => sayDone(`${name} taken off`, () => adding.mutate(id)),
    ...settle,
  });
  const own = tags.data?.items ?? [];
  const others = (all.data?.items ?? []).filter(({ id }) => own.every((tag) => tag.id !== id));
  return (
    <div>
      <dt>Tags</dt>
      <dd>
        <Pill.Group className={classes.tags}>
          {own.length === 0 && 'None'}
          {own.map(({ id, name }) => (
            <Pill
              key={id}
              withRemoveButton={mayChange}
              removeButtonProps={{ 'aria-label': `Take off ${name}`, 'aria-hidden': false, tabIndex: 0 }}
              onRemove={() => removing.mutate({ id, name })}
            >
              {name}
            </Pill>
          ))}
        </Pill.Group>
        {mayChange && others.length > 0 && (
          <NativeSelect
            aria-label="Add a tag"
            size="xs"
            mt={6}
            value=""
            onChange={({ currentTarget }) => adding.mutate(currentTarget.value)}
            data={[
              { value: '', label: 'Add a tag' },
              ...others.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </dd>
    </div>
  );
}
