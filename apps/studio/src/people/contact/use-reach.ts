import {
  addEmail,
  addPhone,
  changeEmail,
  changePhone,
  removeEmail,
  removePhone,
  type Person,
} from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { personQuery } from '../person-queries.ts';
import type { Way } from './standing.ts';

export type ReachWish =
  | { readonly do: 'add'; readonly channel: Way['channel']; readonly address: string; readonly label: string }
  | { readonly do: 'change'; readonly way: Way; readonly label?: string; readonly isPrimary?: true }
  | { readonly do: 'remove'; readonly way: Way };

function send(personId: string, wish: ReachWish): Promise<Person> {
  if (wish.do === 'add') {
    const { address, label } = wish;
    return wish.channel === 'email'
      ? ask(addEmail({ path: { id: personId }, body: { address, label } }))
      : ask(addPhone({ path: { id: personId }, body: { number: address, label } }));
  }
  const { id, version, channel } = wish.way;
  if (wish.do === 'remove') {
    const asked = { path: { id }, query: { version } };
    return channel === 'email' ? ask(removeEmail(asked)) : ask(removePhone(asked));
  }
  const { label, isPrimary } = wish;
  const asked = {
    path: { id },
    body: { version, ...(label === undefined ? {} : { label }), ...(isPrimary ? { isPrimary } : {}) },
  };
  return channel === 'email' ? ask(changeEmail(asked)) : ask(changePhone(asked));
}

/** What is done to the addresses and numbers of somebody. */
export function useReach(personId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wish: ReachWish) => send(personId, wish),
    onSuccess: (now) => queries.setQueryData(personQuery(personId).queryKey, now),
    onSettled: () => queries.invalidateQueries({ queryKey: ['person', personId] }),
  });
}
