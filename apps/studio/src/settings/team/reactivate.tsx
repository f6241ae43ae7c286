import { Button } from '@mantine/core';
import { reactivateUser, type User } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { usersQuery } from '../../parts/names.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';

/** Who has left comes back with the role and the books that they had. */
export function Reactivate({
  user: { id, version, displayName },
}: {
  readonly user: User;
}): React.JSX.Element {
  const queries = useQueryClient();
  const coming = useMutation({
    mutationFn: () => ask(reactivateUser({ path: { id }, body: { version } })),
    onSuccess: () => sayDone(`${displayName} works here again, and signs in as before`),
    onError: (error) => sayRefused(`${displayName} does not come back`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: usersQuery.queryKey }),
  });
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={`Let ${displayName} come back`}
      loading={coming.isPending}
      onClick={() => coming.mutate()}
    >
      Let come back
    </Button>
  );
}
