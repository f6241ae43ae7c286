import { getWebhookMessage } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { Refused } from '../../parts/refused.tsx';
import classes from '../settings.module.css';

/** The body of one message, for who writes the other side. Asked for when somebody opens it. */
export function WhatWasSent({
  endpointId,
  attemptId,
}: {
  readonly endpointId: string;
  readonly attemptId: string;
}): React.JSX.Element {
  const [open, setOpen] = useState(false);
  const message = useQuery({
    queryKey: ['webhooks', endpointId, 'message', attemptId],
    queryFn: () => ask(getWebhookMessage({ path: { id: endpointId, attemptId } })),
    enabled: open,
    staleTime: Infinity,
  });
  return (
    <details className={classes.changes} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>What was sent</summary>
      {message.error && <Refused within="card" error={message.error} />}
      {message.data && (
        <pre className={classes.secret} tabIndex={0}>
          {JSON.stringify(message.data, null, 2)}
        </pre>
      )}
    </details>
  );
}
