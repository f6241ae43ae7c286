import { controlEnrolment, type RunWish } from '@rap/contracts/api-client';
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';

/** What a person does to a run, said in words when it is done; `shown` are the queries that show it. */
export function useRunControl(runId: string, shown: QueryKey) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ wish }: { wish: RunWish; words: string }) =>
      ask(controlEnrolment({ path: { id: runId }, body: wish })),
    onSuccess: (_answer, { words }) => sayDone(words),
    onError: (error) => sayRefused('Nothing was done', error),
    onSettled: () => queries.invalidateQueries({ queryKey: shown }),
  });
}
