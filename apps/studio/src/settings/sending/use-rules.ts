import { changeSendingRules, getSendingRules, type SendingRulesChanges } from '@rap/contracts/api-client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { sayDone } from '../../parts/notify.tsx';

export const rulesQuery = queryOptions({
  queryKey: ['sendingRules'],
  queryFn: () => ask(getSendingRules()),
});

/** The rules as they stand, and one change of them: what is not named stays as it is. */
export function useRulesChange(words: string) {
  const queries = useQueryClient();
  const { data } = useQuery(rulesQuery);
  const changing = useMutation({
    mutationFn: (changes: Omit<SendingRulesChanges, 'version'>) =>
      ask(changeSendingRules({ body: { ...changes, version: data?.version ?? 0 } })),
    onSuccess: (now) => {
      queries.setQueryData(rulesQuery.queryKey, now);
      sayDone(words);
    },
    // somebody else was first: the form shows what stands now beside what was typed
    onError: () => void queries.invalidateQueries({ queryKey: rulesQuery.queryKey }),
  });
  const refusal = changing.error instanceof Refusal ? changing.error : undefined;
  return { ...changing, refusal };
}
