import { changePerson, type Person, type PersonChanges } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { personQuery } from '../person-queries.ts';

export type Changes = Omit<PersonChanges, 'version'>;

/** Somebody else changed the same fact meanwhile: both versions are shown. */
export class Overtaken extends Error {
  readonly theirs: Person;

  constructor(theirs: Person) {
    super('Somebody else changed this meanwhile');
    this.theirs = theirs;
  }
}

const isPerson = (value: unknown): value is Person =>
  typeof value === 'object' && value !== null && 'version' in value && 'emails' in value;

/** Changes at the version that was seen. A change of other facts by somebody else stands beside it; of the same one it does not. */
async function change(seen: Person, changes: Changes): Promise<Person> {
  const send = (version: number) =>
    ask(changePerson({ path: { id: seen.id }, body: { ...changes, version } }));
  try {
    return await send(seen.version);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'stale_version') throw error;
    const { current } = error.problem;
    if (!isPerson(current)) throw error;
    const fields = Object.keys(changes) as (keyof Changes)[]; // the keys of an object literal
    if (fields.some((field) => current[field] !== seen[field])) throw new Overtaken(current);
    return send(current.version);
  }
}

/** A fact changes on the screen at once, and goes back with the reason when it is refused. */
export function usePersonChange(person: Person) {
  const queries = useQueryClient();
  const { queryKey } = personQuery(person.id);
  return useMutation({
    mutationFn: ({ seen, changes }: { seen: Person; changes: Changes }) => change(seen, changes),
    onMutate: async ({ seen, changes }) => {
      await queries.cancelQueries({ queryKey });
      queries.setQueryData(queryKey, { ...seen, ...changes });
    },
    onSuccess: (now) => queries.setQueryData(queryKey, now),
    onError: (error, { seen }) =>
      queries.setQueryData(queryKey, error instanceof Overtaken ? error.theirs : seen),
    onSettled: () => queries.invalidateQueries({ queryKey: ['person', person.id] }),
  });
}
