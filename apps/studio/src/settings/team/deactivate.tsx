import { deactivateUser, type User } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { usersQuery } from '../../parts/names.ts';
import { sayDone } from '../../parts/notify.tsx';

/** Ends a membership: what goes at once, and what stays. */
export function Deactivate({
  user: { id, version, displayName },
  onClose,
}: {
  readonly user: User;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const leaving = useMutation({
    mutationFn: () => ask(deactivateUser({ path: { id }, body: { version } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: usersQuery.queryKey });
      sayDone(`${displayName} no longer works here`);
      onClose();
    },
  });
  return (
    <AskFirst
      title={`Remove ${displayName} from the firm?`}
      verb="Remove"
      pending={leaving.isPending}
      error={leaving.error}
      onYes={() => leaving.mutate()}
      onClose={onClose}
    >
      <p>
        Their sessions and keys end now. What they wrote and did stays in the records under their name. Their
        people and open tasks stay theirs until you give them to somebody else.
      </p>
    </AskFirst>
  );
}
