import { Button } from '@mantine/core';
import { createInvitation, withdrawInvitation, type Invitation } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, once } from '../../api/ask.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { ROLE_NAMES } from '../../parts/roles.ts';
import { Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { invitationsQuery } from './invitations-query.ts';

const LETTERS = {
  waiting: 'the letter is on its way',
  handing_over: 'the letter is on its way',
  sent: 'the letter has left',
  refused: 'the letter was refused: look at the address',
  unknown: 'whether the letter arrived is not known',
  too_late: 'the letter did not leave in time',
} as const;

/** Who is invited and has not come yet. */
export function Invitations({
  bookNames,
}: {
  readonly bookNames: ReadonlyMap<string, string>;
}): React.JSX.Element | null {
  const queries = useQueryClient();
  const invitations = useQuery(invitationsQuery);
  const withdrawing = useMutation({
    mutationFn: ({ id, version }: Invitation) =>
      ask(withdrawInvitation({ path: { id }, query: { version } })),
    onSuccess: ({ email }) => sayDone(`The invitation to ${email} is withdrawn`),
    onError: (error) => sayRefused('The invitation is not withdrawn', error),
    onSettled: () => void queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  // a new letter with a new link; the one before is good for nothing from then on
  const again = useMutation({
    mutationFn: ({ email, displayName, role, bookIds }: Invitation) =>
      ask(createInvitation({ body: { email, displayName, role, bookIds }, ...once(crypto.randomUUID()) })),
    onSuccess: ({ email }) => sayDone(`Another letter to ${email} is on its way`),
    onError: (error) => sayRefused('No other letter was sent', error),
    onSettled: () => void queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const open = invitations.data?.items.filter(({ status }) => ['open', 'expired'].includes(status)) ?? [];
  if (open.length === 0) return null;
  return (
    <Card title="Invited" aside={`${open.length} not here yet`}>
      <RowList label="Invitations">
        {open.map((invitation) => (
          <Row
            key={invitation.id}
            title={`${invitation.displayName}, ${invitation.email}`}
            line={
              invitation.status === 'expired' ? (
                <Status tone="warn">The link has run out: send it again</Status>
              ) : (
                [
                  ROLE_NAMES[invitation.role],
                  ...invitation.bookIds.map((id) => bookNames.get(id) ?? ''),
                  LETTERS[invitation.letter],
                ].join(', ')
              )
            }
            when={
              invitation.status === 'open' ? `until ${dayAndTime(new Date(invitation.expiresAt))}` : undefined
            }
            action={
              <>
                <Button
                  size="xs"
                  variant="default"
                  loading={again.isPending && again.variables.id === invitation.id}
                  onClick={() => again.mutate(invitation)}
                >
                  Send again
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  loading={withdrawing.isPending && withdrawing.variables.id === invitation.id}
                  onClick={() => withdrawing.mutate(invitation)}
                >
                  Withdraw
                </Button>
              </>
            }
          />
        ))}
      </RowList>
    </Card>
  );
}
