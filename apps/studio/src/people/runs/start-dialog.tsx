import { Button, Modal } from '@mantine/core';
import { enrolByHand, entrancesOfPerson } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { Message } from '../../parts/message.tsx';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { WhereItGoes } from '../../parts/where-it-goes.tsx';

/** Puts somebody into an automation that begins by hand; who could not enter is told why before. */
export function StartDialog({
  personId,
  name,
  onClose,
}: {
  readonly personId: string;
  readonly name: string;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const entrances = useQuery({
    queryKey: ['person', personId, 'entrances'],
    queryFn: () => ask(entrancesOfPerson({ path: { id: personId } })),
  });
  const starting = useMutation({
    mutationFn: ({ automationId }: { automationId: string; name: string }) =>
      ask(enrolByHand({ path: { id: automationId }, body: { personIds: [personId] } })),
    onSuccess: ({ results }, { name: automation }) => {
      const refused = results.find(({ outcome }) => outcome === 'refused');
      if (refused) return sayRefused('Not started', new Error(refused.words ?? 'They could not enter'));
      sayDone(`${automation} starts for ${name}`);
      onClose();
    },
    onError: (error) => sayRefused('Not started', error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['person', personId] }),
  });
  return (
    <Modal opened onClose={onClose} title={`Start an automation for ${name}`} size="lg">
      {entrances.isPending && <GreyRows count={3} />}
      {entrances.error && <Refused within="card" error={entrances.error} />}
      {entrances.data?.items.length === 0 && (
        <Message within="card" title="No live automation begins by hand">
          Publish one that begins by hand, and it stands here for everybody.
        </Message>
      )}
      <RowList label="Automations that begin by hand">
        {(entrances.data?.items ?? []).map((one) => (
          <Row
            key={one.automationId}
            title={one.name}
            line={one.refused ?? 'They may enter now.'}
            action={
              one.refused === null && (
                <Button
                  variant="default"
                  aria-label={`Start ${one.name}`}
                  loading={starting.isPending && starting.variables.automationId === one.automationId}
                  onClick={() => starting.mutate(one)}
                >
                  Start
                </Button>
              )
            }
          />
        ))}
      </RowList>
      <WhereItGoes />
    </Modal>
  );
}
