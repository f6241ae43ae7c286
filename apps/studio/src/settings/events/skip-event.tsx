import { NativeSelect } from '@mantine/core';
import { skipEvent, type EventOf } from '@rap/contracts/api-client';
import { SkippedWhy } from '@rap/contracts/spine';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { sayDone } from '../../parts/notify.tsx';

const WHY: Readonly<Record<SkippedWhy, string>> = {
  done_by_hand: 'It was done by hand',
  not_wanted: 'It is not wanted any more',
  cannot_be_mended: 'It cannot be mended',
};

/** Passes over an event that fails again and again, for good. */
export function SkipEvent({
  event: { consumer, subjectId, seq },
  what,
  onClose,
}: {
  readonly event: EventOf;
  readonly what: string;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [why, setWhy] = useState<SkippedWhy>('done_by_hand');
  const skipping = useMutation({
    mutationFn: () => ask(skipEvent({ body: { consumer, subjectId, seq, why } })),
    onSuccess: () => {
      sayDone('It is left out, and what came after it goes on');
      onClose();
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['spine'] }),
  });
  return (
    <AskFirst
      title={`Leave out: ${what}?`}
      verb="Leave it out"
      pending={skipping.isPending}
      error={skipping.error}
      onYes={() => skipping.mutate()}
      onClose={onClose}
    >
      <p>It is not handed on, now or later. What came after it for this person goes on.</p>
      <NativeSelect
        label="Why"
        data={SkippedWhy.options.map((value) => ({ value, label: WHY[value] }))}
        value={why}
        onChange={({ currentTarget }) => setWhy(SkippedWhy.parse(currentTarget.value))}
      />
    </AskFirst>
  );
}
