import { Button } from '@mantine/core';
import { approveAutomation } from '@rap/contracts/api-client';
import { IconRoute } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { ask } from '../api/ask.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { KindTile, Row } from '../parts/rows.tsx';
import { todayQuery, type Submitted } from './today-query.ts';

const GiveBackDialog = lazy(async () => ({
  default: (await import('./give-back-dialog.tsx')).GiveBackDialog,
}));

/** A version that a colleague handed in: approved here, or given back with what has to be changed. */
export function SubmittedRow({ submitted }: { readonly submitted: Submitted }): React.JSX.Element {
  const queries = useQueryClient();
  const [givingBack, setGivingBack] = useState(false);
  const { automationId: id, automationName: name, number, version } = submitted;
  const settled = (): void => {
    void queries.invalidateQueries(todayQuery);
    void queries.invalidateQueries({ queryKey: ['automations'] });
  };
  const approving = useMutation({
    mutationFn: () => ask(approveAutomation({ path: { id }, body: { version } })),
    onSuccess: () => sayDone(`Version ${number} of ${name} is approved and can be published`),
    onError: (error) => sayRefused('It was not approved', error),
    onSettled: settled,
  });
  return (
    <>
      <Row
        tile={<KindTile kind="trigger" icon={IconRoute} />}
        title={
          <Link to="/automations/$automationId" params={{ automationId: id }}>
            {name}, version {number}
          </Link>
        }
        line={`${submitted.authorName ?? 'Somebody'} asks for approval${submitted.note ? `: ${submitted.note}` : ''}`}
        action={
          <Button.Group>
            <Button
              variant="default"
              aria-label={`Approve ${name}`}
              loading={approving.isPending}
              onClick={() => approving.mutate()}
            >
              Approve
            </Button>
            <Button
              variant="default"
              aria-label={`Give ${name} back`}
              disabled={approving.isPending}
              onClick={() => setGivingBack(true)}
            >
              Give back
            </Button>
          </Button.Group>
        }
      />
      {givingBack && (
        <Suspense>
          <GiveBackDialog submitted={submitted} onClose={() => setGivingBack(false)} />
        </Suspense>
      )}
    </>
  );
}
