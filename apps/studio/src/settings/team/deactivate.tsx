import { NativeSelect } from '@mantine/core';
import { deactivateUser, type User } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
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
  const users = useQuery(usersQuery);
  const [handToId, setHandToId] = useState('');
  const leaving = useMutation({
    mutationFn: () => ask(deactivateUser({ path: { id }, body: { version, handToId: handToId || null } })),
    onSuccess: () => {
      void queries.invalidateQueries();
      sayDone(`${displayName} no longer works here`);
      onClose();
    },
  });
  const refusal = leaving.error instanceof Refusal ? leaving.error : undefined;
  return (
    <AskFirst
      title={`Remove ${displayName} from the firm?`}
      verb="Remove"
      pending={leaving.isPending}
      error={refusal?.at('handToId') ? null : leaving.error}
      onYes={() => leaving.mutate()}
      onClose={onClose}
    >
      <p>
        Their sessions and keys end now. What they wrote and did stays in the records under their name. You
        can let them come back.
      </p>
      <NativeSelect
        label="Who gets their people, open leads and open tasks"
        error={refusal?.at('handToId')}
        value={handToId}
        data={[
          { value: '', label: 'Nobody yet: they stay with them' },
          ...(users.data?.items
            .filter((one) => one.status === 'active' && one.id !== id)
            .map((one) => ({ value: one.id, label: one.displayName })) ?? []),
        ]}
        onChange={({ currentTarget: { value } }) => {
          leaving.reset();
          setHandToId(value);
        }}
      />
    </AskFirst>
  );
}
