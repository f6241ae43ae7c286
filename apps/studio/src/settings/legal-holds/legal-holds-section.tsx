import { Button } from '@mantine/core';
import { listLegalHolds, releaseLegalHold, type LegalHold } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { counted } from '../../parts/counted.ts';
import { Message } from '../../parts/message.tsx';
import { sayDone } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { useMay, whoCan } from '../../session/session.ts';
import { SectionFrame } from '../section.tsx';
import { NewHold } from './new-hold.tsx';

const QUERY_KEY = ['legalHolds'];

/** Matters for which the records of the firm must stay, whatever the schedule of retention says. */
export function LegalHoldsSection(): React.JSX.Element {
  const queries = useQueryClient();
  const mayChange = useMay('legal_hold.change');
  const holds = useQuery({ queryKey: QUERY_KEY, queryFn: () => ask(listLegalHolds()) });
  const [placing, setPlacing] = useState(false);
  const [ending, setEnding] = useState<LegalHold>();
  const fetchAgain = (): void => void queries.invalidateQueries({ queryKey: QUERY_KEY });
  const releasing = useMutation({
    mutationFn: ({ id, version }: LegalHold) => ask(releaseLegalHold({ path: { id }, body: { version } })),
    onSuccess: () => {
      setEnding(undefined);
      sayDone('The hold is released');
      fetchAgain();
    },
  });
  const items = holds.data?.items ?? [];
  return (
    <SectionFrame
      title="Legal holds"
      facts={
        mayChange
          ? 'While one stands the firm cannot be erased, and nothing runs out'
          : `Placed and released by ${whoCan('legal_hold.change')}`
      }
      actions={mayChange && <Button onClick={() => setPlacing(true)}>Place a hold</Button>}
    >
      <Card title="Standing" aside={counted(items.length, 'hold')}>
        {holds.isPending && <GreyRows />}
        {holds.error && <Refused error={holds.error} within="card" />}
        {holds.data && items.length === 0 && (
          <Message within="card" title="No hold stands">
            A lawsuit or an examination that asks for the records is written down here until it is over.
          </Message>
        )}
        <RowList label="Legal holds">
          {items.map((hold) => (
            <Row
              key={hold.id}
              title={hold.matter}
              line={`Since ${dayAndTime(new Date(hold.since))}`}
              action={
                mayChange && (
                  <Button size="xs" variant="default" onClick={() => setEnding(hold)}>
                    Release
                  </Button>
                )
              }
            />
          ))}
        </RowList>
      </Card>
      {placing && (
        <NewHold
          onClose={() => setPlacing(false)}
          onPlaced={() => {
            setPlacing(false);
            sayDone('The hold stands');
            fetchAgain();
          }}
        />
      )}
      {ending && (
        <AskFirst
          title="Release this hold?"
          verb="Release it"
          pending={releasing.isPending}
          error={releasing.error}
          onYes={() => releasing.mutate(ending)}
          onClose={() => setEnding(undefined)}
        >
          {`“${ending.matter}”: from now on the records are kept as long as the schedule says, and no longer for it.`}
        </AskFirst>
      )}
    </SectionFrame>
  );
}
