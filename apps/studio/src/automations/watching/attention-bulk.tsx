import { Button } from '@mantine/core';
import { controlMany } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import type { NeedingAttention } from '../automation-queries.ts';
import { ENDED_BY_HAND, WISHED } from '../run-wishes.ts';
import { counted } from '../../parts/counted.ts';

type Deed = keyof typeof WISHED;
/** The API takes that many at once. */
const MOST = 200;

/** What can be done with all who are selected; whoever has moved on meanwhile is left as they are, and said. */
export function AttentionBulk({
  runs,
  onDone,
}: {
  readonly runs: readonly NeedingAttention[];
  readonly onDone: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const controlling = useMutation({
    mutationFn: (deed: Deed) =>
      ask(
        controlMany({
          body: {
            do: deed,
            reason: ENDED_BY_HAND,
            items: runs.slice(0, MOST).map(({ id, n }) => ({ id, n })),
          },
        }),
      ),
    onSuccess: ({ results }, deed) => {
      const done = results.filter(({ outcome }) => outcome === 'done').length;
      const refused = results.filter(({ outcome }) => outcome === 'refused');
      if (done > 0) sayDone(`${WISHED[deed]} for ${counted(done, 'person', 'people')}.`);
      if (refused.length > 0)
        sayRefused(
          `Nothing was done for ${counted(refused.length, 'person', 'people')}`,
          new Error([...new Set(refused.map(({ words }) => words ?? 'They had moved on'))].join(' ')),
        );
      onDone();
    },
    onError: (error) => sayRefused('Nothing was done', error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['runs'] }),
  });
  return (
    <>
      <strong>{counted(runs.length, 'person', 'people')} selected</strong>
      {runs.length > MOST && <span>The first {MOST} are taken at once.</span>}
      <Button
        variant="default"
        style={{ marginLeft: 'auto' }}
        loading={controlling.isPending}
        onClick={() => controlling.mutate('retry')}
      >
        Try again
      </Button>
      <Button variant="default" disabled={controlling.isPending} onClick={() => controlling.mutate('skip')}>
        Leave the step out
      </Button>
      <Button
        variant="default"
        c="var(--rap-danger)"
        disabled={controlling.isPending}
        onClick={() => controlling.mutate('end')}
      >
        End it for them
      </Button>
    </>
  );
}
