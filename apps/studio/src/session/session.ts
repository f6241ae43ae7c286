import { currentSession, type SignedIn } from '@rap/contracts/api-client';
import type { Ability } from '@rap/domain/policy/abilities';
import { may, whoMay } from '@rap/domain/policy/abilities';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';

export type Session = SignedIn;

/** Who is signed in; null is nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await ask(currentSession());
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
});

/** Who is signed in, on pages that nobody else sees. */
export function useMe(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new Error('this page is shown to who is signed in');
  return data;
}

/** What the reader's role may do. The API asks again: this is for what is offered, not for what is allowed. */
export function useMay(ability: Ability): boolean {
  return may(useMe().role, ability);
}

const ROLE_WORDS = {
  owner: 'an owner',
  advisor: 'an advisor',
  assistant: 'an assistant',
  compliance: 'compliance',
  operations: 'operations',
} as const;

/** Who can do it, in words: "an owner or compliance". */
export function whoCan(ability: Ability): string {
  return new Intl.ListFormat('en-US', { type: 'disjunction' }).format(
    whoMay(ability).map((role) => ROLE_WORDS[role]),
  );
}
